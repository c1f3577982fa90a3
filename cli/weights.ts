/** The weights file that a command line names. */
import path from 'node:path';
import { type Result, readWeights, type WeightsFile } from '../engine/index';
import type { Arguments } from './arguments';
import { readBytes, unreadable } from './files';

const WEIGHTS_BYTES = 2 ** 31;

/** The file behind `--weights`; null where there is none. */
export function weightsOf(cwd: string, args: Arguments): Result<WeightsFile | null> {
  const file = args.text('weights');
  if (file === undefined) return { ok: true, value: null, diagnostics: [] };
  const read = readBytes(path.resolve(cwd, file), WEIGHTS_BYTES);
  return read.ok ? readWeights(read.value) : { ok: false, diagnostics: [unreadable(file, read.detail)] };
}
