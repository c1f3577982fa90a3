/**
 * Philox4x32-10 on four blocks at a time, and what is made of its words. Bits are those of core/rng.ts; which element
 * gets which is told in ir/random.ts.
 */
import { MULTIPLIERS, ROUNDS, WEYL } from '../../../core/rng';
import type { Shape } from '../../../core/shape';
import { FRACTION_BITS, GROUP, randomKey } from '../../../ir/random';
import type { Attributes } from '../../../ir/types';
import type { Code, FunctionBuilder, Local } from '../assembler';
import { f32, f32x4, i32, i32x4, i64x2, loadSplat, shuffle, store, v128 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { layoutOf } from '../layout';
import { log } from '../math';
import { vectorsOf } from './walk';

/** Upper and lower words of the products of four words by a constant. */
function product(f: FunctionBuilder, words: Local, multiplier: number): { high: Code; low: Code } {
  const factor = f.splatBits(multiplier | 0);
  const front = f.local('v128', i64x2.extendedProductLow(words, factor));
  const back = f.local('v128', i64x2.extendedProductHigh(words, factor));
  return { high: shuffle(front, back, [1, 3, 5, 7]), low: shuffle(front, back, [0, 2, 4, 6]) };
}

/** The four words of four blocks: word i of block l is lane l of result i. */
function philox(f: FunctionBuilder, counter: readonly Local[], seed: readonly [number, number]): Local[] {
  const words = counter.map((word) => f.local('v128', word));
  const [x0, x1, x2, x3] = words as [Local, Local, Local, Local];
  for (let round = 0; round < ROUNDS; round++) {
    const [a, b] = [product(f, x0, MULTIPLIERS[0]), product(f, x2, MULTIPLIERS[1])];
    const keys = seed.map((word, i) => f.splatBits((word + Math.imul(round, WEYL[i] as number)) | 0));
    const [next0, next2] = [
      f.local('v128', v128.xor(v128.xor(b.high, x1), at(keys, 0))),
      f.local('v128', v128.xor(v128.xor(a.high, x3), at(keys, 1))),
    ];
    f.set(x1, b.low);
    f.set(x3, a.low);
    f.set(x0, next0);
    f.set(x2, next2);
  }
  return words;
}

/** Words as fractions in [0, 1). */
const fractionsOf = (f: FunctionBuilder, words: readonly Local[]): Local[] =>
  words.map((word) =>
    f.local(
      'v128',
      f32x4.mul(f32x4.convert(i32x4.shrUnsigned(word, 32 - FRACTION_BITS)), f.splat(2 ** -FRACTION_BITS)),
    ),
  );

/** Taylor's coefficients of sin(2πx)/x in x², which for |x| ≤ ¼ leave an error below a unit of the last place. */
const SINE = [1, 3, 5, 7, 9, 11, 13].map((n, i) => {
  let term = i % 2 === 0 ? 1 : -1;
  for (let k = 1; k <= n; k++) term *= (2 * Math.PI) / k;
  return term;
});

/** cos 2πv for v in [0, 1]: the sine of |v − ½| − ¼ turns, which is exact. */
function cosineOfTurns(f: FunctionBuilder, turns: Code | Local): Local {
  const x = f.local('v128', f32x4.sub(f32x4.abs(f32x4.sub(turns, f.splat(0.5))), f.splat(0.25)));
  const square = f.local('v128', f32x4.mul(x, x));
  const sum = f.local('v128', f.splat(SINE.at(-1) as number));
  for (const coefficient of SINE.slice(0, -1).reverse()) {
    f.set(sum, f32x4.add(f32x4.mul(sum, square), f.splat(coefficient)));
  }
  return f.local('v128', f32x4.mul(sum, x));
}

/** What is written for the four words of a group, given the two settings in all lanes. */
type Rule = (f: FunctionBuilder, fractions: readonly Local[], first: Local, second: Local) => readonly Code[];

const RULES: Readonly<Record<string, Rule>> = {
  // Two roundings on every machine, fused or not: draws have the same bytes everywhere.
  randomUniform: (_, fractions, low, width) => fractions.map((u) => f32x4.add(low, f32x4.mul(width, u))),
  dropoutMask: (_, fractions, rate, scale) => fractions.map((u) => v128.andNot(scale, f32x4.lt(u, rate))),
  randomNormal: (f, fractions, mean, deviation) =>
    [0, 2].flatMap((i) => {
      const [u, v] = [at(fractions, i), at(fractions, i + 1)];
      const exponent = f32x4.mul(f.splat(-2), log(f, f32x4.sub(f.splat(1), u)));
      const radius = f.local('v128', f32x4.mul(deviation, f32x4.sqrt(exponent)));
      // A quarter turn back for the sine, in [0, 1) again.
      const wrapped = v128.and(f32x4.lt(v, f.splat(0.25)), f.splat(1));
      const quarterBack = f32x4.add(f32x4.sub(v, f.splat(0.25)), wrapped);
      return [v, quarterBack].map((turns) => f32x4.add(mean, f32x4.mul(radius, cosineOfTurns(f, turns))));
    }),
};

/** Addresses: step, settings, output. */
export function randomKernel(op: string, shape: Shape, attributes: Attributes): Kernel {
  const { seed, stream } = randomKey(attributes);
  const { rows, columns, stride } = layoutOf(shape);
  const rule = RULES[op];
  if (!rule) throw new Error(`No random operation "${op}".`);
  const whole = Math.floor(columns / GROUP);
  const rest = columns % GROUP;
  return {
    key: `${op} ${rows}x${columns} seed ${seed} stream ${stream}`,
    build(f, addresses) {
      const [step, settings, row] = [at(addresses, 0), at(addresses, 1), at(addresses, 2)];
      const word = (offset: number): Code => i32.truncateF32(f32.load(step, offset));
      const stepWords = f.local('v128', i32x4.splat(i32.add(word(0), i32.shl(word(4), 24))));
      const [first, second] = [0, 4].map((offset) => f.local('v128', loadSplat(settings, offset))) as [Local, Local];
      const block = f.local('v128', f.constant([0, 1, 2, 3]));
      const names = stream.map((name) => f.splatBits(name | 0));
      const draw = (target: Local, vectors: number): void => {
        const words = philox(f, [block, stepWords, ...names], seed);
        const values = rule(f, fractionsOf(f, words), first, second);
        for (let j = 0; j < vectors; j++) store(f, target, j * 16, at(values, j));
        f.set(block, i32x4.add(block, f.splatBits(4)));
      };
      const target = f.local('i32');
      f.repeat(rows, () => {
        f.set(target, row);
        f.repeat(whole, () => {
          draw(target, 4);
          f.advance(target, GROUP * 4);
        });
        if (rest > 0) draw(target, vectorsOf(rest));
        f.advance(row, stride * 4);
      });
    },
  };
}
