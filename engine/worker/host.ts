/**
 * The worker's side of the protocol: owns the sessions and hands each request to the one that it is about. The same host
 * serves a Web Worker and a thread of Node; what differs (messages, timers) is handed in.
 */
import { diagnose, NOWHERE } from '../core/diagnostics';
import { dataProblem } from '../data/byte-source';
import { DataLoader } from '../runtime/load-data';
import { answerAboutData } from './data-requests';
import type { FromWorker, MessageEndpoint, ToWorker, WorkerReply, WorkerRequest } from './protocol';
import { type Later, SessionHost } from './session-host';

/** The session that requests without a name are about. */
const MAIN = 'main';

const unknown = (name: string): WorkerReply => ({
  ok: false,
  diagnostics: [diagnose('sessionUnknown', NOWHERE, { name })],
});

class Host {
  private readonly sessions = new Map<string, SessionHost>();
  private readonly loader = new DataLoader();

  constructor(
    private readonly endpoint: MessageEndpoint<FromWorker, ToWorker>,
    private readonly later: Later,
  ) {
    endpoint.onMessage(({ id, request }) => {
      this.answer(request).then(
        (reply) => endpoint.post({ id, reply }),
        // A bug. Thrown by a task of its own it is heard where the worker was made; a rejected promise is not.
        (error: unknown) =>
          later(0, () => {
            throw error;
          }),
      );
    });
  }

  /** A data file that can no longer be read is the user's business wherever it is noticed. */
  private answer(request: WorkerRequest): Promise<WorkerReply> {
    return this.attempt(request).catch((error: unknown) => ({ ok: false, diagnostics: [dataProblem(error)] }));
  }

  private async attempt(request: WorkerRequest): Promise<WorkerReply> {
    if (request.kind === 'link') return this.link(request.sessions);
    if ('need' in request) return answerAboutData(request, this.loader);
    const name = request.session ?? MAIN;
    if (request.kind === 'open') return this.named(name).answer(request);
    const session = this.sessions.get(name);
    if (!session) return name === MAIN ? { ok: false, diagnostics: [] } : unknown(name);
    if (request.kind !== 'close') return session.answer(request);
    session.close();
    this.sessions.delete(name);
    return { ok: true, kind: 'done' };
  }

  private named(name: string): SessionHost {
    const known = this.sessions.get(name);
    if (known) return known;
    const tag = name === MAIN ? {} : { session: name };
    const made = new SessionHost(this.later, this.loader, (event) =>
      this.endpoint.post({ event: { ...event, ...tag } }),
    );
    this.sessions.set(name, made);
    return made;
  }

  private link(names: readonly string[]): WorkerReply {
    const members: SessionHost[] = [];
    for (const name of names) {
      const member = this.sessions.get(name);
      if (!member?.session) return unknown(name);
      members.push(member);
    }
    const steps = new Set(members.map(({ session }) => session?.step));
    if (steps.size > 1) {
      const [first = 0, last = 0] = [...steps].toSorted((a = 0, b = 0) => a - b);
      return { ok: false, diagnostics: [diagnose('stepUnreachable', NOWHERE, { step: last, first, last: first })] };
    }
    SessionHost.link(members);
    return { ok: true, kind: 'done' };
  }
}

/** Serves the protocol at an endpoint for as long as that lives. */
export function serveEngine(endpoint: MessageEndpoint<FromWorker, ToWorker>, later: Later): void {
  new Host(endpoint, later);
}
