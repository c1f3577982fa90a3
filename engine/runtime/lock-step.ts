/**
 * Several sessions on one clock: after every call all have made the same number of updates. What is compared are runs that
 * differ in one thing, so a problem in one stops all of them at that step; whoever wants the others to go on drops it.
 */
import type { Diagnostic } from '../core/diagnostics';
import type { Session } from './session';

export interface LockStepProblem {
  name: string;
  diagnostic: Diagnostic;
}

export class LockStep {
  private readonly sessions: Map<string, Session>;

  /** @throws if the sessions stand at different steps. */
  constructor(sessions: Iterable<readonly [string, Session]>) {
    this.sessions = new Map(sessions);
    const steps = new Set([...this.sessions.values()].map(({ step }) => step));
    if (steps.size > 1) throw new Error('Sessions on one clock begin at the same step.');
  }

  get members(): ReadonlyMap<string, Session> {
    return this.sessions;
  }

  /** Updates that each has made. */
  get step(): number {
    const [first] = this.sessions.values();
    return first?.step ?? 0;
  }

  /** One update of each. With a problem in any, the others have still made theirs: the clock never differs. */
  update(): LockStepProblem[] {
    const problems: LockStepProblem[] = [];
    for (const [name, session] of this.sessions) {
      const diagnostic = session.update();
      if (diagnostic) problems.push({ name, diagnostic });
    }
    return problems;
  }

  /** All go to a step that all of them know; none moves if one cannot. */
  seek(step: number): LockStepProblem[] {
    const unable = [...this.sessions].find(
      ([, { timeline }]) => step < timeline.range.first || step > timeline.range.last,
    );
    const going: [string, Session][] = unable ? [unable] : [...this.sessions];
    return going.flatMap(([name, session]) => {
      const diagnostic = session.seek(step);
      return diagnostic ? [{ name, diagnostic }] : [];
    });
  }

  /** All begin anew. */
  reset(): void {
    for (const session of this.sessions.values()) session.reset();
  }

  /** Goes on without this one. */
  drop(name: string): void {
    this.sessions.delete(name);
  }
}
