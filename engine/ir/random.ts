/**
 * Random numbers in the graph: which Philox block and word give which element, the same on every backend.
 *
 * The key is the document's seed, the counter (block, step, name of the stream in two words). A row of a tensor (its last
 * axis) takes ⌈columns/16⌉ groups of four blocks; column c of a group is word ⌊c/4⌋ of block c mod 4, so that a device
 * makes four blocks side by side and writes their words as four vectors. Words become fractions of 24 bits, which
 * float32 holds exactly.
 */
import { asMatrix, type Shape } from '../core/shape';
import type { Attributes } from './types';

/** Columns that four neighbouring blocks fill. */
export const GROUP = 16;
/** A word's upper 24 bits are its fraction. */
export const FRACTION_BITS = 24;
/** Steps are fed as two numbers below this, which float32 holds exactly. */
const STEP_PART = 2 ** 24;

/** Key and stream of a random operation. */
export interface RandomKey {
  /** The two Philox key words. */
  seed: readonly [number, number];
  /** The two counter words that name the stream. */
  stream: readonly [number, number];
}

/** Reads the attributes `seed` and `stream`. */
export const randomKey = (attributes: Attributes): RandomKey => ({
  seed: attributes.seed as unknown as RandomKey['seed'],
  stream: attributes.stream as unknown as RandomKey['stream'],
});

/** The scalars that tell a random operation the step: its lower 24 bits, and the rest. */
export const stepScalars = (step: number): readonly [number, number] => [
  step % STEP_PART,
  Math.floor(step / STEP_PART),
];

/** The counter's second word. */
export const stepWord = (low: number, high: number): number => (low + (high % 256) * STEP_PART) >>> 0;

/** Groups of {@link GROUP} columns in a row. */
export const groupsOf = (shape: Shape): number => Math.ceil(asMatrix(shape).columns / GROUP);
