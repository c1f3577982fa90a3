/** What nodes compute on the way to their outputs, from the values at their inputs. */
import type { Device } from '../backends/backend';
import type { CheckedNode, Mode, TensorValue } from '../graph/types';

export interface Intermediate extends TensorValue {
  nodeId: string;
  /** Such as `mean`, or `t` of a softmax. */
  name: string;
}

/** @param at the values at output ports, by `nodeId.port` */
export function explainNode(
  { id, definition, parameters, sources, bypassed, frozen }: CheckedNode,
  at: ReadonlyMap<string, TensorValue>,
  mode: Mode,
  device: Device,
): Intermediate[] {
  if (!definition.intermediates || bypassed) return [];
  const inputs: Record<string, TensorValue> = {};
  for (const [port, source] of Object.entries(sources)) {
    const value = at.get(`${source.id}.${source.port}`);
    if (!value) return [];
    inputs[port] = value;
  }
  const weight = (name: string): Float64Array => device.readVariable(`${id}/${name}`);
  const named = definition.intermediates({ parameters, mode, frozen, inputs, weight });
  return Object.entries(named).map(([name, value]) => ({ nodeId: id, name, ...value }));
}
