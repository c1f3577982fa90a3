/**
 * Checks that a graph is what the passes may rely on. Run between passes in tests always, and once per compile;
 * a failure is a bug of a pass, so it throws.
 */
import { sameShape } from '../core/shape';
import type { OpTable } from './op';
import { printValue } from './printer';
import type { Graph, Value } from './types';

function checkValue(graph: Graph, value: Value, place: number, ops: OpTable): string | null {
  if (value.id !== place) return `stands at place ${place}`;
  const op = ops.get(value.op);
  if (!op) return 'has an unknown operation';
  if (value.inputs.some((id) => !(id >= 0 && id < place))) return 'uses a value that is not above it';
  const shapes = value.inputs.map((id) => (graph.values[id] as Value).shape);
  if (!sameShape(op.inferShape(shapes, value.attributes), value.shape)) return 'has another shape than its operation';
  if (!value.shape.every((length) => Number.isInteger(length) && length >= 0)) return 'has a broken shape';
  for (const index of op.mutates ?? []) {
    if (graph.values[value.inputs[index] as number]?.op !== 'variable') return 'mutates what is no variable';
  }
  return null;
}

/** @throws {Error} naming the first value that breaks a rule. */
export function verify(graph: Graph, ops: OpTable): Graph {
  graph.values.forEach((value, place) => {
    const problem = checkValue(graph, value, place, ops);
    if (problem) throw new Error(`Broken graph: ${printValue(value)} ${problem}.`);
  });
  const variables = new Map(graph.variables.map((variable) => [variable.name, variable]));
  const feeds = new Map(graph.feeds.map((feed) => [feed.name, feed]));
  for (const value of graph.values) {
    const known = value.op === 'variable' ? variables : value.op === 'feed' ? feeds : null;
    const declared = known?.get(String(value.attributes.name));
    if (known && !(declared && sameShape(declared.shape, value.shape))) {
      throw new Error(`Broken graph: ${printValue(value)} is not declared.`);
    }
  }
  for (const [name, id] of Object.entries(graph.outputs)) {
    if (!graph.values[id]) throw new Error(`Broken graph: output "${name}" has no value.`);
  }
  return graph;
}
