/** Copies a graph value by value, so that a pass can drop or replace some of them. */
import { GraphBuilder } from './builder';
import type { OpTable } from './op';
import type { Graph, Value, ValueId } from './types';

/**
 * A copy of `graph` in which each value is made by `rewrite` (which gets its inputs in the new graph and returns the id
 * that stands for it there, or null to copy it as it is; `resolve` tells that of any value above it). Values that no output and no effect needs are left out.
 */
export function rebuild(
  graph: Graph,
  ops: OpTable,
  rewrite: (
    value: Value,
    inputs: readonly ValueId[],
    builder: GraphBuilder,
    resolve: (id: ValueId) => ValueId,
  ) => ValueId | null,
): Graph {
  const builder = new GraphBuilder(ops);
  const live = liveValues(graph, ops);
  const replaced = new Map<ValueId, ValueId>();
  const variables = new Map(graph.variables.map((variable) => [variable.name, variable]));
  const resolve = (id: ValueId): ValueId => replaced.get(id) as ValueId;
  for (const value of graph.values) {
    if (!live.has(value.id)) continue;
    const inputs = value.inputs.map(resolve);
    const id = builder.within(value.origin.nodeId, value.origin.phase, () => {
      const other = rewrite(value, inputs, builder, resolve);
      if (other !== null) return other;
      if (value.op === 'variable') {
        const variable = variables.get(String(value.attributes.name));
        if (variable) return builder.variable(variable);
      }
      if (value.op === 'feed') return builder.feed(String(value.attributes.name), value.shape);
      return builder.emit(value.op, inputs, value.attributes);
    });
    replaced.set(value.id, id);
  }
  for (const [name, id] of Object.entries(graph.outputs)) builder.output(name, resolve(id));
  const rebuilt = builder.finish();
  // Variables are state: they stay, even where this graph no longer reads them.
  return { ...rebuilt, variables: graph.variables };
}

/** Values that an output, a probe or an in-place update depends on. */
export function liveValues(graph: Graph, ops: OpTable): Set<ValueId> {
  const live = new Set<ValueId>(Object.values(graph.outputs));
  for (let place = graph.values.length - 1; place >= 0; place--) {
    const value = graph.values[place] as Value;
    if (ops.get(value.op)?.mutates) live.add(value.id);
    if (live.has(value.id)) for (const id of value.inputs) live.add(id);
  }
  return live;
}
