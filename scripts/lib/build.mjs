/** Building, and knowing when it is not needed: a stamp holds the hash of everything that a build is made from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runNode, say, Trouble, tail } from './project.mjs';

const settings = ['package.json', 'package-lock.json', 'vite.renderer.ts', 'bridge'];

/** The two halves of the product: what runs on Node, and the page. */
const halves = {
  node: {
    sources: ['electron.vite.config.ts', 'main', 'cli', 'engine', ...settings],
    result: 'out/main/index.js',
    build: () => runNode('node_modules/electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], quietly),
  },
  page: {
    sources: ['vite.config.ts', 'renderer', 'engine', 'examples', ...settings],
    result: 'out/renderer/index.html',
    build: () => runNode('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn'], quietly),
  },
};

const quietly = { quiet: true, env: { ZLENS_BUILD: 'node', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' } };

function* filesOf(entry) {
  if (!existsSync(path.join(root, entry))) return;
  if (path.extname(entry) !== '' && !entry.endsWith('/')) {
    yield entry;
    return;
  }
  const children = readdirSync(path.join(root, entry), { withFileTypes: true });
  for (const child of children.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = `${entry}/${child.name}`;
    if (child.isDirectory()) yield* filesOf(`${inside}`);
    else if (!/\.test\.tsx?$/.test(child.name)) yield inside;
  }
}

function hashOf(half) {
  const hash = createHash('sha256').update(process.versions.node.split('.', 1)[0]);
  for (const source of halves[half].sources) {
    for (const file of filesOf(source)) {
      hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
    }
  }
  return hash.digest('hex');
}

function stampFile(half) {
  return path.join(root, `out/.${half}-stamp`);
}

function isFresh(half) {
  if (!existsSync(path.join(root, halves[half].result))) return false;
  const stamp = stampFile(half);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(half);
}

/** Builds the halves that are named, side by side. */
export async function build(names) {
  const results = await Promise.all(
    names.map(async (half) => {
      // Taken first: a source that changes during the build makes the result stale.
      const hash = hashOf(half);
      rmSync(stampFile(half), { force: true });
      const { code, output } = await halves[half].build();
      if (code === 0) {
        mkdirSync(path.join(root, 'out'), { recursive: true });
        writeFileSync(stampFile(half), hash);
      }
      return { half, code, output };
    }),
  );
  const failed = results.filter(({ code }) => code !== 0);
  if (failed.length > 0) {
    throw new Trouble(failed.map(({ half, output }) => `the build (${half}) failed:\n${tail(output, 30)}`).join('\n'));
  }
}

/** Builds what is missing or older than its sources. */
export async function ensureBuild(names) {
  const stale = names.filter((half) => !isFresh(half));
  if (stale.length === 0) return;
  say('building');
  await build(stale);
}
