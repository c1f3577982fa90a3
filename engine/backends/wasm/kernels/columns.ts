/**
 * Operations that work column by column, done together on one block of columns after the other: what a block's first
 * operation leaves is still in registers or in the nearest cache for the next ones. Statistics of columns, normalization,
 * their derivatives and elementwise operations around them are such.
 *
 * A block goes through levels. On a level every row is read once, by all parts of that level; a part that needs a sum
 * over the rows stands on a later level than that sum. One operation alone is the same code with one part, and every part
 * adds up in its own order, so joining changes no bit.
 */
import type { Shape } from '../../../core/shape';
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { type ElementMap, Evaluator, isHeavy, mapKey, prepared } from '../elementwise';
import { f32x4, load, store } from '../instructions';
import { at, type Kernel } from '../kernel';
import { type Layout, layoutOf } from '../layout';
import { vectorsOf } from './walk';

/** What a part is given to write its code with. Vectors of the block are numbered from 0. */
export interface PartContext {
  f: FunctionBuilder;
  rows: number;
  vectors: number;
  /** Four numbers of an input that is one row, or of the first row of one that has many. */
  vector(input: number, j: number): Expression;
}

/** A part at work on one block: for every row the numbers of its inputs that have rows, in the order of `matrices`. */
export interface RunningPart {
  /** What it makes of a row; null where it only adds up. */
  row(inputs: readonly Expression[], j: number): Expression | null;
  /** The sum, when all rows are through. */
  finish?(j: number): Expression;
}

/** One operation as a part of a column kernel. */
export interface ColumnPart {
  /** Everything that its code depends on. */
  key: string;
  /** Places of the inputs that have rows. */
  matrices: readonly number[];
  /** Whether it gives one row, after all rows were read. */
  reduces: boolean;
  /** Whether it looks at an input's first row before all others, so that the input cannot be made on the same level. */
  peeks?: boolean;
  /** Vectors of a block that its registers suffice for, at most {@link BLOCK}. */
  widest: number;
  /** Sums that are added up by blocks of rows first. Set to zero by the kernel. */
  sums: 'none' | 'plain' | 'blocked';
  begin(context: PartContext, sums: readonly Local[]): RunningPart;
}

/** A part with the numbers of the values that it reads and writes. */
export interface WiredPart {
  part: ColumnPart;
  inputs: readonly number[];
  output: number;
  level: number;
  /** Whether the output is written; if not, it is only read on its own level. */
  stored: boolean;
}

/** Vectors of a block: a cache line. */
const BLOCK = 4;
const ROW_BLOCK = 64;

interface Level {
  parts: readonly WiredPart[];
  /** Values whose rows are read or written in memory on this level. */
  moving: ReadonlySet<number>;
  width: number;
}

function levelsOf(parts: readonly WiredPart[]): Level[] {
  const count = Math.max(...parts.map(({ level }) => level)) + 1;
  return Array.from({ length: count }, (_, level) => {
    const own = parts.filter((part) => part.level === level);
    const moving = new Set<number>();
    const made = new Set<number>();
    for (const { part, inputs, output, stored } of own) {
      for (const place of part.matrices) if (!made.has(at(inputs, place))) moving.add(at(inputs, place));
      if (part.reduces) continue;
      made.add(output);
      if (stored) moving.add(output);
    }
    const most = Math.min(BLOCK, ...own.map(({ part }) => part.widest));
    // Several parts share the registers.
    return { parts: own, moving, width: own.length > 1 ? Math.min(most, 2) : most };
  });
}

/** @param values number of values, each a parameter of the kernel in the order of their numbers */
export function columnKernel(layout: Layout, values: number, parts: readonly WiredPart[]): Kernel {
  const { rows, columns, stride } = layout;
  const wiring = parts.map(
    ({ part, inputs, output, level, stored }) => `${part.key}(${inputs}) ${stored ? '' : '~'}${output} at ${level}`,
  );
  const levels = levelsOf(parts);
  return {
    key: `columns ${rows}x${columns}/${stride}: ${wiring.join('; ')}`,
    build(f, addresses) {
      const all = addresses.slice(0, values);
      const advance = (bytes: number): void => {
        for (const pointer of all) f.advance(pointer, bytes);
      };
      const block = (vectors: number): void => {
        for (const level of levels) {
          const whole = Math.floor(vectors / level.width);
          const rest = vectors % level.width;
          f.repeat(whole, () => {
            emitLevel(f, layout, level, level.width, all);
            if (vectors > level.width) advance(level.width * 16);
          });
          if (rest > 0) emitLevel(f, layout, level, rest, all);
          if (vectors > level.width) advance(-whole * level.width * 16);
        }
      };
      const total = vectorsOf(columns);
      f.repeat(Math.floor(total / BLOCK), () => {
        block(BLOCK);
        advance(BLOCK * 16);
      });
      if (total % BLOCK > 0) block(total % BLOCK);
    },
  };
}

