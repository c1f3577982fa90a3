/**
 * Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC 2011).
 *
 * A random number is a pure function of (seed, stream, position). Streams with different names never share a number, so
 * what one node draws does not depend on what other nodes drew before it, and state is nothing but a position.
 *
 * Layout: the Philox key is the seed (low word, high word). The counter is (position of the block, low and high word;
 * name of the stream, two words).
 */
import { cos, log } from './math';

const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;
/** Philox's constants, for generated code that draws the same bits. */
export const MULTIPLIERS: readonly [number, number] = [MULTIPLIER_A, MULTIPLIER_B];
export const WEYL: readonly [number, number] = [WEYL_A, WEYL_B];
export const ROUNDS = 10;
const TWO_32 = 2 ** 32;
/** Steps that mix the start of the shuffling generator before its first use. */
const WARM_UP = 12;

/**
 * Upper 32 bits (as a signed word) of the 64-bit product of two unsigned words, from four 16-bit products. No sum
 * exceeds 2^32 − 1, so 32-bit integer arithmetic is enough.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const lower = ((Math.imul(aLow, bLow) >>> 16) + Math.imul(aHigh, bLow)) | 0;
  const middle = (Math.imul(aLow, bHigh) + (lower & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (lower >>> 16) + (middle >>> 16)) | 0;
}

/** Ten rounds of Philox on four counter words and two key words; the four result words go to `out`. */
function block(c0: number, c1: number, c2: number, c3: number, k0: number, k1: number, out: Uint32Array): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let a = k0 | 0;
  let b = k1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const highA = multiplyHigh(x0, MULTIPLIER_A);
    const lowA = Math.imul(x0, MULTIPLIER_A);
    const highB = multiplyHigh(x2, MULTIPLIER_B);
    const lowB = Math.imul(x2, MULTIPLIER_B);
    x0 = highB ^ x1 ^ a;
    x1 = lowB;
    x2 = highA ^ x3 ^ b;
    x3 = lowA;
    a = (a + WEYL_A) | 0;
    b = (b + WEYL_B) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/**
 * One block of Philox4x32-10.
 *
 * @param counter four 32-bit words, least significant first
 * @param key two 32-bit words
 * @param out receives four 32-bit words; it may be `counter` itself
 */
export function philox4x32(counter: ArrayLike<number>, key: ArrayLike<number>, out: Uint32Array): void {
  block(
    counter[0] as number,
    counter[1] as number,
    counter[2] as number,
    counter[3] as number,
    key[0] as number,
    key[1] as number,
    out,
  );
}

/** 53 bits of two words as a multiple of 2^−53. */
const fraction = (high: number, low: number): number => ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;

/** The two Philox key words of a seed. Throws a RangeError unless it is a whole number in 0…2^53 − 1. */
export function seedWords(seed: number): [number, number] {
  checkWhole('seed', seed);
  return [seed >>> 0, Math.floor(seed / TWO_32)];
}

/**
 * The two counter words that name a stream. Numbers (whole, 0…2^53 − 1) are their own name; strings get a 63-bit hash of
 * their UTF-16 code units with the top bit set, so that no string is ever taken for a number.
 */
export function streamWords(key: string | number): [number, number] {
  if (typeof key === 'number') {
    checkWhole('stream key', key);
    return [key >>> 0, Math.floor(key / TWO_32)];
  }
  // Two FNV-1a hashes with different starts; the length and a final mix keep near names apart.
  let low = 0x811c9dc5;
  let high = 0x2f0b4a27;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ (low >>> 15), 0x01000193);
  }
  return [mix(low ^ key.length), (mix(high + low) | 0x80000000) >>> 0];
}

