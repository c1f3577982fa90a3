import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { v8Flags } from './v8-flags';

test('each version of Node gets the flags that its V8 knows', () => {
  expect(v8Flags('20.20.2')).toEqual(['--experimental-wasm-relaxed-simd']);
  expect(v8Flags('22.12.0')).toEqual([]);
  expect(v8Flags('24.1.0')).toEqual(['--experimental-wasm-revectorize']);
  expect(v8Flags('26.0.0')).toEqual(['--experimental-wasm-revectorize']);
});

test('this Node takes its flags without a complaint', () => {
  const { status, stderr } = spawnSync(process.execPath, [...v8Flags(process.versions.node), '-e', '0']);
  expect([status, String(stderr)]).toEqual([0, '']);
});