/** One part alone. Parameters: its inputs, then the output. */
export function singleColumnKernel(part: ColumnPart, shape: Shape, inputs: number): Kernel {
  const places = [...Array(inputs).keys()];
  const wired = { part, inputs: places, output: inputs, level: 0, stored: true };
  return columnKernel(layoutOf(shape), inputs + 1, [wired]);
}

/** An elementwise operation. Its inputs all have rows. */
export function mapPart(map: ElementMap): ColumnPart {
  const roots = prepared(map).map(({ value }) => value);
  return {
    key: `map ${mapKey(map)}`,
    matrices: [...Array(map.buffers).keys()],
    reduces: false,
    widest: isHeavy(map) ? 2 : 4,
    sums: 'none',
    begin: ({ f }) => ({
      row(inputs) {
        const loaded = inputs.map((input) => (typeof input === 'function' ? f.local('v128', input) : input));
        return new Evaluator(f, roots, (index) => at(loaded, index)).evaluate(at(roots, 0));
      },
    }),
  };
}

/** One pass over the rows of `vectors` vectors of columns. */
function emitLevel(
  f: FunctionBuilder,
  { rows, stride }: Layout,
  { parts, moving }: Level,
  vectors: number,
  addresses: readonly Local[],
): void {
  const lanes = [...Array(vectors).keys()];
  const pointers = new Map([...moving].map((value) => [value, f.local('i32', at(addresses, value))]));
  const zero = (sums: readonly Local[]): void => {
    for (const sum of sums) f.set(sum, f.splat(0));
  };
  const running = parts.map(({ part, inputs }) => {
    const totals = part.sums === 'none' ? [] : f.locals(vectors, 'v128');
    const inner = part.sums === 'blocked' && rows > ROW_BLOCK ? f.locals(vectors, 'v128') : null;
    zero(totals);
    const vector = (input: number, j: number): Expression => load(at(addresses, at(inputs, input)), j * 16);
    return { totals, inner, code: part.begin({ f, rows, vectors, vector }, inner ?? totals) };
  });
  const oneRow = (): void => {
    const known = new Map<number, Expression[]>();
    const rowOf = (value: number): Expression[] => {
      const pointer = pointers.get(value) as Local;
      const shared = parts.filter(({ part, inputs }) => part.matrices.some((place) => inputs[place] === value));
      const loaded = lanes.map(
        (j): Expression => (shared.length > 1 ? f.local('v128', load(pointer, j * 16)) : load(pointer, j * 16)),
      );
      known.set(value, loaded);
      return loaded;
    };
    parts.forEach(({ part, inputs, output, stored }, place) => {
      const read = part.matrices.map((input) => known.get(at(inputs, input)) ?? rowOf(at(inputs, input)));
      const { code } = at(running, place);
      const results = lanes.map((j) => {
        const result = code.row(
          read.map((list) => at(list, j)),
          j,
        );
        return result === null ? null : f.local('v128', result);
      });
      if (part.reduces) return;
      known.set(output, results as Local[]);
      if (!stored) return;
      results.forEach((result, j) => {
        store(f, pointers.get(output) as Local, j * 16, result as Local);
      });
    });
    for (const pointer of pointers.values()) f.advance(pointer, stride * 4);
  };
  const blocked = running.filter(({ inner }) => inner !== null);
  const someRows = (count: number): void => {
    for (const { inner } of blocked) zero(inner ?? []);
    f.repeat(count, oneRow);
    for (const { totals, inner } of blocked) {
      inner?.forEach((sum, j) => {
        f.set(at(totals, j), f32x4.add(at(totals, j), sum));
      });
    }
  };
  if (blocked.length === 0) f.repeat(rows, oneRow);
  else {
    f.repeat(Math.floor(rows / ROW_BLOCK), () => someRows(ROW_BLOCK));
    if (rows % ROW_BLOCK > 0) someRows(rows % ROW_BLOCK);
  }
  parts.forEach(({ part, output }, place) => {
    const { totals, inner, code } = at(running, place);
    if (!part.reduces) return;
    // The code adds to the inner sums; what is finished is the total.
    inner?.forEach((sum, j) => {
      f.set(sum, at(totals, j));
    });
    for (const j of lanes) store(f, at(addresses, output), j * 16, code.finish?.(j) as Expression);
  });
}
