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
const isSystemError = (error: unknown): boolean =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

type Read<T> = { ok: true; value: T } | { ok: false; problem: Diagnostic };

/** A file's bytes, if it is a file of at most `limit` bytes. */
export function readBytes(file: string, shown: string, limit: number): Read<Uint8Array> {
  const wrong = (detail: string): Read<Uint8Array> => ({
    ok: false,
    problem: diagnose('fileUnreadable', NOWHERE, { path: shown, detail }),
  });
  try {
    const stat = fs.statSync(file);
    if (stat.isDirectory()) return wrong(TEXTS.EISDIR as string);
    if (!stat.isFile() && !stat.isFIFO()) return wrong('it is no file');
    if (stat.size > limit) {
      return { ok: false, problem: diagnose('fileTooLarge', NOWHERE, { size: stat.size, limit }) };
    }
    return { ok: true, value: fs.readFileSync(file) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return wrong(reasonOf(error));
  }
}

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

const BUFFER_CHARACTERS = 2 ** 18;

/** A file on its way: written to beside its place, then moved there by `commit`. */
export class StagedFile {
  private readonly target: string;
  private readonly fresh: string | null;
  private descriptor: number | null;
  private text = '';

  /** @throws a system error if it cannot be made */
  constructor(readonly file: string) {
    this.target = realTarget(file);
    const existing = fs.statSync(this.target, { throwIfNoEntry: false });
    if (existing && !existing.isFile()) {
      this.fresh = null;
      this.descriptor = fs.openSync(this.target, 'w');
      return;
    }
    const name = `.${path.basename(this.target)}.${randomUUID().slice(0, 8)}.tmp`;
    this.fresh = path.join(path.dirname(this.target), name);
    this.descriptor = fs.openSync(this.fresh, 'wx', existing ? existing.mode & 0o777 : 0o666);
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
    if (this.descriptor === null) return;
    if (this.fresh !== null) fs.fsyncSync(this.descriptor);
    this.close();
  }

  /** Gives the finished file its name. */
  commit(): void {
    this.finish();
    if (this.fresh !== null) fs.renameSync(this.fresh, this.target);
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.text = '';
    this.close();
    if (this.fresh !== null) fs.rmSync(this.fresh, { force: true });
  }

  private flush(): void {
    if (this.text === '') return;
    const bytes = new TextEncoder().encode(this.text);
    this.text = '';
    this.put(bytes);
  }

  private put(bytes: Uint8Array): void {
    if (this.descriptor === null) throw new Error('The file is closed.');
    // A disk may take less than it was given without an error.
    for (let at = 0; at < bytes.length; ) at += fs.writeSync(this.descriptor, bytes, at);
  }

  private close(): void {
    if (this.descriptor === null) return;
    const descriptor = this.descriptor;
    this.descriptor = null;
    fs.closeSync(descriptor);
  }
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

  /** All files get their names once all are on the disk. Returns what went wrong; then nothing is left behind. */
  commit(): Diagnostic | null {
    let current = '';
    try {
      for (const staged of this.staged) {
        current = staged.file;
        staged.finish();
      }
      for (const staged of this.staged) {
        current = staged.file;
        staged.commit();
      }
      return null;
    } catch (error) {
      this.discard();
      return writeProblem(error, current);
    }
  }

  discard(): void {
    for (const staged of this.staged) staged.discard();
  }
}

/** A failed write as a diagnostic. @throws what is no system error */
export function writeProblem(error: unknown, file: string): Diagnostic {
  if (!isSystemError(error)) throw error;
  return diagnose('outputFailed', NOWHERE, { path: file, detail: reasonOf(error) });
}
