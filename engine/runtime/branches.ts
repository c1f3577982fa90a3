/**
 * The tree of a run's branches as plain data. A branch begins at a step of another one and knows what was changed on it:
 * with the seed that is all it takes to make it again. Every function returns a new tree.
 */
import type { GraphDocument } from '../document/types';
import type { Edit } from './controls';

/** A change on a branch: one that the running graph takes, or another graph, which takes over the weights that fit. */
export type BranchEdit = Edit | { kind: 'document'; document: GraphDocument };

export interface TimedBranchEdit {
  /** Updates made before it. */
  readonly step: number;
  readonly edit: BranchEdit;
}

export interface Branch {
  readonly id: string;
  readonly name: string;
  /** Null for the first one. */
  readonly parent: string | null;
  /** The step of the parent at which it begins. */
  readonly from: number;
  /** How many of the parent's own edits it shares. */
  readonly shares: number;
  /** Its own edits, ascending by step. */
  readonly edits: readonly TimedBranchEdit[];
  /** The farthest step that was reached on it. */
  readonly last: number;
}

export interface BranchTree {
  /** Parents before their children. */
  readonly branches: readonly Branch[];
  /** The branch that runs. */
  readonly current: string;
  /** Number of the next branch. */
  readonly next: number;
}

/** A tree with one branch that begins at a step. */
export const newTree = (name: string, from = 0): BranchTree => ({
  branches: [{ id: 'branch_1', name, parent: null, from, shares: 0, edits: [], last: from }],
  current: 'branch_1',
  next: 2,
});

/** @throws for an unknown id. */
export function branchOf(tree: BranchTree, id: string): Branch {
  const branch = tree.branches.find((item) => item.id === id);
  if (!branch) throw new Error(`There is no branch "${id}".`);
  return branch;
}

const replace = (tree: BranchTree, branch: Branch): BranchTree => ({
  ...tree,
  branches: tree.branches.map((item) => (item.id === branch.id ? branch : item)),
});

/** A new branch that begins at a step of the current one, and becomes the current one. */
export function forkAt(tree: BranchTree, step: number, name: string): BranchTree {
  let parent = branchOf(tree, tree.current);
  // Before the current branch begins, it is its parent's past that is shared.
  while (parent.parent !== null && step < parent.from) parent = branchOf(tree, parent.parent);
  const id = `branch_${tree.next}`;
  const shares = parent.edits.filter((edit) => edit.step <= step).length;
  const branch: Branch = { id, name, parent: parent.id, from: step, shares, edits: [], last: step };
  return { branches: [...tree.branches, branch], current: id, next: tree.next + 1 };
}

/** The current branch has come to a step. */
export function reached(tree: BranchTree, step: number): BranchTree {
  const branch = branchOf(tree, tree.current);
  return step > branch.last ? replace(tree, { ...branch, last: step }) : tree;
}

/** A change at the end of the current branch. */
export function recorded(tree: BranchTree, step: number, edit: BranchEdit): BranchTree {
  const branch = branchOf(tree, tree.current);
  if (step < branch.last) throw new Error('A change in the past begins a branch of its own.');
  return replace(tree, { ...branch, last: step, edits: [...branch.edits, { step, edit }] });
}

export const renamed = (tree: BranchTree, id: string, name: string): BranchTree =>
  replace(tree, { ...branchOf(tree, id), name });

/** Without a branch and all that began on it. The first branch and those that lead to the current one stay. */
export function removed(tree: BranchTree, id: string): BranchTree {
  const gone = new Set([id]);
  for (const { id: child, parent } of tree.branches) if (parent !== null && gone.has(parent)) gone.add(child);
  if (gone.has(tree.current) || branchOf(tree, id).parent === null) return tree;
  return { ...tree, branches: tree.branches.filter((branch) => !gone.has(branch.id)) };
}

/** All edits in force on a branch, those of its parents among them, in the order they were made. */
export function editsOf(tree: BranchTree, id: string, own = Number.POSITIVE_INFINITY): TimedBranchEdit[] {
  const { parent, shares, edits } = branchOf(tree, id);
  const before = parent === null ? [] : editsOf(tree, parent, shares);
  return [...before, ...edits.slice(0, own)];
}
