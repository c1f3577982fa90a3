/** The list of recent files, kept between starts. The newest comes first. */
import path from 'node:path';
import { z } from 'zod';
import type { RecentFile } from '../bridge/contract';
import { limits } from '../bridge/limits';
import { readJson, writeJson } from './json-file';

const entry = z.object({ fileId: z.string().max(limits.id), path: z.string().max(limits.path) });
type Entry = z.infer<typeof entry>;

export class RecentFiles {
  readonly #file: string;
  #entries: Promise<Entry[]>;

  constructor(file: string) {
    this.#file = file;
    this.#entries = readJson(file, z.array(entry)).then((entries) => entries ?? []);
  }

  async list(): Promise<RecentFile[]> {
    const entries = await this.#entries;
    return entries.map(({ fileId, path: file }) => ({
      fileId,
      name: path.basename(file),
      folder: path.dirname(file),
    }));
  }

  async find(fileId: string): Promise<string | null> {
    return (await this.#entries).find((known) => known.fileId === fileId)?.path ?? null;
  }

  /** The id under which a path is in the list already. */
  async idOf(file: string): Promise<string | null> {
    return (await this.#entries).find((known) => known.path === path.resolve(file))?.fileId ?? null;
  }

  add(fileId: string, file: string): Promise<void> {
    const added = { fileId, path: path.resolve(file) };
    return this.#change((entries) => [added, ...entries.filter((known) => known.path !== added.path)]);
  }

  remove(fileId: string): Promise<void> {
    return this.#change((entries) => entries.filter((known) => known.fileId !== fileId));
  }

  /** Changes come one after another, so none is lost. */
  async #change(change: (entries: Entry[]) => Entry[]): Promise<void> {
    this.#entries = this.#entries.then(async (entries) => {
      const next = change(entries).slice(0, limits.recent);
      // A list that can't be written is still right until the app ends.
      await writeJson(this.#file, next).catch(() => undefined);
      return next;
    });
    await this.#entries;
  }
}
