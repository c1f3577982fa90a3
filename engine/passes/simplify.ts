/**
 * The passes that rewrite values to cheaper or safer ones, in their order: before gradients are derived, and after.
 * The first list decides what gradients are derived from; the second may use that nobody derives anything any more.
 */
import type { OpTable } from '../ir/op';
import type { Graph } from '../ir/types';
import { algebra, finalAlgebra } from './algebra';
import { commonSubexpressions } from './common-subexpressions';
import { constantFolding } from './constant-folding';
import { deadCode } from './dead-code';
import { fuseBias } from './fuse-bias';
import { fuseLoss } from './fuse-loss';
import type { Pass, PassResult } from './pass';

export type SimplifyStage = 'forward' | 'final';

export const SIMPLIFY: Readonly<Record<SimplifyStage, readonly Pass[]>> = {
  forward: [fuseLoss, algebra, fuseBias, deadCode],
  final: [constantFolding, finalAlgebra, commonSubexpressions, deadCode],
};

/** All passes of a stage, one after another. */
export function simplify(graph: Graph, ops: OpTable, stage: SimplifyStage): PassResult {
  const applied: Record<string, number> = {};
  for (const pass of SIMPLIFY[stage]) {
    const result = pass.run(graph, ops);
    graph = result.graph;
    for (const [name, count] of Object.entries(result.applied)) applied[name] = (applied[name] ?? 0) + count;
  }
  return { graph, applied };
}
