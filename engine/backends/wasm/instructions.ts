/**
 * Expressions of single instructions, grouped by type as in WebAssembly's own names: `f32x4.add(a, b)`,
 * `load(pointer, 16)`. Compositions that many kernels need (horizontal sums, fused multiply and add) stand at the end.
 */
import type { Code, Expression, FunctionBuilder, Local } from './assembler';
import type { LaneInstruction, MemoryInstruction, PlainInstruction } from './opcodes';

type Unary = (a: Expression) => Code;
type Binary = (a: Expression, b: Expression) => Code;

const one =
  (name: PlainInstruction): Unary =>
  (a) =>
  (f) => {
    f.push(a);
    f.op(name);
  };

const two =
  (name: PlainInstruction): Binary =>
  (a, b) =>
  (f) => {
    f.push(a);
    f.push(b);
    f.op(name);
  };

const loading =
  (name: MemoryInstruction) =>
  (address: Expression, offset = 0): Code =>
  (f) => {
    f.push(address);
    f.access(name, offset);
  };

const extracting =
  (name: LaneInstruction) =>
  (a: Expression, lane: number): Code =>
  (f) => {
    f.push(a);
    f.lane(name, lane);
  };

export const i32 = {
  add: two('i32.add'),
  sub: two('i32.sub'),
  mul: two('i32.mul'),
  and: two('i32.and'),
  or: two('i32.or'),
  shl: two('i32.shl'),
  shr: two('i32.shr_u'),
  eq: two('i32.eq'),
  ne: two('i32.ne'),
  lt: two('i32.lt_s'),
  ltUnsigned: two('i32.lt_u'),
  gt: two('i32.gt_s'),
  le: two('i32.le_s'),
  ge: two('i32.ge_s'),
  eqz: one('i32.eqz'),
  truncateF32: one('i32.trunc_sat_f32_s'),
  truncateF64: one('i32.trunc_sat_f64_s'),
  load: loading('i32.load'),
  load8: loading('i32.load8_u'),
};

export const f32 = {
  value:
    (value: number): Code =>
    (f) =>
      f.f32(value),
  add: two('f32.add'),
  sub: two('f32.sub'),
  mul: two('f32.mul'),
  div: two('f32.div'),
  min: two('f32.min'),
  max: two('f32.max'),
  lt: two('f32.lt'),
  gt: two('f32.gt'),
  le: two('f32.le'),
  ge: two('f32.ge'),
  eq: two('f32.eq'),
  ne: two('f32.ne'),
  abs: one('f32.abs'),
  sqrt: one('f32.sqrt'),
  convert: one('f32.convert_i32_s'),
  demote: one('f32.demote_f64'),
  load: loading('f32.load'),
};

export const f64 = {
  value:
    (value: number): Code =>
    (f) =>
      f.f64(value),
  add: two('f64.add'),
  sub: two('f64.sub'),
  mul: two('f64.mul'),
  div: two('f64.div'),
  min: two('f64.min'),
  max: two('f64.max'),
  lt: two('f64.lt'),
  gt: two('f64.gt'),
  le: two('f64.le'),
  ge: two('f64.ge'),
  floor: one('f64.floor'),
  sqrt: one('f64.sqrt'),
  convert: one('f64.convert_i32_s'),
  promote: one('f64.promote_f32'),
  load: loading('f64.load'),
};

export const v128 = {
  and: two('v128.and'),
  andNot: two('v128.andnot'),
  or: two('v128.or'),
  xor: two('v128.xor'),
  not: one('v128.not'),
  anyTrue: one('v128.any_true'),
  /** Bits of `a` where `mask` is set, else of `b`. */
  select:
    (a: Expression, b: Expression, mask: Expression): Code =>
    (f) => {
      f.push(a);
      f.push(b);
      f.push(mask);
      f.op('v128.bitselect');
    },
};

export const i32x4 = {
  splat: one('i32x4.splat'),
  add: two('i32x4.add'),
  sub: two('i32x4.sub'),
  shl: two('i32x4.shl'),
  shr: two('i32x4.shr_s'),
  shrUnsigned: two('i32x4.shr_u'),
  lt: two('i32x4.lt_s'),
  gt: two('i32x4.gt_s'),
  eq: two('i32x4.eq'),
  truncate: one('i32x4.trunc_sat_f32x4_s'),
  lane: extracting('i32x4.extract_lane'),
};

