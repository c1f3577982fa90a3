/**
 * Rewrites a graph by local rules: each looks at one value and those it reads, and may name another value in its place.
 * Passes that are lists of rules are made here.
 */
import type { GraphBuilder } from '../ir/builder';
import type { OpTable } from '../ir/op';
import { rebuild } from '../ir/rebuild';
import type { Graph, Value, ValueId } from '../ir/types';
import { type Pass, type PassResult, Tally } from './pass';

/** A value under a rule, in the graph that is being built. */
export interface Match {
  value: Value;
  /** Ids of the inputs in the new graph. */
  inputs: readonly ValueId[];
  builder: GraphBuilder;
  ops: OpTable;
  /** What input `index` is made by, in the new graph. */
  input(index: number): Value;
  /** Whether this value is all that reads input `index`, and the host does not read it either; likewise through reshapes. */
  soleReader(index: number): boolean;
}

export interface Rule {
  /** As it stands in the compile report. */
  name: string;
  /** The operation that it looks at; `null` for all. */
  op: string | null;
  /** The replacement, or null. */
  apply(match: Match): ValueId | null;
}

/** How many values read each value; an output counts as a reader. */
export function countReaders(graph: Graph): number[] {
  const readers = new Array<number>(graph.values.length).fill(0);
  const add = (id: ValueId): void => {
    readers[id] = (readers[id] as number) + 1;
  };
  for (const { inputs } of graph.values) inputs.forEach(add);
  Object.values(graph.outputs).forEach(add);
  return readers;
}

/** The graph with the rules applied, each value tried against them in their order. What died stays. */
export function applyRules(graph: Graph, ops: OpTable, rules: readonly Rule[]): PassResult {
  const tally = new Tally();
  const readers = countReaders(graph);
  const everywhere = rules.filter(({ op }) => op === null);
  const byOp = new Map<string, Rule[]>();
  for (const rule of rules) {
    if (rule.op !== null && !byOp.has(rule.op))
      byOp.set(
        rule.op,
        rules.filter(({ op }) => op === null || op === rule.op),
      );
  }
  const rewritten = rebuild(graph, ops, (value, inputs, builder) => {
    const match: Match = {
      value,
      inputs,
      builder,
      ops,
      input: (index) => builder.value(inputs[index] as ValueId),
      soleReader(index) {
        let id = value.inputs[index] as ValueId;
        while (readers[id] === 1 && graph.values[id]?.op === 'reshape') id = graph.values[id]?.inputs[0] as ValueId;
        return readers[id] === 1;
      },
    };
    for (const rule of byOp.get(value.op) ?? everywhere) {
      const replacement = rule.apply(match);
      if (replacement === null) continue;
      tally.add(rule.name);
      return replacement;
    }
    return null;
  });
  return { graph: rewritten, applied: tally.counts };
}

export const rulePass = (name: string, rules: readonly Rule[]): Pass => ({
  name,
  run: (graph, ops) => applyRules(graph, ops, rules),
});
