/**
 * Finds where a number stopped being finite. When a loss is NaN or infinite, the steps since the last good snapshot are
 * run again in a program that keeps every value, and the first value that is not finite names the node and the step.
 */

import type { Backend, Device, Snapshot } from '../backends/backend';
import { type Diagnostic, diagnose } from '../core/diagnostics';
import type { PreparedData } from '../data/types';
import type { CheckedGraph } from '../graph/types';
import type { OpTable } from '../ir/op';
import type { Phase, Value } from '../ir/types';
import { compileGraph } from '../passes/pipeline';
import { Feeder, type LiveParameters } from './feeds';

export interface GuardPoint {
  snapshot: Snapshot;
  /** Updates made before it. */
  step: number;
}

const WHAT: Readonly<Record<Phase, string>> = {
  forward: 'A value of the forward pass',
  backward: 'A gradient',
  update: 'A weight',
  probe: 'A statistic',
};

const firstNotFinite = (values: Float64Array): number | undefined => values.find((value) => !Number.isFinite(value));

interface ReplayContext {
  backend: Backend;
  device: Device;
  ops: OpTable;
  checked: CheckedGraph;
  data: ReadonlyMap<string, PreparedData>;
  parameters: LiveParameters;
  /** Writes batch, placeholders and scalars of update number `step` (from 1). */
  feed(feeder: Feeder, step: number): void;
}

/** Replays from `point` to update number `last` and tells what broke first; the device's state is put back. */
export function findNotFinite(context: ReplayContext, point: GuardPoint, last: number): Diagnostic | null {
  const { device, checked, ops, backend } = context;
  const before = device.snapshot();
  const { program } = compileGraph(checked, {
    ops,
    mode: 'train',
    bytesOf: (shape) => backend.bytesOf(shape),
    keepAll: true,
  });
  const readable = program.schedule
    .map((id) => program.graph.values[id] as Value)
    .filter(({ op }) => op !== 'variable' && ops.get(op)?.mutates === undefined);
  const outputs = Object.fromEntries(readable.map(({ id }) => [`value/${id}`, id]));
  const executable = device.load({ ...program, graph: { ...program.graph, outputs } });
  const feeder = new Feeder(executable, checked, context.data, context.parameters);
  device.restore(point.snapshot);
  try {
    for (let step = point.step + 1; step <= last; step++) {
      context.feed(feeder, step);
      executable.run(false);
      for (const { id, origin, op } of readable) {
        const value = firstNotFinite(executable.read(`value/${id}`));
        if (value === undefined) continue;
        const what = op === 'feed' ? 'An input' : WHAT[origin.phase];
        return diagnose('notFinite', { nodeId: origin.nodeId || null }, { what, value: String(value), step });
      }
      for (const { name, nodeId } of device.variables) {
        const value = firstNotFinite(device.readVariable(name));
        if (value === undefined) continue;
        return diagnose('notFinite', { nodeId }, { what: `The weight "${name}"`, value: String(value), step });
      }
    }
    return null;
  } finally {
    device.restore(before);
  }
}
