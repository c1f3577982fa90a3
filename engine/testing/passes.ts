/** Puts a small graph through one pass, for tests of the pass by itself. */
import { GraphBuilder } from '../ir/builder';
import { printGraph } from '../ir/printer';
import type { Graph, ValueId } from '../ir/types';
import { verify } from '../ir/verifier';
import { ops } from '../ops/index';
import type { Pass } from '../passes/pass';

export interface PassRun {
  graph: Graph;
  applied: Readonly<Record<string, number>>;
  /** The graph as text. */
  text: string;
}

/** What the pass makes of a graph whose output `y` is made from a feed x of 4×3. */
export function runPass(pass: Pass, make: (b: GraphBuilder, x: ValueId) => ValueId): PassRun {
  const b = new GraphBuilder(ops);
  b.output('y', make(b, b.feed('x', [4, 3])));
  const { graph, applied } = pass.run(verify(b.finish(), ops), ops);
  return { graph: verify(graph, ops), applied, text: printGraph(graph) };
}