/** Invertible mix of the bits of a word: a change of any bit reaches all of them. */
function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function checkWhole(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} must be a whole number in 0…2^53 − 1, got ${value}`);
  }
}

/**
 * A sequence of random numbers that belongs to a seed and a name.
 *
 * The unit of `position` is one draw of 64 random bits, half a Philox block: `uniform` takes one, `normal` two,
 * `truncatedNormal` two for each try, `integer` one; `permutation` and `shuffle` the next whole block.
 */
export class Stream {
  private readonly seed: [number, number];
  private readonly name: [number, number];
  private readonly words = new Uint32Array(4);
  private next = 0;
  /** Which block `words` holds, or −1. */
  private held = -1;

  /**
   * @param seed whole number in 0…2^53 − 1
   * @param key name of the stream (a node id, a purpose), or a number of the same range
   */
  constructor(seed: number, key: string | number) {
    this.seed = seedWords(seed);
    this.name = streamWords(key);
  }

  /** How many draws have been taken, which is where the next one stands. */
  get position(): number {
    return this.next;
  }

  /** Go to any position, forwards or back. */
  seek(position: number): void {
    checkWhole('position', position);
    this.next = position;
  }

  /** Make `words` the block of this index. */
  private load(index: number): void {
    if (index === this.held) return;
    const [low, high] = this.name;
    block(index >>> 0, Math.floor(index / TWO_32), low, high, this.seed[0], this.seed[1], this.words);
    this.held = index;
  }

  /** Uniform in [0, 1): a multiple of 2^−53. */
  uniform(): number {
    const position = this.next;
    const first = position % 2;
    this.load((position - first) / 2);
    this.next = position + 1;
    return fraction(this.words[2 * first] as number, this.words[2 * first + 1] as number);
  }

  /** Fills a list with low + (high − low)·u of the next draws u, a block of two at a time. */
  fillUniform(values: Float64Array, low: number, high: number): void {
    const range = high - low;
    const { words } = this;
    let i = 0;
    if (this.next % 2 === 1 && values.length > 0) values[i++] = low + range * this.uniform();
    for (; i + 1 < values.length; i += 2) {
      this.load(this.next / 2);
      this.next += 2;
      values[i] = low + range * fraction(words[0] as number, words[1] as number);
      values[i + 1] = low + range * fraction(words[2] as number, words[3] as number);
    }
    if (i < values.length) values[i] = low + range * this.uniform();
  }

  /** Normal with mean 0 and deviation 1, by the transform of Box and Muller (its cosine half). */
  normal(): number {
    // 1 − u lies in (0, 1], so the logarithm is finite.
    const radius = Math.sqrt(-2 * log(1 - this.uniform()));
    return radius * cos(2 * Math.PI * this.uniform());
  }

  /** Normal, drawn again until |z| ≤ 2. Its deviation is .87962566. */
  truncatedNormal(): number {
    for (;;) {
      const z = this.normal();
      if (z >= -2 && z <= 2) return z;
    }
  }

  /** Uniform whole number in 0…n − 1, for n in 1…2^32. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) throw new RangeError(`integer(n) needs n in 1…2^32, got ${n}`);
    return Math.floor(this.uniform() * n);
  }

  /** The numbers 0…n − 1 in random order. */
  permutation(n: number): Uint32Array {
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    this.shuffle(order);
    return order;
  }

  /**
   * Put the elements in random order, in place (Fisher and Yates, from the end).
   *
   * One Philox block, the next whole one, is the start of a small sequential generator (sfc32 of Chris Doty-Humphrey),
   * which is about four times as fast where each element needs a number of its own. The bias of an index below i is at
   * most i / 2^32.
   */
  shuffle(order: Uint32Array): void {
    const index = Math.ceil(this.next / 2);
    this.load(index);
    this.next = (index + 1) * 2;
    let a = (this.words[0] as number) | 0;
    let b = (this.words[1] as number) | 0;
    let c = (this.words[2] as number) | 0;
    let count = (this.words[3] as number) | 0;
    for (let i = order.length - 1 + WARM_UP; i > 0; i--) {
      const word = (a + b + count) | 0;
      count = (count + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      if (i >= order.length) continue;
      const j = multiplyHigh(word, i + 1) >>> 0;
      const kept = order[i] as number;
      order[i] = order[j] as number;
      order[j] = kept;
    }
  }
}
