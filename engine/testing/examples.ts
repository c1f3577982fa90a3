/** The example projects as they stand in the files. */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../examples/', import.meta.url);

export const examples: readonly { name: string; text: string }[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));
