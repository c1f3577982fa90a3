import { describe, expect, test } from 'vitest';
import { erf as exactErf } from '../../ir/evaluate-scalar';
import { type FunctionBuilder, type Local, ModuleBuilder } from './assembler';
import { load, store } from './instructions';
import { erf, exp, log, sigmoid, tanh } from './math';
import { probeKernels } from './probe';
import { switchOnRelaxedSimd } from './testing/relaxed-simd';
import { instantiate, webAssembly } from './webassembly';

switchOnRelaxedSimd();

const FUNCTIONS = { exp, log, sigmoid, tanh, erf };
type Name = keyof typeof FUNCTIONS;

/** Applies the generated function to a list of values. */
function apply(name: Name, relaxed: boolean, values: readonly number[]): Float32Array {
  const module = new ModuleBuilder({ relaxed });
  const vectors = Math.ceil(values.length / 4);
  module.add(
    'run',
    ['i32'],
    (f: FunctionBuilder, [p]) => {
      const pointer = p as Local;
      f.repeat(vectors, () => {
        store(f, pointer, 0, FUNCTIONS[name](f, load(pointer)));
        f.advance(pointer, 16);
      });
    },
    { exported: true },
  );
  const memory = new (webAssembly().Memory)({ initial: Math.ceil((vectors * 16) / 65536) + 1 });
  const floats = new Float32Array(memory.buffer);
  floats.set(values);
  instantiate(module.finish(), memory).run?.(0);
  return floats.slice(0, values.length);
}

/** Distance from the exact value in units of the float32 last place. */
function ulps(actual: number, exact: number): number {
  const size = Math.max(Math.abs(exact), 2 ** -126);
  return Math.abs(actual - exact) / 2 ** (Math.floor(Math.log2(size)) - 23);
}

const between = (low: number, high: number): number[] =>
  Array.from({ length: 100_000 }, (_, i) => Math.fround(low + ((high - low) * i) / 99_999));

const exact: Record<Name, (x: number) => number> = {
  exp: Math.exp,
  log: Math.log,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  erf: exactErf,
};

const modes = [false, ...(probeKernels({ tile: '4x8' }).fma ? [true] : [])];

describe.each(modes)('with fused multiply and add: %s', (relaxed) => {
  test.each<[Name, number, number, number]>([
    ['exp', -85, 88.7, 2],
    ['exp', -1, 1, 1.5],
    ['log', 1e-30, 3e38, 1.5],
    ['log', 0.4, 2.5, 2],
    ['log', 0.99, 1.01, 1.5],
    ['log', 1e-45, 1e-38, 1.5],
    ['sigmoid', -80, 80, 3],
    ['sigmoid', -4, 4, 3],
    ['tanh', -10, 10, 6],
    ['tanh', -0.7, 0.7, 4],
    ['erf', -4.5, 4.5, 3],
    ['erf', -1, 1, 3],
  ])('%s from %d to %d is within %d units of the last place', (name, low, high, limit) => {
    const values = between(low, high);
    const results = apply(name, relaxed, values);
    let worst = 0;
    values.forEach((x, i) => {
      worst = Math.max(worst, ulps(results[i] as number, exact[name](x)));
    });
    expect(worst).toBeLessThan(limit);
  });

  test.each<[Name, number[], number[]]>([
    ['exp', [-100, -1e30, Number.NEGATIVE_INFINITY, 0], [0, 0, 0, 1]],
    ['exp', [89, 1e30, Number.POSITIVE_INFINITY], [Infinity, Infinity, Infinity]],
    ['log', [0, -0, Number.POSITIVE_INFINITY, 1], [-Infinity, -Infinity, Infinity, 0]],
    ['sigmoid', [-1e30, 1e30, 0, -Infinity], [0, 1, 0.5, 0]],
    ['tanh', [-1e30, 1e30, 0, Infinity], [-1, 1, 0, 1]],
    ['erf', [-1e30, 1e30, 0, Infinity], [-1, 1, 0, 1]],
  ])('%s of %j is %j', (name, values, expected) => {
    expect([...apply(name, relaxed, values)]).toEqual(expected);
  });

  test.each<Name>(['exp', 'log', 'sigmoid', 'tanh', 'erf'])('%s of NaN is NaN', (name) => {
    expect([...apply(name, relaxed, [Number.NaN])]).toEqual([Number.NaN]);
  });

  test('tanh never leaves [-1, 1]', () => {
    expect(Math.max(...apply('tanh', relaxed, between(6, 12)).map(Math.abs))).toBe(1);
  });

  test('log of a negative number is NaN', () => {
    expect([...apply('log', relaxed, [-1, -1e-40, -Infinity])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
