/** What a pass over the graph is: a function from a graph to one that computes the same, and a word about what it did. */
import type { OpTable } from '../ir/op';
import type { Graph } from '../ir/types';

export interface PassResult {
  graph: Graph;
  /** What was done, and how often. Empty where nothing was. */
  applied: Readonly<Record<string, number>>;
}

export interface Pass {
  /** As it stands in the compile report. */
  name: string;
  run(graph: Graph, ops: OpTable): PassResult;
}

/** Counts by name, in the order of their first appearance. */
export class Tally {
  readonly counts: Record<string, number> = {};

  add(what: string, count = 1): void {
    if (count > 0) this.counts[what] = (this.counts[what] ?? 0) + count;
  }
}
