/** Where runs are kept, and what every such place can do. */
import type { KeptRun, RunSummary } from './kept-run';

export interface RunStore {
  /** The newest first. */
  list(): Promise<RunSummary[]>;
  /** Null: it is not there any more. */
  read(id: string): Promise<KeptRun | null>;
  /** Writes a run, in place of an older version of it. */
  write(run: KeptRun): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Kept for as long as the window lives: where there is no other place. */
export class MemoryRunStore implements RunStore {
  private readonly runs = new Map<string, KeptRun>();

  async list(): Promise<RunSummary[]> {
    return [...this.runs.values()].sort((a, b) => b.startedAt - a.startedAt);
  }

  async read(id: string): Promise<KeptRun | null> {
    return this.runs.get(id) ?? null;
  }

  async write(run: KeptRun): Promise<void> {
    this.runs.set(run.id, run);
  }

  async remove(id: string): Promise<void> {
    this.runs.delete(id);
  }
}
