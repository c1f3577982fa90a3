/** What was being edited, written every so often, so that a crash costs a moment's work. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from './json-file';
import { written } from './open-files';

const draft = z.object({ text: z.string(), savedAt: z.number() });
export type Draft = z.infer<typeof draft>;

export class Drafts {
  readonly #folder: string;
  /** The last write: the next one waits for it, so that the newest text is what stays. */
  #writing: Promise<void> = Promise.resolve();

  readonly #beforeEnd: (work: Promise<void>) => void;

  /** `beforeEnd` is told of every write, so that the app does not end in the middle of one. */
  constructor(folder: string, beforeEnd: (work: Promise<void>) => void) {
    this.#folder = folder;
    this.#beforeEnd = beforeEnd;
  }

  async read(key: string): Promise<Draft | null> {
    await this.settled();
    return readJson(this.#file(key), draft);
  }

  write(key: string, text: string): Promise<void> {
    return this.#inOrder(() => written(writeJson(this.#file(key), { text, savedAt: Date.now() } satisfies Draft)));
  }

  clear(key: string): Promise<void> {
    return this.#inOrder(() => rm(this.#file(key), { force: true }));
  }

  settled(): Promise<void> {
    return this.#writing.catch(() => undefined);
  }

  #inOrder(action: () => Promise<void>): Promise<void> {
    this.#writing = this.settled().then(action);
    this.#beforeEnd(this.#writing);
    return this.#writing;
  }

  /** The contract allows a key no character that could mean another folder. */
  #file(key: string): string {
    return path.join(this.#folder, `${key}.json`);
  }
}
