/**
 * A session with the tree of branches that its run has: forks at any step, and goes to any step of any branch. Nothing
 * that was tried is lost: a change in the past begins a branch of its own.
 */
import { type Diagnostic, diagnose, NOWHERE, type Result } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import {
  type BranchEdit,
  type BranchTree,
  branchOf,
  editsOf,
  forkAt,
  newTree,
  reached,
  recorded,
  removed,
  renamed,
  type TimedBranchEdit,
} from './branches';
import type { Edit } from './controls';
import type { Session, SessionSnapshot } from './session';

/** Opens a session of another document, on the same backend and data files. */
export type OpenDocument = (document: GraphDocument) => Promise<Result<Session>>;

export class RunTree {
  private branches: BranchTree;
  private readonly root: GraphDocument;
  private readonly start: SessionSnapshot;

  /** @param session begins the first branch where it stands */
  constructor(
    private running: Session,
    private readonly openDocument: OpenDocument,
    name = '1',
  ) {
    this.root = running.document;
    this.start = running.snapshot();
    this.branches = newTree(name, running.step);
  }

  /** The session that runs; another one where the branch has another graph. */
  get session(): Session {
    return this.running;
  }

  get tree(): BranchTree {
    return reached(this.branches, this.running.timeline.range.last);
  }

  rename(id: string, name: string): Diagnostic | null {
    const problem = this.unknown(id);
    if (!problem) this.branches = renamed(this.tree, id, name);
    return problem;
  }

  remove(id: string): Diagnostic | null {
    const problem = this.unknown(id);
    if (!problem) this.branches = removed(this.tree, id);
    return problem;
  }

  /** A change where the session stands; in the past it begins a branch. */
  change(edit: Edit): Diagnostic | null {
    const { step } = this.running;
    const past = step < this.running.timeline.range.last;
    const before = this.tree;
    const problem = this.running.change(edit);
    if (problem) return problem;
    this.branches = recorded(past ? forkAt(before, step, String(before.next)) : before, step, edit);
    return null;
  }

  /** Begins a branch at a step of the current one, which then stands there. */
  fork(step: number, name = String(this.branches.next)): Diagnostic | null {
    const before = this.tree;
    const problem = this.running.rollBack(step);
    if (!problem) this.branches = forkAt(before, step, name);
    return problem;
  }

  /** Puts another graph in the place of the present one, at this step; weights that fit go on. */
  async replaceDocument(document: GraphDocument): Promise<Diagnostic[]> {
    const opened = await this.openDocument(document);
    if (!opened.ok) return opened.diagnostics;
    const { step } = this.running;
    if (step < this.running.timeline.range.last) this.fork(step);
    this.branches = recorded(this.tree, step, { kind: 'document', document });
    opened.value.adopt(this.running);
    this.running = opened.value;
    return [];
  }

  /**
   * Goes to a step of a branch: the state there is what it was, bit for bit. A step before a change of the graph is on a
   * branch of its own from then on, because the graph that follows is not the one that runs.
   */
  async goTo(id: string, step: number): Promise<Diagnostic[]> {
    const unknown = this.unknown(id);
    if (unknown) return [unknown];
    const { tree } = this;
    const { last } = branchOf(tree, id);
    const first = (tree.branches[0] as BranchTree['branches'][number]).from;
    if (!Number.isInteger(step) || step < first || step > last) {
      return [diagnose('stepUnreachable', NOWHERE, { step, first, last })];
    }
    if (id === tree.current && step >= this.running.timeline.range.first) {
      this.running.seek(step);
      return [];
    }
    const edits = editsOf(tree, id);
    // Before a change of the graph only what led to the step is made again.
    const graphChanges = edits.filter(({ edit }) => edit.kind === 'document').map((edit) => edit.step);
    const until = graphChanges.some((at) => at > step) ? step : last;
    const inForce = await this.rewind(editsOf(tree, tree.current), edits, step);
    if (typeof inForce !== 'number') return inForce;
    const problems = await this.replay(edits, inForce, until);
    const there = { ...tree, current: id };
    this.branches = until < last ? forkAt(there, step, String(tree.next)) : there;
    this.running.seek(Math.max(step, this.running.timeline.range.first));
    return problems;
  }

  /**
   * Back to a step that both branches have in common, by the same graph; to the beginning where there is none.
   *
   * @returns how many edits of the branch that is gone to are in force there
   */
  private async rewind(
    here: readonly TimedBranchEdit[],
    there: readonly TimedBranchEdit[],
    step: number,
  ): Promise<number | Diagnostic[]> {
    let shared = 0;
    while (shared < here.length && here[shared] === there[shared]) shared++;
    const stepOf = (edits: readonly TimedBranchEdit[]): number => edits[shared]?.step ?? Number.POSITIVE_INFINITY;
    const { first, last } = this.running.timeline.range;
    const common = Math.min(stepOf(here) - 1, stepOf(there) - 1, step, last);
    const sameGraph = !here.slice(shared).some(({ edit }) => edit.kind === 'document');
    if (sameGraph && common >= first) {
      this.running.rollBack(common);
      return there.filter((edit) => edit.step <= common).length;
    }
    const opened = await this.openDocument(this.root);
    if (!opened.ok) return opened.diagnostics;
    opened.value.restore(this.start);
    this.running = opened.value;
    return 0;
  }

  /** Makes the steps from here on, with the changes of a branch from number `next` on. */
  private async replay(edits: readonly TimedBranchEdit[], next: number, last: number): Promise<Diagnostic[]> {
    let place = next;
    for (;;) {
      for (let due = edits[place]; due && due.step <= this.running.step; due = edits[++place]) {
        const problems = await this.perform(due.edit);
        if (problems.length > 0) return problems;
      }
      if (this.running.step >= last) return [];
      const broken = this.running.update();
      if (broken) return [broken];
    }
  }

  private async perform(edit: BranchEdit): Promise<Diagnostic[]> {
    if (edit.kind !== 'document') return [this.running.change(edit) ?? []].flat();
    const opened = await this.openDocument(edit.document);
    if (!opened.ok) return opened.diagnostics;
    opened.value.adopt(this.running);
    this.running = opened.value;
    return [];
  }

  private unknown(id: string): Diagnostic | null {
    const known = this.branches.branches.map((branch) => branch.id);
    return known.includes(id) ? null : diagnose('branchUnknown', NOWHERE, { name: id, known: known.join(', ') });
  }
}
