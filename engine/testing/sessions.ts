/** Sessions in tests: opened or refused, with their diagnostics as one readable error. */
import type { Backend } from '../backends/backend';
import type { Diagnostic, Result } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import { Session, type SessionOptions } from '../runtime/session';

/** @throws when the document cannot be opened. */
export async function openSession(
  document: GraphDocument,
  backend: Backend,
  options: Omit<SessionOptions, 'backend'> = {},
): Promise<Session> {
  return succeeded(await Session.open(document, { backend, ...options }));
}

/** The value of a result. @throws its errors. */
export function succeeded<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}

/** Makes updates. @throws when one cannot be made. */
export function train(session: Session, steps: number, each?: (session: Session) => void): Session {
  for (let i = 0; i < steps; i++) {
    const problem: Diagnostic | null = session.update();
    if (problem) throw new Error(problem.message);
    each?.(session);
  }
  return session;
}

/** The losses of the next steps. */
export function losses(session: Session, steps: number): number[] {
  const list: number[] = [];
  train(session, steps, ({ loss }) => list.push(loss));
  return list;
}
