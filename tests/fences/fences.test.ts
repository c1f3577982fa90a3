/** Each fence of the project is seen to fire: an offending file is written into a small copy, and the tool must refuse it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { forbiddenImports } from '../../scripts/imports.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A folder with the given files in it, and those of the project that are named. */
function copyWith(files: Record<string, string>, ofProject: readonly string[] = []): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'zlens-fence-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ofProject) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    copyFileSync(path.join(root, name), path.join(folder, name));
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

function typeErrors(project: string, file: string, text: string): string[] {
  const settings = JSON.parse(readFileSync(path.join(root, project, 'tsconfig.json'), 'utf8'));
  // The projects that it refers to are not in the copy.
  const alone = JSON.stringify({ ...settings, references: [] });
  const folder = copyWith({ [file]: text, [`${project}/tsconfig.json`]: alone }, ['tsconfig.base.json']);
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const types = path.join(root, 'node_modules/@types');
  const parameters = [compiler, '-p', path.join(folder, project), '--noEmit', '--emitDeclarationOnly', 'false'];
  const { stdout } = spawnSync(process.execPath, [...parameters, '--composite', 'false', '--typeRoots', types], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line.includes('offence.ts'));
}

test.each([
  ['document', 'export const title: string = document.title;'],
  ['window', 'export const width: number = window.innerWidth;'],
  ['process', 'export const file: string = process.argv[0];'],
  ['console', "export const say = (): void => console.log('x');"],
  ['node:fs', "import { readFileSync } from 'node:fs';\nexport const text = String(readFileSync('x'));"],
])('the compiler refuses %s in the engine', (name, text) => {
  const errors = typeErrors('engine', 'engine/core/offence.ts', text);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(name);
});

test('the compiler takes plain TypeScript in the engine', () => {
  expect(
    typeErrors('engine', 'engine/core/no-offence.ts', 'export const sum = (a: number, b: number): number => a + b;'),
  ).toEqual([]);
});

test('the compiler refuses the page in the main process', () => {
  const errors = typeErrors('main', 'main/offence.ts', 'export const title: string = document.title;');
  expect(errors[0]).toContain("Cannot find name 'document'");
});

test.each([
  ['no-circular', { 'engine/core/a.ts': "import './b';", 'engine/core/b.ts': "import './a';" }],
  [
    'no-circular',
    {
      'renderer/a.tsx': "import { b } from './b';\nexport const a = <p>{b}</p>;",
      'renderer/b.ts': "import './a';\nexport const b = 1;",
    },
  ],
  ['engine-layer-core', { 'engine/core/a.ts': "import '../ir/b';", 'engine/ir/b.ts': '' }],
  [
    'engine-layer-core',
    { 'engine/core/a.ts': "import type { B } from '../ir/b';", 'engine/ir/b.ts': 'export type B = 1;' },
  ],
  ['engine-layer-ir', { 'engine/ir/a.ts': "import '../ops/b';", 'engine/ops/b.ts': '' }],
  ['engine-layer-ops', { 'engine/ops/a.ts': "import '../nodes/b';", 'engine/nodes/b.ts': '' }],
  ['engine-layer-passes', { 'engine/passes/a.ts': "import '../backends/b';", 'engine/backends/b.ts': '' }],
  ['engine-layer-runtime', { 'engine/runtime/a.ts': "import '../worker/b';", 'engine/worker/b.ts': '' }],
  ['engine-is-pure', { 'engine/core/a.ts': "import '../../bridge/b';", 'bridge/b.ts': '' }],
  ['engine-is-pure', { 'engine/core/a.ts': "import 'node:fs';" }],
  ['engine-index-is-for-outside', { 'engine/core/a.ts': "import '../index';", 'engine/index.ts': '' }],
  ['graph-is-handed-its-registry', { 'engine/graph/a.ts': "import '../nodes/b';", 'engine/nodes/b.ts': '' }],
  [
    'runtime-knows-no-backend',
    { 'engine/runtime/a.ts': "import '../backends/wasm/b';", 'engine/backends/wasm/b.ts': '' },
  ],
  ['engine-door', { 'renderer/a.ts': "import '../engine/core/b';", 'engine/core/b.ts': '' }],
  ['engine-door', { 'cli/a.ts': "import '../engine/runtime/b';", 'engine/runtime/b.ts': '' }],
  ['main-only-bridge', { 'main/a.ts': "import '../engine/index';", 'engine/index.ts': '' }],
  ['main-only-bridge', { 'main/a.ts': "import '../renderer/b';", 'renderer/b.ts': '' }],
  ['bridge-alone', { 'bridge/a.ts': "import '../main/b';", 'main/b.ts': '' }],
  ['renderer-knows-no-process', { 'renderer/a.ts': "import '../main/b';", 'main/b.ts': '' }],
  ['renderer-no-core', { 'renderer/a.ts': "import 'node:path';" }],
  ['cli-only-engine', { 'cli/a.ts': "import '../renderer/b';", 'renderer/b.ts': '' }],
  ['product-needs-no-test', { 'main/a.ts': "import './b.test';", 'main/b.test.ts': '' }],
  ['not-resolvable', { 'main/a.ts': "import './nowhere';" }],
])('%s refuses what it is for', async (rule, files: Record<string, string>) => {
  const folder = copyWith(files);
  const only = [...new Set(Object.keys(files).map((name) => name.split('/', 1)[0] as string))];
  const { violations } = await forbiddenImports(folder, only);
  expect(violations.map((violation) => violation.rule)).toContain(rule);
});

test('imports that go down and through the door are allowed', async () => {
  const folder = copyWith({
    'engine/index.ts': "export { a } from './core/a';",
    'engine/core/a.ts': 'export const a = 1;',
    'engine/ir/b.ts': "import { a } from '../core/a';\nexport const b = a;",
    'renderer/c.ts': "import { a } from '../engine';\nimport { d } from '../bridge/d';\nexport const c = a + d;",
    'bridge/d.ts': 'export const d = 1;',
    'main/e.ts': "import { d } from '../bridge/d';\nexport const e = d;",
  });
  expect((await forbiddenImports(folder, ['engine', 'renderer', 'bridge', 'main'])).violations).toEqual([]);
});

function lintErrors(file: string, text: string): string {
  const folder = copyWith({ [file]: text }, ['biome.json']);
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--vcs-enabled=false', file], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

test.each(['electron', 'react', 'react-dom/client', 'node:fs', 'node:worker_threads'])(
  'the linter refuses %s in the engine',
  (name) => {
    const text = `import * as it from '${name}';\n\nexport const used = it;\n`;
    expect(lintErrors('engine/core/offence.ts', text)).toContain('noRestrictedImports');
    expect(lintErrors('main/fine.ts', text)).toContain('No fixes applied');
  },
);
