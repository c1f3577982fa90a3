/**
 * Runs in the browser's own database: of the page's origin, and on the desktop of the app's own data folder. Summaries
 * stand in a table of their own, so that the list needs no curves.
 */
import { isKeptRun, type KeptRun, type RunSummary, summaryOf } from './kept-run';
import type { RunStore } from './run-store';

const NAME = 'zlens-runs';
const SUMMARIES = 'summaries';
const RUNS = 'runs';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(SUMMARIES);
      request.result.createObjectStore(RUNS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class DatabaseRunStore implements RunStore {
  private opened: Promise<IDBDatabase> | null = null;

  async list(): Promise<RunSummary[]> {
    const all = await this.run<RunSummary[]>(SUMMARIES, 'readonly', (store) => store.getAll());
    return all.sort((a, b) => b.startedAt - a.startedAt);
  }

  async read(id: string): Promise<KeptRun | null> {
    const run = await this.run<unknown>(RUNS, 'readonly', (store) => store.get(id));
    return isKeptRun(run) ? run : null;
  }

  async write(run: KeptRun): Promise<void> {
    const transaction = (await this.database()).transaction([SUMMARIES, RUNS], 'readwrite');
    transaction.objectStore(SUMMARIES).put(summaryOf(run), run.id);
    transaction.objectStore(RUNS).put(run, run.id);
    await through(transaction);
  }

  async remove(id: string): Promise<void> {
    const transaction = (await this.database()).transaction([SUMMARIES, RUNS], 'readwrite');
    transaction.objectStore(SUMMARIES).delete(id);
    transaction.objectStore(RUNS).delete(id);
    await through(transaction);
  }

  private database(): Promise<IDBDatabase> {
    this.opened ??= open().catch((error: unknown) => {
      // A later call may be luckier.
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  private async run<T>(
    table: string,
    mode: IDBTransactionMode,
    action: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const transaction = (await this.database()).transaction(table, mode);
    const request = action(transaction.objectStore(table));
    await through(transaction);
    return request.result;
  }
}

const through = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
