/** Adds z-statistics as operations of the graph: one for each probed wire, run on the steps that ask for them. */
import type { CheckedGraph } from '../graph/types';
import { GraphBuilder } from '../ir/builder';
import type { OpTable } from '../ir/op';
import type { Graph, ValueId } from '../ir/types';
import type { LoweredGraph } from './lower';
import { OUTPUT } from './lower';

export interface ProbePoint {
  nodeId: string;
  /** z of a layer, y of a normalization. */
  symbol: string;
  units: number;
}

/** A sigmoid counts as saturated below .05 or above .95: beyond ±ln 19. tanh z = 2·sigmoid(2z) − 1 reaches that at half. */
const SATURATION: Readonly<Record<string, number>> = { sigmoid: Math.log(19), tanh: Math.log(19) / 2 };

/** What "dead" and "saturated" mean for a value depends on the activation that reads it. */
function healthAttributes(graph: Graph, value: ValueId): { dead: boolean; saturation: number } {
  const readers = graph.values.filter(({ inputs }) => inputs[0] === value);
  const saturating = readers.find(({ op }) => SATURATION[op] !== undefined);
  return {
    dead: readers.some(({ op }) => op === 'relu'),
    saturation: saturating ? (SATURATION[saturating.op] as number) : 0,
  };
}

export function addProbes(
  { graph, ports }: LoweredGraph,
  checked: CheckedGraph,
  ops: OpTable,
): { graph: Graph; points: ProbePoint[] } {
  const builder = GraphBuilder.from(graph, ops);
  const points: ProbePoint[] = [];
  for (const { nodeId, source, symbol } of checked.probes) {
    const value = ports.get(source.id)?.[source.port];
    if (value === undefined || builder.shape(value).length < 1) continue;
    const attributes = healthAttributes(graph, value);
    const frame = builder.within(nodeId, 'probe', () => builder.emit('zStatistics', [value], attributes));
    builder.output(OUTPUT.z(nodeId), frame);
    points.push({ nodeId, symbol, units: builder.shape(value).at(-1) ?? 1 });
  }
  return { graph: builder.finish(), points };
}
