/**
 * Random tensors: pure functions of the document's seed, the node and the step (see ir/random.ts), so that a replayed step
 * draws the same numbers. Inputs are the step (two scalars, `stepScalars`) and two live settings; the attributes are
 * `shape`, `seed` and `stream`. None has a derivative.
 */
import { cos, log } from '../core/math';
import { philox4x32 } from '../core/rng';
import { asMatrix, sizeOf } from '../core/shape';
import type { Evaluation, OpDefinition } from '../ir/op';
import { FRACTION_BITS, GROUP, groupsOf, randomKey, stepWord } from '../ir/random';
import { at } from './elementwise';
import { attributeShape, shapeBug } from './shapes';

/** Makes the four words of a block, as fractions in [0, 1), what is written at their columns. */
type Rule = (fractions: readonly number[], first: number, second: number) => readonly number[];

function draw({ inputs, output, shape, attributes }: Evaluation, rule: Rule): void {
  const { seed, stream } = randomKey(attributes);
  const [step, settings] = [at(inputs, 0), at(inputs, 1)];
  const word = stepWord(step[0] as number, step[1] as number);
  const { rows, columns } = asMatrix(shape);
  const blocks = groupsOf(shape) * 4;
  const words = new Uint32Array(4);
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      philox4x32([row * blocks + block, word, ...stream], seed, words);
      const fractions = Array.from(words, (bits) => (bits >>> (32 - FRACTION_BITS)) / 2 ** FRACTION_BITS);
      const values = rule(fractions, settings[0] as number, settings[1] as number);
      for (let i = 0; i < 4; i++) {
        const column = Math.floor(block / 4) * GROUP + 4 * i + (block % 4);
        if (column < columns) output[row * columns + column] = values[i] as number;
      }
    }
  }
}

const defineRandom = (name: string, summary: string, cost: number, rule: Rule): OpDefinition => ({
  name,
  summary,
  inferShape: (shapes, attributes) =>
    shapes.length === 2 && shapes.every((shape) => shape.join() === '2')
      ? attributeShape(attributes)
      : shapeBug(name, shapes),
  evaluate: (evaluation) => draw(evaluation, rule),
  flops: (_, output) => cost * sizeOf(output),
});

/** y = low + width · u with u uniform in [0, 1) in steps of 2⁻²⁴; the settings are low and width. */
export const randomUniform = defineRandom('randomUniform', 'y = low + width · u', 10, (fractions, low, width) =>
  fractions.map((u) => low + width * u),
);

/**
 * y = mean + σ · n with n normal; the settings are mean and σ. Box and Muller's transform of neighbouring words,
 * √(−2 ln(1 − u))·cos 2πv and ·sin 2πv; with 24 bits |n| is at most 5.77.
 */
export const randomNormal = defineRandom('randomNormal', 'y = mean + σ · n', 20, (fractions, mean, deviation) =>
  [0, 2].flatMap((i) => {
    const [u, v] = [fractions[i] as number, fractions[i + 1] as number];
    const radius = Math.sqrt(-2 * log(1 - u));
    // sin 2πv is the cosine a quarter turn before.
    return [v, v - 0.25].map((turn) => mean + deviation * radius * cos(2 * Math.PI * turn));
  }),
);

/** A mask: 0 where u < rate, else the scale; the settings are rate and scale. */
export const dropoutMask = defineRandom(
  'dropoutMask',
  'y = scale where u ≥ rate, else 0',
  10,
  (fractions, rate, scale) => fractions.map((u) => (u < rate ? 0 : scale)),
);
