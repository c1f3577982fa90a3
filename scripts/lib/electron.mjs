/** The Electron binary, which npm does not install by itself. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, runNode, say } from './project.mjs';

const folder = path.join(root, 'node_modules/electron');

/** The path of the binary on this machine, or null. */
export function findElectron() {
  try {
    const name = readFileSync(path.join(folder, 'path.txt'), 'utf8');
    const file = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist'), name);
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/** Fetches the binary if it is missing; null where it can't be had. */
export async function ensureElectron() {
  const present = findElectron();
  if (present !== null) return present;
  say('fetching Electron, once');
  await runNode(path.join(folder, 'install.js'), [], { quiet: true, timeout: 10 * 60_000 });
  return findElectron();
}
