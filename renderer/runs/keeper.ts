/**
 * Keeps every run that made a step: when it stops, from time to time while it goes on, and when another takes its place.
 * A run is written under its own id, so what stands there is always its newest version.
 */
import type { RunHistory } from '../run/history';
import type { RunSession, RunView } from '../run/session';
import { type KeptRun, keepRun, type RunSummary } from './kept-run';
import type { RunStore } from './run-store';

/** Runs without a name that are kept; of more the oldest go. */
const MOST_UNNAMED = 60;
const EVERY_MS = 10_000;

interface Watched {
  history: RunHistory;
  /** As it was with the last step: what is set after a run has come to rest is not of that run. */
  view: RunView;
  lastStep: number;
  savedAt: number;
  saved: string;
  /** Of the last step, once it is known. */
  digest: string;
}

/** What of a history is kept, as far as it may change. */
const stampOf = ({ lastStep, loss, validationLoss }: RunHistory): string =>
  `${lastStep} ${loss.version} ${validationLoss.version}`;

interface KeeperHost {
  store: RunStore;
  now(): number;
  /** The name that the user gave a run; empty without one. */
  nameOf(id: string): string;
  /** A run was written, or some were removed. */
  changed(summaries: readonly RunSummary[]): void;
}

export class RunKeeper {
  private readonly watched = new Map<RunSession, Watched>();
  /** Writes one after another, so that an older version never comes last. */
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly host: KeeperHost) {}

  /** Called with every change of a run's view. */
  see(session: RunSession, view: RunView): void {
    const { history } = session;
    const before = this.watched.get(session);
    if (before && before.history.runId !== history.runId) this.save(before, null);
    const same = before?.history.runId === history.runId ? before : null;
    const { lastStep } = history;
    const rests = same !== null && same.lastStep === lastStep;
    // A graph that does not compile, or a worker that broke, has no document: the last one is what ran.
    const { document, info } = same && (rests || view.document === null) ? same.view : view;
    const now: Watched = {
      history,
      view: { ...view, document, info },
      lastStep,
      savedAt: same?.savedAt ?? this.host.now(),
      saved: same?.saved ?? '',
      digest: rests ? same.digest : '',
    };
    this.watched.set(session, now);
    if (view.state !== 'running') this.save(now, session);
    else if (this.host.now() - now.savedAt > EVERY_MS) this.save(now, null);
  }

  /** Writes all that is not written yet. */
  saveAll(): void {
    for (const watched of this.watched.values()) this.save(watched, null);
  }

  /** Resolves when all that was to be written is. */
  settled(): Promise<void> {
    return this.writing;
  }

  /** @param session asked for the digest, where the run is at rest */
  private save(watched: Watched, session: RunSession | null): void {
    const { history, view } = watched;
    const stamp = stampOf(history);
    if (history.empty || stamp === watched.saved) return;
    watched.saved = stamp;
    watched.savedAt = this.host.now();
    // The curves are taken now; the digest may come later, and holds only for the step that it is of.
    const taken = keepRun(history, view, { name: '', digest: '', now: watched.savedAt });
    if (!taken) return;
    this.writing = this.writing
      .then(async () => {
        const found = session && watched.digest === '' ? await session.digest() : null;
        if (found && found.step === taken.steps && session?.history === history) watched.digest = found.digest;
        await this.write({ ...taken, digest: watched.digest, name: this.host.nameOf(taken.id) });
      })
      // A browser may refuse its database; training goes on without what is kept.
      .catch(() => undefined);
  }

  private async write(run: KeptRun): Promise<void> {
    const { store } = this.host;
    await store.write(run);
    const all = await store.list();
    const unnamed = all.filter(({ name }) => name === '');
    const old = new Set(unnamed.slice(MOST_UNNAMED).map(({ id }) => id));
    for (const id of old) await store.remove(id);
    this.host.changed(all.filter(({ id }) => !old.has(id)));
  }
}
