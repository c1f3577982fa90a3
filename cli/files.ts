/**
 * Reading and writing of files. What a command writes appears whole or not at all: it is written beside its place under
 * another name, brought to the disk, and renamed at the end. Devices and pipes cannot be replaced, so they are written to
 * as they are.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { type Diagnostic, diagnose, NOWHERE } from '../engine/index';

const TEXTS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links go in a circle',
};

/** The reason of a failed call, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && TEXTS[code]) ?? message ?? String(error);
}

/** Whether a caught error comes from the operating system; others are bugs and go on. */
export const isSystemError = (error: unknown): boolean =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

/** A file's bytes, or why it cannot be read. */
export type FileRead = { ok: true; value: Uint8Array } | { ok: false; detail: string };

/** Reads a file of at most `limit` bytes. */
export function readBytes(file: string, limit: number): FileRead {
  try {
    const stat = fs.statSync(file);
    if (stat.isDirectory()) return { ok: false, detail: TEXTS.EISDIR as string };
    if (!stat.isFile() && !stat.isFIFO()) return { ok: false, detail: 'it is no file' };
    if (stat.size > limit) return { ok: false, detail: `it has ${stat.size} bytes; the limit is ${limit}` };
    return { ok: true, value: fs.readFileSync(file) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { ok: false, detail: reasonOf(error) };
  }
}

/** A file named on the command line that cannot be read. */
export const unreadable = (shown: string, detail: string): Diagnostic =>
  diagnose('fileUnreadable', NOWHERE, { path: shown, detail });

/** Why nothing can be written to a path, or null. Asked before a long run, so that it is not in vain. */
export function outputProblem(file: string, shown: string): Diagnostic | null {
  const wrong = (detail: string): Diagnostic => diagnose('outputFolder', NOWHERE, { path: shown, detail });
  try {
    const target = realTarget(file);
    const existing = fs.statSync(target, { throwIfNoEntry: false });
    if (existing?.isDirectory()) return wrong('it is a folder');
    if (existing && !existing.isFile()) return null;
    const folder = path.dirname(target);
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return wrong(`there is no folder "${folder}"`);
    fs.accessSync(folder, fs.constants.W_OK);
    if (existing) fs.accessSync(target, fs.constants.W_OK);
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return wrong(reasonOf(error));
  }
}

/** A link stays a link: what it points at is what gets replaced. */
function realTarget(file: string): string {
  return fs.existsSync(file) ? fs.realpathSync(file) : file;
}

/** A write that the system refused; a bug is any other error. */
export class WriteFailed extends Error {
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(reasonOf(cause), { cause });
  }
}

/** Runs calls of the file system; what fails is thrown with the name of the file. */
function writing<T>(file: string, calls: () => T): T {
  try {
    return calls();
  } catch (error) {
    throw isSystemError(error) ? new WriteFailed(file, error) : error;
  }
}

const BUFFER_CHARACTERS = 2 ** 18;

/**
 * A file on its way: written beside its place, then moved there by `commit`. All methods throw {@link WriteFailed} where
 * the system does not do what it should.
 */
export class StagedFile {
  private readonly target: string;
  private readonly fresh: string | null;
  private descriptor: number | null;
  private text = '';

  constructor(readonly file: string) {
    const opened = writing(file, () => openBeside(file));
    this.target = opened.target;
    this.fresh = opened.fresh;
    this.descriptor = opened.descriptor;
  }

  /** Adds text, kept back until there is enough of it. */
  append(text: string): void {
    this.text += text;
    if (this.text.length >= BUFFER_CHARACTERS) this.flush();
  }

  write(bytes: Uint8Array): void {
    this.flush();
    this.put(bytes);
  }

  /** Brings everything to the disk; after this only the name is missing. */
  finish(): void {
    this.flush();
    const { descriptor, fresh } = this;
    if (descriptor === null) return;
    if (fresh !== null) writing(this.file, () => fs.fsyncSync(descriptor));
    this.close();
  }

  /** Gives the finished file its name. */
  commit(): void {
    this.finish();
    const { fresh } = this;
    if (fresh !== null) writing(this.file, () => fs.renameSync(fresh, this.target));
  }

  /** Leaves nothing behind, as far as the system lets it; what made this needed is told elsewhere. */
  discard(): void {
    this.text = '';
    try {
      this.close();
    } catch (error) {
      if (!(error instanceof WriteFailed)) throw error;
    }
    try {
      if (this.fresh !== null) fs.rmSync(this.fresh, { force: true });
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  private flush(): void {
    if (this.text === '') return;
    const bytes = new TextEncoder().encode(this.text);
    this.text = '';
    this.put(bytes);
  }

  private put(bytes: Uint8Array): void {
    const { descriptor } = this;
    if (descriptor === null) throw new Error('The file is closed.');
    // A disk may take less than it was given without an error.
    for (let at = 0; at < bytes.length; ) {
      at += writing(this.file, () => fs.writeSync(descriptor, bytes, at));
    }
  }

  private close(): void {
    const { descriptor } = this;
    if (descriptor === null) return;
    this.descriptor = null;
    writing(this.file, () => fs.closeSync(descriptor));
  }
}

interface Opened {
  target: string;
  /** The name it has until the end; null where the target is no file and is written to as it is. */
  fresh: string | null;
  descriptor: number;
}

function openBeside(file: string): Opened {
  const target = realTarget(file);
  const existing = fs.statSync(target, { throwIfNoEntry: false });
  if (existing && !existing.isFile()) return { target, fresh: null, descriptor: fs.openSync(target, 'w') };
  const name = `.${path.basename(target)}.${randomUUID().slice(0, 8)}.tmp`;
  const fresh = path.join(path.dirname(target), name);
  return { target, fresh, descriptor: fs.openSync(fresh, 'wx', existing ? existing.mode & 0o777 : 0o666) };
}

/** Several files that appear together at the end, or none of them. */
export class Outputs {
  private readonly staged: StagedFile[] = [];

  /** Opens a file to write. */
  open(file: string): StagedFile {
    const staged = new StagedFile(file);
    this.staged.push(staged);
    return staged;
  }

  /** All files get their names once all are on the disk. */
  commit(): void {
    for (const staged of this.staged) staged.finish();
    for (const staged of this.staged) staged.commit();
  }

  /** Leaves nothing behind of what was not committed. */
  discard(): void {
    for (const staged of this.staged) staged.discard();
  }
}

/** Writes files by `write`, which may wait; all appear, or none and the problem is returned. */
export async function writeTogether<T>(write: (outputs: Outputs) => Promise<T>): Promise<T | Diagnostic> {
  const outputs = new Outputs();
  try {
    const result = await write(outputs);
    return result;
  } catch (error) {
    if (!(error instanceof WriteFailed)) throw error;
    return diagnose('outputFailed', NOWHERE, { path: error.file, detail: error.message });
  } finally {
    outputs.discard();
  }
}
