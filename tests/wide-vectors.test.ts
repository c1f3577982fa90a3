/**
 * The kernels under a newer Node whose V8 pairs 128-bit operations to 256-bit ones, as the command line asks it to. V8
 * 13.6 gets a shuffle with a vector of zeros wrong there: what is generated must not need it. All code goes through the
 * optimizing compiler at once, since the first tier pairs nothing.
 *
 * `NODE24` names that Node; without it there is nothing to run.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const node = process.env.NODE24 ?? '';
const FLAGS = ['--experimental-wasm-revectorize', '--no-liftoff'];
const KERNELS = ['operations.test.ts', 'column-fusion.test.ts', 'fusion.test.ts', 'math.test.ts', 'kernels/'];

test.skipIf(node === '')(
  'every kernel gives the same numbers with paired vectors (NODE24 names the Node to run)',
  () => {
    const root = path.resolve(import.meta.dirname, '..');
    // A flag that this V8 does not know is an error here.
    expect(spawnSync(node, [...FLAGS, '--eval', '']).status).toBe(0);
    const files = KERNELS.map((file) => `engine/backends/wasm/${file}`);
    const options = FLAGS.map((flag) => `--execArgv=${flag}`);
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
    const { status, stdout } = spawnSync(node, [vitest, 'run', ...options, ...files], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE24: '', NO_COLOR: '1' },
    });
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/Tests {2}\d{3} passed/);
  },
  240_000,
);
