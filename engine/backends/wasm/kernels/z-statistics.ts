/**
 * The z-statistics of a tensor, in two passes: moments and extremes, then a histogram that gives the percentiles. The
 * histogram's range follows the bulk of the values: it is narrowed until the middle nine tenths span enough bins, so
 * that a single outlier does not blind it.
 *
 * Percentiles of small tensors are exact. While values are counted, those of a slot are linked to a list: the slot's word
 * holds its count in the upper half and the place of its last value in the lower one, and each value's place in a list of
 * its own holds the word that was there before it. Only the slots that hold a wanted rank are sorted then.
 *
 * The layout of the result is that of ir/z-frame.ts.
 */
import type { Shape } from '../../../core/shape';
import { Z_BINS, Z_EXACT_LIMIT, Z_FIELDS, Z_HEADER, Z_PERCENTILES, type ZField } from '../../../ir/z-frame';
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { choose, f32, f32x4, f64, foldLanes, i32, i32x4, load, shuffle, store, storeF32, v128 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { type Layout, layoutOf } from '../layout';
import { emitMoments, type Moments } from './z-moments';

/** Slots of a histogram: underflow, the bins, overflow; padded to whole vectors. */
const SLOTS = Z_BINS + 2;
const PADDED = Math.ceil((SLOTS + 1) / 4) * 4;
const OVERFLOW = Z_BINS + 1;
/**
 * Large tensors have one histogram for each lane, so that equal neighbours do not wait for each other's counts; small
 * ones are done sooner with a single one.
 */
const LANES = 4;
/** Fewest bins for the middle nine tenths. */
const ENOUGH = 32;
const TRIES = 6;
/** Deviations between the extremes beyond which the range starts at four deviations to either side. */
const WIDE = 16;
/** A bin's width in the arithmetic that finds a value's bin. */
const UNIT = 16384;

/** Slots that are looked through at once, and the number of such blocks, padded to whole vectors. */
const BLOCK = 16;
const BLOCKS = Math.ceil(PADDED / BLOCK / 4) * 4;

/** Where things lie in scratch memory, in bytes. The starts of the last block reach into padding. */
const STARTS = 0;
const BLOCK_STARTS = STARTS + BLOCKS * BLOCK * 4;
const RANKS = BLOCK_STARTS + BLOCKS * 4;
const VALUES = RANKS + 64;
const COUNTS = VALUES + 64;
const SLOT_LIST = COUNTS + LANES * PADDED * 4;

const field = (name: ZField): number => Z_FIELDS.indexOf(name) * 4;

/** The range of the histogram, and what follows from it. All `f32`. */
interface Range {
  low: Local;
  high: Local;
  /** Width of a bin. */
  width: Local;
}

interface Context {
  f: FunctionBuilder;
  layout: Layout;
  z: Local;
  frame: Local;
  scratch: Local;
  exact: boolean;
  /** Bytes from the scratch's start to the values sorted by slot. */
  sorted: number;
}

export function zStatisticsKernel(shape: Shape, dead: boolean, saturation: number): Kernel {
  const layout = layoutOf(shape);
  const { rows, columns, stride } = layout;
  const count = rows * columns;
  const exact = count <= Z_EXACT_LIMIT;
  const sorted = SLOT_LIST + (exact ? rows * stride * 4 : 0) + 32;
  return {
    key: `zStatistics ${rows}x${columns}${dead ? ' dead' : ''}${saturation > 0 ? ` saturation ${saturation}` : ''}`,
    scratch: sorted + (exact ? (count + 4) * 4 : 0),
    build(f, addresses) {
      const [z, frame, scratch] = [at(addresses, 0), at(addresses, 1), at(addresses, 2)];
      const moving = f.local('i32', z);
      const means = f.local('i32', i32.add(frame, (Z_HEADER + Z_BINS) * 4));
      const moments = emitMoments(f, layout, saturation, moving, means, scratch);
      const context: Context = { f, layout, z, frame, scratch, exact, sorted };
      const range = emitHistogram(context, moments);
      writeHistogram(context);
      if (exact) exactPercentiles(context, frame, count);
      else histogramPercentiles(context, frame, count, range, moments);
      const write = (name: ZField, value: Expression): void => storeF32(f, frame, field(name), value);
      write('count', f32.value(count));
      write('mean', f32.demote(moments.mean));
      write('std', f32.demote(moments.deviation));
      write('min', f32x4.lane(moments.min, 0));
      write('max', f32x4.lane(moments.max, 0));
      write('dead', dead ? f32.div(f32x4.lane(moments.dead, 0), f32.value(columns)) : f32.value(0));
      write('saturated', f32.div(f32x4.lane(moments.saturated, 0), f32.value(count)));
      write('histogramLow', range.low);
      write('histogramHigh', range.high);
    },
  };
}

/** The smallest and largest value as `f32`. */
const extremes = (f: FunctionBuilder, { min, max }: Moments): [Local, Local] => [
  f.local('f32', f32x4.lane(min, 0)),
  f.local('f32', f32x4.lane(max, 0)),
];

/** Fills the histogram, narrowing its range while the bulk of the values sits in few bins. */
function emitHistogram(context: Context, moments: Moments): Range {
  const { f, scratch, layout } = context;
  const [min, max] = extremes(f, moments);
  const range: Range = { low: f.local('f32'), high: f.local('f32'), width: f.local('f32') };
  f.set(range.low, min);
  f.set(range.high, max);
  const spread = f64.promote(f32.sub(max, min));
  f.if(f64.gt(spread, f64.mul(moments.deviation, f64.value(WIDE))), () => {
    // Comparisons with NaN are false, so that a mean of NaN leaves the extremes.
    const reach = f.local('f64', f64.mul(moments.deviation, f64.value(4)));
    const lowest = f.local('f32', f32.demote(f64.sub(moments.mean, reach)));
    const highest = f.local('f32', f32.demote(f64.add(moments.mean, reach)));
    f.set(range.low, choose(lowest, min, f32.gt(lowest, min)));
    f.set(range.high, choose(highest, max, f32.lt(highest, max)));
  });
  const tries = f.local('i32', TRIES);
  const last = layout.rows * layout.columns - 1;
  const [first, final, span] = [f.local('i32'), f.local('i32'), f.local('i32')];
  f.loop(() => {
    f.set(range.width, f32.div(f32.sub(range.high, range.low), f32.value(Z_BINS)));
    const whole = i32.and(f32.eq(range.low, min), f32.eq(range.high, max));
    f.if(
      whole,
      () => countValues(context, range, true),
      () => countValues(context, range, false),
    );
    sumCounts(context);
    f.advance(tries, -1);
    f.set(first, slotOf(f, scratch, f.local('i32', Math.floor(0.05 * last))));
    f.set(final, slotOf(f, scratch, f.local('i32', Math.ceil(0.95 * last))));
    f.set(span, i32.add(i32.sub(final, first), 1));
    const again = f.local('i32', 0);
    const crowded = i32.and(i32.lt(span, ENOUGH), f32.gt(range.width, f32.value(0)));
    f.if(i32.and(crowded, i32.gt(tries, 0)), () => {
      f.set(again, 1);
      narrow(f, range, { first, final, span, tries, min, max });
    });
    return again;
  });
  return range;
}

/**
 * Two widths of the bulk to either side of it, within the extremes. When the tries run out, or floats do, the bulk is one
 * value repeated: then the range is that of all values.
 */
function narrow(
  f: FunctionBuilder,
  { low, high, width }: Range,
  { first, final, span, tries, min, max }: Record<'first' | 'final' | 'span' | 'tries' | 'min' | 'max', Local>,
): void {
  const edge = (slot: Expression): Expression => f32.add(low, f32.mul(f32.convert(slot), width));
  const margin = f.local('i32', i32.shl(span, 1));
  const nextLow = f.local('f32', edge(i32.sub(i32.sub(first, 1), margin)));
  const nextHigh = f.local('f32', edge(i32.add(final, margin)));
  const size = f32.max(f32.abs(nextLow), f32.abs(nextHigh));
  const tooFine = f32.lt(f32.sub(nextHigh, nextLow), f32.mul(size, f32.value(1e-6)));
  const lost = f.local('i32', i32.or(i32.eq(tries, 1), tooFine));
  f.set(tries, choose(1, tries, lost));
  f.set(nextLow, choose(min, nextLow, i32.or(i32.or(f32.lt(nextLow, min), i32.eqz(first)), lost)));
  f.set(nextHigh, choose(max, nextHigh, i32.or(i32.or(f32.gt(nextHigh, max), i32.eq(final, OVERFLOW)), lost)));
  f.set(low, nextLow);
  f.set(high, nextHigh);
}

/** Walks the tensor in pairs of vectors; `visit` is given how many of the eight lanes hold elements. */
function eachPair(
  f: FunctionBuilder,
  { rows, columns, stride }: Layout,
  pointers: readonly Local[],
  visit: (lanes: number) => void,
): void {
  const dense = stride === columns;
  const [lines, length] = dense ? [1, rows * columns] : [rows, columns];
  const rest = length % 8;
  const step = (bytes: number): void => {
    for (const pointer of pointers) f.advance(pointer, bytes);
  };
  f.repeat(lines, () => {
    f.repeat(Math.floor(length / 8), () => {
      visit(8);
      step(32);
    });
    if (rest > 0) visit(rest);
    if (!dense) step((stride - (length - rest)) * 4);
  });
}

/** Counts every value into its slot. If the range holds all values, there is no under- and overflow to look for. */
function countValues({ f, layout, z, scratch, exact }: Context, { low, high, width }: Range, whole: boolean): void {
  const clear = f.local('i32', scratch);
  f.repeat(((exact ? 1 : LANES) * PADDED) / 20, () => {
    for (let i = 0; i < 5; i++) store(f, clear, COUNTS + i * 16, f.splat(0));
    f.advance(clear, 80);
  });
  // Bins in units of 2⁻¹⁴: a float of 2²³ plus these is an integer whose upper bits are the bin.
  const finite = i32.and(f32.gt(width, f32.value(1e-30)), f32.lt(width, f32.value(Number.POSITIVE_INFINITY)));
  const scale = f.local('v128', f32x4.splat(choose(f32.div(f32.value(UNIT), width), f32.value(0), finite)));
  const [lowest, highest] = [f.local('v128', f32x4.splat(low)), f.local('v128', f32x4.splat(high))];
  const start = f.local('v128', i32x4.splat(scratch));
  const place = f.local('i32');
  const source = f.local('i32', z);
  const list = f.local('i32', i32.add(scratch, SLOT_LIST));
  const slotsAt = (offset: number): Local => {
    const value = f.local('v128', load(source, offset));
    const scaled = f32x4.mul(f32x4.sub(value, lowest), scale);
    // The constant first: NaN then becomes the constant.
    const slot = f.local('v128', f32x4.pmin(f.splat(Z_BINS * UNIT - 1), scaled));
    if (!whole) {
      f.set(slot, f32x4.pmax(f.splat(0), slot));
      f.set(slot, f32x4.pmax(slot, v128.and(f32x4.gt(value, highest), f.splat(Z_BINS * UNIT))));
      f.set(slot, f32x4.sub(slot, v128.and(f32x4.lt(value, lowest), f.splat(UNIT))));
    }
    // Underflow is one unit below the first bin: slots begin there. Four bytes a slot.
    f.set(slot, i32x4.shrUnsigned(f32x4.add(slot, f.splat(8388608 + UNIT)), 12));
    return f.local('v128', i32x4.add(v128.and(slot, f.splatBits(0x7fc)), start));
  };
  const word = f.local('i32');
  // The place of a value is its distance from the first one, in floats.
  const number = f.local('i32', 0);
  eachPair(f, layout, exact ? [source, list] : [source], (lanes) => {
    const slots = lanes > 4 ? [slotsAt(0), slotsAt(16)] : [slotsAt(0)];
    if (!exact) {
      for (let lane = 0; lane < lanes; lane++) {
        f.set(place, i32x4.lane(at(slots, lane >> 2), lane % 4));
        const offset = COUNTS + (lane % LANES) * PADDED * 4;
        f.store('i32.store', place, offset, i32.add(i32.load(place, offset), 1));
      }
      return;
    }
    f.set(number, i32.shr(i32.sub(source, z), 2));
    slots.forEach((slot, i) => {
      store(f, list, i * 16, slot);
    });
    for (let lane = 0; lane < lanes; lane++) {
      f.set(place, i32.load(list, lane * 4));
      f.set(word, i32.load(place, COUNTS));
      f.store('i32.store', list, lane * 4, word);
      // One more in the upper half, this place in the lower one.
      f.store('i32.store', place, COUNTS, i32.add(i32.add(i32.or(word, 0xffff), number), lane + 1));
    }
  });
}

/**
 * Adds the lanes' histograms into the first, and writes how many values lie before each slot. Lanes are shifted by masks:
 * where V8 pairs vectors to wider ones, it gets a shuffle with a vector of zeros wrong (seen in V8 13.6).
 */
function sumCounts({ f, scratch, exact }: Context): void {
  const pointer = f.local('i32', scratch);
  const blocks = f.local('i32', scratch);
  const sum = f.local('v128');
  const up = f.local('v128');
  const before = f.local('v128', f.splat(0));
  const [one, two] = [f.constant([0, -1, -1, -1]), f.constant([0, 0, -1, -1])];
  const vector = (): void => {
    f.set(sum, load(pointer, COUNTS));
    if (exact) f.set(sum, i32x4.shrUnsigned(sum, 16));
    else {
      for (let lane = 1; lane < LANES; lane++) f.set(sum, i32x4.add(sum, load(pointer, COUNTS + lane * PADDED * 4)));
      store(f, pointer, COUNTS, sum);
    }
    // Sums of all lanes up to each, by doubling.
    f.set(up, i32x4.add(sum, v128.and(shuffle(sum, sum, [0, 0, 1, 2]), one)));
    f.set(up, i32x4.add(up, v128.and(shuffle(up, up, [0, 0, 0, 1]), two)));
    store(f, pointer, STARTS, i32x4.add(before, i32x4.sub(up, sum)));
    f.set(before, i32x4.add(before, shuffle(up, up, [3, 3, 3, 3])));
    f.advance(pointer, 16);
  };
  const block = (vectors: number): void => {
    f.store('i32.store', blocks, BLOCK_STARTS, i32x4.lane(before, 0));
    f.advance(blocks, 4);
    f.repeat(vectors, vector);
  };
  const whole = Math.floor(Z_BINS / BLOCK);
  f.repeat(whole, () => block(BLOCK / 4));
  block(PADDED / 4 - (whole * BLOCK) / 4);
  // Blocks and slots beyond the last start behind all values.
  const beyond = f.splatBits(0x7fffffff);
  for (let slot = PADDED; slot < (whole + 1) * BLOCK; slot += 4) store(f, scratch, STARTS + slot * 4, beyond);
  for (let i = whole + 1; i < BLOCKS; i++) f.store('i32.store', scratch, BLOCK_STARTS + i * 4, 0x7fffffff);
}

/** The counts as floats to the frame: bins, underflow, overflow. */
function writeHistogram({ f, frame, scratch, exact }: Context): void {
  const [source, target] = [f.local('i32', scratch), f.local('i32', frame)];
  f.repeat(Z_BINS / 4, () => {
    const counts = load(source, COUNTS + 4);
    store(f, target, Z_HEADER * 4, f32x4.convert(exact ? i32x4.shrUnsigned(counts, 16) : counts));
    f.advance(source, 16);
    f.advance(target, 16);
  });
  storeF32(f, frame, field('underflow'), f32.convert(i32.load(scratch, STARTS + 4)));
  const outside = i32.sub(i32.load(scratch, STARTS + (OVERFLOW + 1) * 4), i32.load(scratch, STARTS + OVERFLOW * 4));
  storeF32(f, frame, field('overflow'), f32.convert(outside));
}

/** How many of `count` numbers in order, a multiple of 4, are at most `rank`. */
function countUpTo(f: FunctionBuilder, rank: Local, address: Local, offset: number, count: number): Local {
  const found = f.local('v128', f.splat(0));
  for (let i = 0; i < count; i += 4) f.set(found, i32x4.add(found, i32x4.gt(load(address, offset + i * 4), rank)));
  foldLanes(f, found, i32x4.add);
  return f.local('i32', i32.add(i32x4.lane(found, 0), count));
}

/** The last slot that starts at or before a rank: the one that holds it. Empty slots before it start there too. */
function slotOf(f: FunctionBuilder, scratch: Local, rank: Local): Local {
  const wanted = f.local('v128', i32x4.splat(rank));
  const first = f.local('i32', i32.shl(i32.sub(countUpTo(f, wanted, scratch, BLOCK_STARTS, BLOCKS), 1), 4));
  const start = f.local('i32', i32.add(scratch, i32.shl(first, 2)));
  return f.local('i32', i32.sub(i32.add(first, countUpTo(f, wanted, start, STARTS, BLOCK)), 1));
}

/** Sorts the slots that hold a wanted rank, and interpolates between neighbours. */
function exactPercentiles({ f, z, scratch, sorted }: Context, frame: Local, count: number): void {
  const rank = f.local('i32');
  const last = count - 1;
  Z_PERCENTILES.forEach((q, i) => {
    f.store('i32.store', scratch, RANKS + i * 4, Math.floor(q * last));
  });
  const entry = f.local('i32', scratch);
  const pair = f.local('i32', scratch);
  const done = f.local('i32', -1);
  const place = i32.add(scratch, i32.shl(rank, 2));
  f.repeat(Z_PERCENTILES.length, () => {
    f.set(rank, i32.load(entry, RANKS));
    // The neighbour above is mostly of the same slot.
    const slot = slotOf(f, scratch, rank);
    const sortOnce = (): void => {
      f.if(i32.ne(slot, done), () => sortSlot(f, { z, scratch, sorted }, slot));
      f.set(done, slot);
    };
    sortOnce();
    storeF32(f, pair, VALUES, f32.load(place, sorted));
    f.set(rank, choose(i32.add(rank, 1), rank, i32.lt(rank, last)));
    f.if(i32.ge(rank, i32.load(i32.add(scratch, i32.shl(slot, 2)), STARTS + 4)), () => {
      f.set(slot, slotOf(f, scratch, rank));
      sortOnce();
    });
    storeF32(f, pair, VALUES + 4, f32.load(place, sorted));
    f.advance(entry, 4);
    f.advance(pair, 8);
  });
  Z_PERCENTILES.forEach((q, i) => {
    const part = q * (count - 1) - Math.floor(q * (count - 1));
    const low = f32.load(scratch, VALUES + i * 8);
    const step = f32.mul(f32.sub(f32.load(scratch, VALUES + i * 8 + 4), low), f32.value(part));
    storeF32(f, frame, field('p5') + i * 4, part === 0 ? low : f32.add(low, step));
  });
}

/** Sorts one slot's values to their ranks, by insertion as they come off the list: there are few, or an equal many. */
function sortSlot(
  f: FunctionBuilder,
  { z, scratch, sorted }: Pick<Context, 'z' | 'scratch' | 'sorted'>,
  slot: Local,
): void {
  const place = i32.add(scratch, i32.shl(slot, 2));
  const start = f.local('i32', i32.add(scratch, i32.shl(i32.load(place, STARTS), 2)));
  const next = f.local('i32', start);
  const word = f.local('i32', i32.load(place, COUNTS));
  const offset = f.local('i32');
  const hole = f.local('i32');
  const value = f.local('f32');
  f.while(i32.ne(i32.shr(word, 16), 0), () => {
    f.set(offset, i32.shl(i32.and(word, 0xffff), 2));
    f.set(value, f32.load(i32.add(z, offset)));
    f.set(word, i32.load(i32.add(scratch, offset), SLOT_LIST));
    f.set(hole, next);
    // Below the first place the load reads a neighbour, which is harmless: the order of the test decides.
    const above = i32.and(i32.ltUnsigned(start, hole), f32.gt(f32.load(i32.sub(hole, 4), sorted), value));
    f.while(above, () => {
      storeF32(f, hole, sorted, f32.load(i32.sub(hole, 4), sorted));
      f.advance(hole, -4);
    });
    storeF32(f, hole, sorted, value);
    f.advance(next, 4);
  });
}

/** Percentiles read off the histogram, linear inside a slot; under- and overflow reach to the extremes. */
function histogramPercentiles(
  { f, scratch }: Context,
  frame: Local,
  count: number,
  range: Range,
  moments: Moments,
): void {
  Z_PERCENTILES.forEach((q, i) => {
    storeF32(f, scratch, RANKS + i * 4, f32.value(q * (count - 1)));
  });
  const [entry, target] = [f.local('i32', scratch), f.local('i32', frame)];
  const wanted = f.local('f32');
  const [start, step, part, result] = [f.local('f32'), f.local('f32'), f.local('f32'), f.local('f32')];
  const [min, max] = extremes(f, moments);
  f.repeat(Z_PERCENTILES.length, () => {
    f.set(wanted, f32.load(entry, RANKS));
    const slot = slotOf(f, scratch, f.local('i32', i32.truncateF32(wanted)));
    const place = i32.add(scratch, i32.shl(slot, 2));
    const inside = f32.add(f32.sub(wanted, f32.convert(i32.load(place, STARTS))), f32.value(0.5));
    f.set(part, f32.div(inside, f32.convert(i32.load(place, COUNTS))));
    f.set(start, f32.add(range.low, f32.mul(f32.convert(i32.sub(slot, 1)), range.width)));
    f.set(step, range.width);
    f.if(i32.eqz(slot), () => {
      f.set(start, min);
      f.set(step, f32.sub(range.low, min));
    });
    f.if(i32.eq(slot, OVERFLOW), () => {
      f.set(start, range.high);
      f.set(step, f32.sub(max, range.high));
    });
    f.set(result, f32.add(start, f32.mul(step, part)));
    storeF32(f, target, field('p5'), f32.max(min, f32.min(max, result)));
    f.advance(entry, 4);
    f.advance(target, 4);
  });
}
