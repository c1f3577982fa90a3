/**
 * Copies state that is still wanted as it was before the step. A gradient or a result may be nothing but another variable
 * (of w·v, the derivative by w is v), and updates write in place: without a copy, what is read last is already the new one.
 */
import { GraphBuilder } from '../ir/builder';
import { rebuild } from '../ir/rebuild';
import type { Graph, ValueId } from '../ir/types';
import { type Pass, Tally } from './pass';
import { rootsOf } from './plan-memory';

export const copyBeforeUpdate: Pass = {
  name: 'copy before update',
  run(graph, ops) {
    const tally = new Tally();
    // Any reshape may come to lie in the memory of what it reshapes.
    const roots = rootsOf(graph, () => false);
    const written = new Set<ValueId>();
    for (const { op, inputs } of graph.values) {
      for (const place of ops.get(op)?.mutates ?? []) written.add(roots[inputs[place] as ValueId] as ValueId);
    }
    const isState = (id: ValueId): boolean => written.has(roots[id] as ValueId);
    const copied = rebuild(graph, ops, ({ op, inputs: old, attributes }, inputs, builder) => {
      const mutates = ops.get(op)?.mutates;
      const stale = old.map((id, place) => isState(id) && mutates !== undefined && !mutates.includes(place));
      if (!stale.includes(true)) return null;
      tally.add('operands of updates', stale.filter(Boolean).length);
      const fresh = inputs.map((id, place) => (stale[place] ? builder.emit('stopGradient', [id]) : id));
      return builder.emit(op, fresh, attributes);
    });
    return { graph: withCopiedOutputs(graph, copied, isState, tally, ops), applied: tally.counts };
  },
};

function withCopiedOutputs(
  before: Graph,
  graph: Graph,
  isState: (id: ValueId) => boolean,
  tally: Tally,
  ops: Parameters<Pass['run']>[1],
): Graph {
  const names = Object.keys(before.outputs).filter((name) => isState(before.outputs[name] as ValueId));
  if (names.length === 0) return graph;
  const builder = GraphBuilder.from(graph, ops);
  for (const name of names) {
    const id = graph.outputs[name] as ValueId;
    const { nodeId, phase } = builder.value(id).origin;
    builder.output(
      name,
      builder.within(nodeId, phase, () => builder.emit('stopGradient', [id])),
    );
  }
  tally.add('results', names.length);
  return builder.finish();
}
