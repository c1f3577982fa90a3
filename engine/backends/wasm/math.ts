/**
 * Elementary functions on vectors of four floats, as code. Argument reduction follows Cody and Waite; the polynomials
 * are minimax fits of our own, rounded coefficient by coefficient to float32 (errors in units of the last place are
 * held by the test beside this file). NaN stays NaN, overflow is infinity, and results below about 1e-37 are zero, not
 * denormal. Only exactly specified instructions are used, so bytes are the same on every machine of one fma mode.
 */
import type { Expression, FunctionBuilder, Local } from './assembler';
import { f32x4, i32x4, madd, v128 } from './instructions';

const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444005469057e-4;
/** Adding and subtracting 1.5·2²³ rounds to the nearest integer. */
const ROUNDER = 12582912;
/** Beyond this e^x overflows; a little more, so that overflow comes from the arithmetic. */
const EXP_HIGH = 89;
/** Below this e^x is taken as zero. */
const EXP_LOW = -86;

const EXP = [0.5, 0.1666652113199234, 0.041668254882097244, 0.008368662558495998, 0.001382147427648306];
const LOG = [
  0.3333333134651184, -0.2500081956386566, 0.2000124156475067, -0.166234090924263, 0.14201579988002777,
  -0.13159610331058502, 0.12762217223644257, -0.07636439055204391,
];
/** Numerator and denominator of tanh x / x in x², for |x| up to {@link TANH_END}, where tanh rounds to 1. */
const TANH_ABOVE = [1, 0.13379722833633423, 0.0034940403420478106, 2.0583571313181892e-5, 1.3319184866134037e-8];
const TANH_BELOW = [1, 0.4671303927898407, 0.025871096178889275, 0.0003283102123532444, 7.762068321426341e-7];
const TANH_END = 9.02;
const ERF_NEAR = [
  0.12837915122509003, -0.37612491846084595, 0.1128176599740982, -0.026764273643493652, 0.004989288747310638,
  -0.0005969470948912203,
];
const ERF_FAR = [
  1.1286513805389404, 0.6351395845413208, 0.10625626891851425, -0.023778755217790604, 0.003650346538051963,
  -0.0003247427230235189, 1.142494693340268e-5,
];

const SIGN = 0x80000000 | 0;

/** Horner's scheme, highest coefficient last. */
function polynomial(f: FunctionBuilder, x: Local, coefficients: readonly number[]): Local {
  const last = coefficients.length - 1;
  const sum = f.local('v128', f.splat(coefficients[last] as number));
  for (let i = last - 1; i >= 0; i--) f.set(sum, madd(sum, x, f.splat(coefficients[i] as number)));
  return sum;
}

/** e^x = 2ⁿ · e^r with n = round(x / ln 2) and |r| ≤ ½ ln 2. */
export function exp(f: FunctionBuilder, value: Expression): Local {
  const raw = f.local('v128', value);
  const x = f.local('v128', f32x4.pmax(f32x4.pmin(raw, f.splat(EXP_HIGH)), f.splat(EXP_LOW)));
  const shifted = f.local('v128', madd(x, f.splat(Math.LOG2E), f.splat(ROUNDER)));
  const n = f.local('v128', f32x4.sub(shifted, f.splat(ROUNDER)));
  const r = f.local('v128', madd(n, f.splat(-LN2_LOW), madd(n, f.splat(-LN2_HIGH), x)));
  const series = polynomial(f, r, EXP);
  f.set(series, f32x4.add(madd(f32x4.mul(r, r), series, r), f.splat(1)));
  // 2ⁿ⁻¹ from the exponent bits, doubled at the end: 2ⁿ itself overflows before e^x does.
  const scale = f.local('v128', i32x4.shl(i32x4.add(shifted, f.splatBits(126)), 23));
  const kept = v128.and(scale, f32x4.gt(raw, f.splat(EXP_LOW)));
  return f.local('v128', f32x4.mul(f32x4.add(series, series), kept));
}