export const i64x2 = {
  /** Unsigned products of 64 bits of lanes 0 and 1. */
  extendedProductLow: two('i64x2.extmul_low_i32x4_u'),
  /** Unsigned products of 64 bits of lanes 2 and 3. */
  extendedProductHigh: two('i64x2.extmul_high_i32x4_u'),
};

export const f32x4 = {
  splat: one('f32x4.splat'),
  add: two('f32x4.add'),
  sub: two('f32x4.sub'),
  mul: two('f32x4.mul'),
  div: two('f32x4.div'),
  min: two('f32x4.min'),
  max: two('f32x4.max'),
  /** `b < a ? b : a`: one instruction on x86, and NaN in `a` stays. */
  pmin: two('f32x4.pmin'),
  /** `a < b ? b : a`: one instruction on x86, and NaN in `a` stays. */
  pmax: two('f32x4.pmax'),
  gt: two('f32x4.gt'),
  lt: two('f32x4.lt'),
  le: two('f32x4.le'),
  eq: two('f32x4.eq'),
  abs: one('f32x4.abs'),
  neg: one('f32x4.neg'),
  sqrt: one('f32x4.sqrt'),
  convert: one('f32x4.convert_i32x4_s'),
  demoteZero: one('f32x4.demote_f64x2_zero'),
  lane: extracting('f32x4.extract_lane'),
};

export const f64x2 = {
  splat: one('f64x2.splat'),
  add: two('f64x2.add'),
  sub: two('f64x2.sub'),
  mul: two('f64x2.mul'),
  div: two('f64x2.div'),
  pmax: two('f64x2.pmax'),
  promoteLow: one('f64x2.promote_low_f32x4'),
  lane: extracting('f64x2.extract_lane'),
};

/** Four floats. */
export const load = loading('v128.load');
/** One float in all four lanes. */
export const loadSplat = loading('v128.load32_splat');

export const store = (f: FunctionBuilder, address: Expression, offset: number, value: Expression): void =>
  f.store('v128.store', address, offset, value);

export const storeF32 = (f: FunctionBuilder, address: Expression, offset: number, value: Expression): void =>
  f.store('f32.store', address, offset, value);

/** Lanes of 32 bits picked from `a` (0–3) and `b` (4–7). */
export const shuffle =
  (a: Expression, b: Expression, lanes: readonly [number, number, number, number]): Code =>
  (f) => {
    f.push(a);
    f.push(b);
    f.op('i8x16.shuffle');
    f.bytes(lanes.flatMap((lane) => [lane * 4, lane * 4 + 1, lane * 4 + 2, lane * 4 + 3]));
  };

/** `condition ? a : b` of scalars. */
export const choose =
  (a: Expression, b: Expression, condition: Expression): Code =>
  (f) => {
    f.push(a);
    f.push(b);
    f.push(condition);
    f.op('select');
  };

/** `a · b + c`, with one rounding where the device fuses, else with two. */
export const madd =
  (a: Expression, b: Expression, c: Expression): Code =>
  (f) => {
    f.push(a);
    f.push(b);
    if (f.options.relaxed) {
      f.push(c);
      f.op('f32x4.relaxed_madd');
    } else {
      f.op('f32x4.mul');
      f.push(c);
      f.op('f32x4.add');
    }
  };

/** `c − a · b`, with one rounding where the device fuses, else with two. */
export const nmadd =
  (a: Expression, b: Expression, c: Expression): Code =>
  (f) => {
    if (f.options.relaxed) {
      f.push(a);
      f.push(b);
      f.push(c);
      f.op('f32x4.relaxed_nmadd');
    } else {
      f.push(c);
      f.push(a);
      f.push(b);
      f.op('f32x4.mul');
      f.op('f32x4.sub');
    }
  };

/** Folds four lanes to one by `join`, as (0 ∘ 2) ∘ (1 ∘ 3), and leaves the result in all lanes of the local given. */
export function foldLanes(f: FunctionBuilder, vector: Local, join: Binary): void {
  f.set(vector, join(vector, shuffle(vector, vector, [2, 3, 0, 1])));
  f.set(vector, join(vector, shuffle(vector, vector, [1, 0, 3, 2])));
}
