/**
 * The files that the user picked, by the ids that the page knows them by. Only a path that came through a dialog, the
 * command line or the list of recent files gets an id, so the page can reach no other.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { OpenedFile } from '../bridge/contract';
import { BridgeError, type BridgeFailure } from '../bridge/errors';
import { limits } from '../bridge/limits';
import { writeAtomically } from './atomic-write';

const tableExtensions = new Set(['.csv', '.tsv', '.txt']);

interface Written {
  readonly name: string;
  readonly stamp: string;
}

export class OpenFiles {
  readonly #pathOf = new Map<string, string>();

  /** Gives a path that the user picked its id; the same path keeps the same one. */
  admit(file: string, fileId?: string): string {
    const absolute = path.resolve(file);
    for (const [id, known] of this.#pathOf) if (known === absolute) return id;
    const id = fileId ?? randomUUID();
    this.#pathOf.set(id, absolute);
    return id;
  }

  pathOf(fileId: string): string {
    const file = this.#pathOf.get(fileId);
    if (file === undefined) throw new BridgeError('unknown-file');
    return file;
  }

  has(fileId: string): boolean {
    return this.#pathOf.has(fileId);
  }

  async read(fileId: string): Promise<OpenedFile> {
    const file = this.pathOf(fileId);
    const bytes = await readBytes(file);
    return { fileId, name: path.basename(file), text: textOf(bytes), stamp: stampOf(bytes) };
  }

  /**
   * Writes a file that should still hold what it held when it was last seen.
   *
   * @param expected the stamp of that.
   * @returns null: someone else has written the file since, and it stays as it is.
   */
  async writeOver(fileId: string, text: string, expected: string): Promise<Written | null> {
    // A file that is gone or cannot be read has nothing to lose.
    const found = await readFile(this.pathOf(fileId)).catch(() => null);
    return found !== null && stampOf(found) !== expected ? null : this.write(fileId, text);
  }

  async write(fileId: string, text: string): Promise<Written> {
    const file = this.pathOf(fileId);
    await written(writeAtomically(file, text, { backup: true }));
    return { name: path.basename(file), stamp: stampOf(text) };
  }

  nameOf(fileId: string): string {
    return path.basename(this.pathOf(fileId));
  }

  /** Reads a table that lies in the folder of the graph or below it, also after all links are followed. */
  async readBeside(fileId: string, relative: string): Promise<string> {
    const folder = path.dirname(this.pathOf(fileId));
    const parts = relative.split('/');
    const plain = parts.every((part) => part !== '..' && part !== '' && !/[\\:\0]/.test(part));
    if (!plain || path.isAbsolute(relative)) throw new BridgeError('outside-folder');
    if (!tableExtensions.has(path.extname(relative).toLowerCase())) throw new BridgeError('not-data');
    const [file, root] = await reading(Promise.all([realpath(path.join(folder, ...parts)), realpath(folder)] as const));
    if (!file.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) throw new BridgeError('outside-folder');
    if (!tableExtensions.has(path.extname(file).toLowerCase())) throw new BridgeError('not-data');
    return textOf(await readBytes(file));
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  const facts = await reading(stat(file));
  if (!facts.isFile()) throw new BridgeError('read-failed');
  if (facts.size > limits.text) throw new BridgeError('too-large');
  return reading(readFile(file));
}

/** A digest of the whole content: a file that was only touched, or written back as it was, has not changed. */
function stampOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BridgeError('not-text', { cause });
  }
}

async function reading<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: NodeJS.ErrnoException) => {
    throw new BridgeError(readFailures[cause.code ?? ''] ?? 'read-failed', { cause });
  });
}

/** Names what went wrong in a write in words that the user can act on. */
export async function written(work: Promise<void>): Promise<void> {
  return work.catch((cause: NodeJS.ErrnoException) => {
    throw new BridgeError(writeFailures[cause.code ?? ''] ?? 'write-failed', { cause });
  });
}

const readFailures: Readonly<Record<string, BridgeFailure>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
};
const writeFailures: Readonly<Record<string, BridgeFailure>> = {
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  EROFS: 'not-allowed',
};