/** ln x = n·ln 2 + ln(1 + r) with 1 + r in [√½, √2). Zero gives −∞, negative numbers NaN. */
export function log(f: FunctionBuilder, value: Expression): Local {
  const raw = f.local('v128', value);
  // Denormals are scaled up by 2²⁴ first.
  const small = f.local('v128', f32x4.lt(raw, f.splat(1.1754943508222875e-38)));
  const x = f.local('v128', v128.select(f32x4.mul(raw, f.splat(16777216)), raw, small));
  // The bits of √½ subtracted leave the exponent of x/√½ in the upper bits.
  const offset = f.splatBits(0x3f3504f3);
  const parts = f.local('v128', i32x4.sub(x, offset));
  const exponent = f.local('v128', f32x4.convert(i32x4.shr(parts, 23)));
  f.set(exponent, f32x4.sub(exponent, v128.and(small, f.splat(24))));
  const mantissa = i32x4.add(v128.and(parts, f.splatBits(0x7fffff)), offset);
  const r = f.local('v128', f32x4.sub(mantissa, f.splat(1)));
  const square = f.local('v128', f32x4.mul(r, r));
  const series = polynomial(f, r, LOG);
  f.set(series, madd(f32x4.mul(series, r), square, f32x4.mul(exponent, f.splat(LN2_LOW))));
  f.set(series, madd(square, f.splat(-0.5), series));
  const result = f.local('v128', madd(exponent, f.splat(LN2_HIGH), f32x4.add(r, series)));
  // Outside (0, ∞): ∞ and NaN give themselves, 0 gives −∞, the rest NaN.
  const inside = f.local('v128', v128.and(f32x4.gt(raw, f.splat(0)), f32x4.lt(raw, f.splat(Number.POSITIVE_INFINITY))));
  const negative = v128.select(f.splat(Number.NaN), raw, f32x4.lt(raw, f.splat(0)));
  const edge = v128.select(f.splat(Number.NEGATIVE_INFINITY), negative, f32x4.eq(raw, f.splat(0)));
  return f.local('v128', v128.select(result, edge, inside));
}

/** 1 / (1 + e^−x). */
export const sigmoid = (f: FunctionBuilder, value: Expression): Local =>
  f.local('v128', f32x4.div(f.splat(1), f32x4.add(f.splat(1), exp(f, f32x4.neg(value)))));

/** A rational function of the clamped argument: within 6 units of the last place, and twice as fast as by e^x. */
export function tanh(f: FunctionBuilder, value: Expression): Local {
  const raw = f.local('v128', value);
  const x = f.local('v128', f32x4.pmax(f32x4.pmin(raw, f.splat(TANH_END)), f.splat(-TANH_END)));
  const square = f.local('v128', f32x4.mul(x, x));
  const above = f32x4.mul(x, polynomial(f, square, TANH_ABOVE));
  const quotient = f.local('v128', f32x4.div(above, polynomial(f, square, TANH_BELOW)));
  return f.local('v128', f32x4.pmax(f32x4.pmin(quotient, f.splat(1)), f.splat(-1)));
}

/** Near 0 an odd polynomial, further out 1 − e^−p(|x|) with the sign of x, where p fits −ln erfc. */
export function erf(f: FunctionBuilder, value: Expression): Local {
  const x = f.local('v128', value);
  const size = f.local('v128', f32x4.pmin(f32x4.abs(x), f.splat(4)));
  const square = f.local('v128', f32x4.mul(x, x));
  const near = polynomial(f, square, ERF_NEAR);
  f.set(near, madd(near, x, x));
  const far = polynomial(f, size, ERF_FAR);
  f.set(far, exp(f, f32x4.neg(f32x4.mul(far, size))));
  f.set(far, f32x4.sub(f.splat(1), far));
  f.set(far, v128.or(far, v128.and(x, f.splatBits(SIGN))));
  return f.local('v128', v128.select(far, near, f32x4.gt(size, f.splat(0.925))));
}
