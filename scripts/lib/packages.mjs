/** The packages in node_modules: whether they are the ones of the lock file, and getting them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, run, runNode, say, Trouble, tail } from './project.mjs';

const oldestNode = [20, 19];

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Trouble(
    `this is Node ${process.versions.node}; Zlens needs Node ${oldestNode.join('.')} or newer (https://nodejs.org)`,
  );
}

/** npm writes what it installed into node_modules, in the form of the lock file. */
function installed() {
  try {
    const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([name, entry]) => name === '' || entry.optional || entry.peer || present[name]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

export async function ensurePackages() {
  if (installed()) return;
  say('installing the packages (npm ci), once');
  const parameters = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const { code, output } =
    npm !== undefined && path.basename(npm) === 'npm-cli.js'
      ? await runNode(npm, parameters, { quiet: true })
      : await run('npm', parameters, { quiet: true, shell: process.platform === 'win32' });
  if (code === 0) return;
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output);
  throw new Trouble(
    `${tail(output)}\n${offline ? 'the packages could not be fetched: is there a network?' : 'npm ci failed'}`,
  );
}
