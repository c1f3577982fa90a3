/** Data files that were picked, in the browser's own database: bounded, the oldest go first. Both hosts have it. */
import type { PageFile } from '../worker/page-files';
import * as storage from './storage';

/** A file beyond this is not kept, and all together take no more than four of them. */
const LARGEST = 128 * 1024 * 1024;
const MOST = 4 * LARGEST;

interface Kept {
  readonly key: string;
  readonly size: number;
  readonly usedAt: number;
}

const keyOf = (owner: string, path: string): string => `${owner}\n${path}`;

function sizeOf(file: PageFile): number {
  if (typeof file === 'string') return file.length * 2;
  if (file instanceof Uint8Array) return file.byteLength;
  // The database takes a copy of a file that lies on the disk.
  if (file instanceof Blob) return file.size;
  return file.images.reduce((sum, { pixels }) => sum + pixels.byteLength, 0);
}

/** Keeps a file for its owner. False: it is too large. */
export async function keepData(owner: string, path: string, file: PageFile): Promise<boolean> {
  const size = sizeOf(file);
  if (size > LARGEST) return false;
  const key = keyOf(owner, path);
  await storage.write('data', key, file);
  await storage.write('dataSizes', key, { key, size, usedAt: Date.now() } satisfies Kept);
  const kept = ((await storage.readAll('dataSizes')) as Kept[]).sort((a, b) => b.usedAt - a.usedAt);
  let sum = 0;
  for (const entry of kept) {
    sum += entry.size;
    if (sum > MOST) await drop(entry.key);
  }
  return true;
}

export async function keptData(owner: string, path: string): Promise<PageFile | null> {
  return ((await storage.read('data', keyOf(owner, path))) as PageFile | undefined) ?? null;
}

/** Drops all that an owner had. */
export async function forgetData(owner: string): Promise<void> {
  const kept = (await storage.readAll('dataSizes')) as Kept[];
  for (const { key } of kept) if (key.startsWith(`${owner}\n`)) await drop(key);
}

async function drop(key: string): Promise<void> {
  await storage.remove('data', key);
  await storage.remove('dataSizes', key);
}
