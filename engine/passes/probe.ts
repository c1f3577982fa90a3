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

/** The operations that read each value as their first input. */
function firstReaders(graph: Graph): ReadonlyMap<ValueId, string[]> {
  const readers = new Map<ValueId, string[]>();
  for (const { op, inputs } of graph.values) {
    const [first] = inputs;
    if (first === undefined) continue;
    const list = readers.get(first);
    if (list) list.push(op);
    else readers.set(first, [op]);
  }
  return readers;
}

/** What "dead" and "saturated" mean for a value depends on the activation that reads it. */
function healthAttributes(readers: readonly string[], ops: OpTable): { dead: boolean; saturation: number } {
  const healths = readers.flatMap((op) => ops.get(op)?.health ?? []);
  return {
    dead: healths.some(({ dead }) => dead),
    saturation: healths.find(({ saturation }) => saturation !== undefined)?.saturation ?? 0,
  };
}

export function addProbes(
  { graph, ports }: LoweredGraph,
  checked: CheckedGraph,
  ops: OpTable,
): { graph: Graph; points: ProbePoint[] } {
  const builder = GraphBuilder.from(graph, ops);
  const points: ProbePoint[] = [];
  const readers = firstReaders(graph);
  for (const { nodeId, source, symbol } of checked.probes) {
    const value = ports.get(source.id)?.[source.port];
    if (value === undefined || builder.shape(value).length < 1) continue;
    const attributes = healthAttributes(readers.get(value) ?? [], ops);
    const frame = builder.within(nodeId, 'probe', () => builder.emit('zStatistics', [value], attributes));
    builder.output(OUTPUT.z(nodeId), frame);
    points.push({ nodeId, symbol, units: builder.shape(value).at(-1) ?? 1 });
  }
  return { graph: builder.finish(), points };
}
