/**
 * Writes a file so that at every moment, also after a crash or on a full disk, either the old or the new one is there,
 * whole: the new bytes go beside it, are forced to the disk, and then take its name.
 */
import { randomUUID } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { constants, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** The calls that are made, so that a test can let each of them fail. */
export type FileCalls = Pick<typeof nodeFiles, 'open' | 'rename' | 'copyFile' | 'rm' | 'realpath' | 'stat'>;

export interface WriteOptions {
  /** Keeps the file that was there under its name with `.bak` after it. */
  readonly backup: boolean;
  readonly calls?: FileCalls;
}

export async function writeAtomically(file: string, data: string | Uint8Array, options: WriteOptions): Promise<void> {
  const calls = options.calls ?? nodeFiles;
  // A link stays a link: what it points at is what gets replaced.
  const target = await calls.realpath(file).catch(() => file);
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const fresh = besides(target);
  try {
    const before = await calls.stat(target).catch(() => null);
    await writeFully(calls, fresh, bytes, before?.mode);
    if (options.backup && before !== null) await keepBackup(calls, target);
    await renameOver(calls, fresh, target);
  } catch (error) {
    await calls.rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(calls, path.dirname(target));
}

function besides(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
}

async function writeFully(calls: FileCalls, file: string, bytes: Uint8Array, mode?: number): Promise<void> {
  const handle = await calls.open(file, 'wx', mode === undefined ? 0o666 : mode & 0o777);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    // A disk may take less than it was given without an error.
    if ((await handle.stat()).size !== bytes.byteLength) throw new Error(`short write: ${path.basename(file)}`);
  } finally {
    await handle.close();
  }
}

async function keepBackup(calls: FileCalls, target: string): Promise<void> {
  const copy = besides(target);
  try {
    await calls.copyFile(target, copy, constants.COPYFILE_EXCL);
    await renameOver(calls, copy, `${target}.bak`);
  } catch (error) {
    await calls.rm(copy, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** On Windows a virus scanner may hold the file for a moment. */
async function renameOver(calls: FileCalls, from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await calls.rename(from, to);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const busy = process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY');
      if (!busy || attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 << attempt));
    }
  }
}

/** So that the new name outlives a power cut. Windows has no such call; there the rename itself is journalled. */
async function syncFolder(calls: FileCalls, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  let handle: FileHandle | undefined;
  try {
    handle = await calls.open(folder, 'r');
    await handle.sync();
  } catch {
    // Some network file systems refuse this. The file itself is written.
  } finally {
    await handle?.close().catch(() => undefined);
  }
}
