/**
 * Elementary functions with the same bits on every platform.
 *
 * `Math.exp` and its like may differ in the last bit between JavaScript engines. What is made here uses only operations
 * that IEEE 754 rounds exactly (+ − × ÷, floor) and bit views, so data sets and initial weights are the same bytes
 * everywhere, and so is what the float64 reference trains. Each function is within 2 ulp of the true value, tanh within 4.
 * This is not the math of generated code.
 *
 * Method: argument reduction in two or three parts (Cody and Waite 1980), then a Taylor series on the small rest, with
 * the largest term added last.
 */

const view = new DataView(new ArrayBuffer(8));

// π/2 and ln 2 are split so that a small whole number times a leading part is exact: its last bits are zero.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;

const EXP_TERMS = reciprocalFactorials(2, 1, 13);
const SIN_TERMS = reciprocalFactorials(3, 2, 17);
const COS_TERMS = reciprocalFactorials(4, 2, 16);
/** Largest argument of sin and cos: beyond it the three-part reduction loses bits. */
const MAX_ANGLE = 2 ** 20;

/** 1/n! for n = first, first + step, … ≤ last. The factorials up to 18! are whole numbers that float64 holds exactly. */
function reciprocalFactorials(first: number, step: number, last: number): Float64Array {
  const terms: number[] = [];
  let factorial = 1;
  for (let n = 1; n <= last; n++) {
    factorial *= n;
    if (n >= first && (n - first) % step === 0) terms.push(1 / factorial);
  }
  return Float64Array.from(terms);
}

/** Horner's rule; with `alternate` the signs are + − + −. */
function polynomial(terms: Float64Array, x: number, alternate: boolean): number {
  let sum = 0;
  for (let i = terms.length - 1; i >= 0; i--) {
    const term = terms[i] as number;
    sum = alternate ? term - x * sum : term + x * sum;
  }
  return sum;
}

/** 2^k for whole k in −1022…1023. */
function powerOfTwo(k: number): number {
  view.setInt32(0, (k + 1023) << 20);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** e to the power x. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  if (Number.isNaN(x)) return x;
  // x = k·ln 2 + r + rest with |r| ≤ ln 2 / 2; rest is what rounding took from r.
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const rest = high - r - low;
  const value = 1 + (r + (rest + r * r * polynomial(EXP_TERMS, r, false)));
  // Two factors, since 2^k alone may lie outside the range of normal numbers.
  const half = Math.floor(k / 2);
  return value * powerOfTwo(half) * powerOfTwo(k - half);
}

/** Hyperbolic tangent: Lambert's continued fraction near 0, (e²ˣ − 1)/(e²ˣ + 1) further out. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a > 20) return x > 0 ? 1 : -1;
  if (!(a > 0)) return x;
  if (a >= 0.6) {
    const far = 1 - 2 / (exp(2 * a) + 1);
    return x > 0 ? far : -far;
  }
  const square = x * x;
  let fraction = 17;
  for (let n = 15; n > 0; n -= 2) fraction = n + square / fraction;
  return x / fraction;
}

/** Natural logarithm. 0 gives −Infinity, negative numbers NaN. */
export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let scaled = x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    scaled = x * 2 ** 54;
    k = -54;
  }
  // x = 2^k · m with m in [√½, √2).
  view.setFloat64(0, scaled);
  const word = view.getInt32(0);
  k += (word >>> 20) - 1023;
  view.setInt32(0, (word & 0xfffff) | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m >= Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  // log m = 2 artanh(s) = f − s·(f − R), where f = m − 1, s = f / (2 + f), R = 2s²/3 + 2s⁴/5 + …
  const f = m - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  let series = 0;
  for (let n = 25; n >= 3; n -= 2) series = s2 * (2 / n + series);
  return k * LN2_HIGH + (f - (s * (f - series) - k * LN2_LOW));
}

/** Result of reduceAngle, kept here so that nothing is allocated: quadrant (0…3) and the rest angle in two parts. */
let quadrant = 0;
let angleHigh = 0;
let angleLow = 0;

/** x = n·π/2 + angle with |angle| ≤ π/4 (and a rounding error more). */
function reduceAngle(x: number): void {
  if (Math.abs(x) > MAX_ANGLE) throw new RangeError(`sin and cos take angles up to ±${MAX_ANGLE}, got ${x}`);
  const n = Math.floor(x * (2 / Math.PI) + 0.5);
  const first = x - n * HALF_PI_1;
  const second = n * HALF_PI_2;
  const middle = first - second;
  const third = n * HALF_PI_3 - (first - middle - second);
  angleHigh = middle - third;
  angleLow = middle - angleHigh - third;
  quadrant = n & 3;
}

/** sin(a + b) for |a| ≤ π/4 and tiny b: a − a³/3! + … + b·(1 − a²/2). */
function sinNear(a: number, b: number): number {
  const square = a * a;
  return a - (a * square * polynomial(SIN_TERMS, square, true) - b * (1 - square / 2));
}

/** cos(a + b) for |a| ≤ π/4 and tiny b: 1 − a²/2 + a⁴/4! − … − a·b, with the rounding of 1 − a²/2 given back. */
function cosNear(a: number, b: number): number {
  const square = a * a;
  const half = square / 2;
  const lead = 1 - half;
  return lead + (1 - lead - half + (square * square * polynomial(COS_TERMS, square, true) - a * b));
}

/** Sine of x radians, |x| ≤ 2^20. Throws a RangeError beyond. */
export function sin(x: number): number {
  if (Number.isNaN(x)) return x;
  reduceAngle(x);
  const value = quadrant & 1 ? cosNear(angleHigh, angleLow) : sinNear(angleHigh, angleLow);
  return quadrant & 2 ? -value : value;
}

/** Cosine of x radians, |x| ≤ 2^20. Throws a RangeError beyond. */
export function cos(x: number): number {
  if (Number.isNaN(x)) return x;
  reduceAngle(x);
  const value = quadrant & 1 ? sinNear(angleHigh, angleLow) : cosNear(angleHigh, angleLow);
  return quadrant === 1 || quadrant === 2 ? -value : value;
}

/** Largest whole exponent that is multiplied out: the error grows with it. */
const MULTIPLIED = 1024;

/** x to the power p, for x ≥ 0. Small whole exponents are multiplied out, others go by the logarithm. */
export function power(x: number, p: number): number {
  if (!Number.isInteger(p) || Math.abs(p) > MULTIPLIED) return p === 0 ? 1 : exp(p * log(x));
  let result = 1;
  let square = x;
  for (let rest = Math.abs(p); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return p < 0 ? 1 / result : result;
}
