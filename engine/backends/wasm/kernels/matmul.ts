/**
 * Matrix products, the bulk of all work. The output is computed in register tiles of rows × vectors, one vector panel
 * of the output after the other. Inside a tile every element is summed over k from first to last, starting from the
 * bias: the result of an element depends neither on the tile's size nor on its place, bit for bit.
 *
 * A transposed left operand only changes the strides of A. A transposed right operand is transposed panel by panel
 * into scratch memory first, as are panels whose rows lie too far apart for the cache.
 *
 * @see Goto and van de Geijn, Anatomy of high-performance matrix multiplication, 2008
 */
import type { FunctionBuilder, Local } from '../assembler';
import { load, loadSplat, madd, shuffle, store } from '../instructions';
import { at, type Kernel } from '../kernel';
import type { Layout } from '../layout';

/** The shape of a register tile. */
export interface Tile {
  name: string;
  rows: number;
  /** Vectors of four columns. */
  vectors: number;
}

export const TILES = {
  '4x8': { name: '4x8', rows: 4, vectors: 2 },
  '5x8': { name: '5x8', rows: 5, vectors: 2 },
  '6x8': { name: '6x8', rows: 6, vectors: 2 },
  '4x12': { name: '4x12', rows: 4, vectors: 3 },
  '6x16': { name: '6x16', rows: 6, vectors: 4 },
} as const satisfies Record<string, Tile>;

export type TileName = keyof typeof TILES;

export interface MatmulSpec {
  rows: number;
  inner: number;
  columns: number;
  a: Layout;
  b: Layout;
  output: Layout;
  transposeA: boolean;
  transposeB: boolean;
  bias: boolean;
  tile: Tile;
}

/** `count` equal pieces of `size`, one after the other. */
interface Run {
  size: number;
  count: number;
}

/** Rows in tiles of at most `most`, the last two evened out so that no tile is too small to hide latency. */
export function splitRows(rows: number, most: number): Run[] {
  const whole = Math.floor(rows / most);
  const rest = rows % most;
  if (rest === 0) return [{ size: most, count: whole }];
  if (whole === 0) return [{ size: rest, count: 1 }];
  const upper = Math.ceil((most + rest) / 2);
  const lower = most + rest - upper;
  const runs = [{ size: most, count: whole - 1 }];
  if (upper === lower) runs.push({ size: upper, count: 2 });
  else runs.push({ size: upper, count: 1 }, { size: lower, count: 1 });
  return runs.filter((run) => run.count > 0);
}

/** Columns in panels of whole vectors; a last panel may be narrower, or reach into the padding. */
export function splitColumns(columns: number, vectors: number): Run[] {
  const needed = Math.ceil(columns / 4);
  const runs: Run[] = [];
  let whole = Math.floor(needed / vectors);
  let rest = needed % vectors;
  if (vectors === 2 && rest === 1 && whole > 0) {
    whole--;
    rest = 3;
  }
  if (vectors === 4 && rest === 3) rest = 4;
  if (vectors === 4 && rest === 1 && needed > 1) rest = 2;
  if (whole > 0) runs.push({ size: vectors, count: whole });
  if (rest > 0) runs.push({ size: rest, count: 1 });
  return runs;
}

/** A last panel that reaches past the columns is a run of its own: it has fewer rows of B to transpose. */
function separateLast(runs: readonly Run[], columns: number): Run[] {
  const last = runs[runs.length - 1];
  if (!last || last.count === 1 || columns % (last.size * 4) === 0) return [...runs];
  return [...runs.slice(0, -1), { ...last, count: last.count - 1 }, { ...last, count: 1 }];
}

/** Rows of a tile for panels narrower or wider than the chosen tile: about a dozen accumulators. */
function tileRows(tile: Tile, vectors: number): number {
  if (vectors === tile.vectors) return tile.rows;
  if (vectors === 1) return 8;
  if (vectors === 2) return tile.vectors === 4 ? 6 : tile.rows;
  return vectors === 3 ? 3 : 2;
}

interface TileSpec {
  rows: number;
  vectors: number;
  inner: number;
  /** Byte steps of A along the output's rows and along k, of B along k, of the output along rows. */
  aRow: number;
  aInner: number;
  bInner: number;
  outputRow: number;
}

function emitTile(f: FunctionBuilder, spec: TileSpec, a: Local, b: Local, output: Local, bias: Local | null): void {
  const { rows, vectors } = spec;
  const sums = f.locals(rows * vectors, 'v128');
  const right = f.locals(vectors, 'v128');
  const left = f.local('v128');
  for (let j = 0; j < vectors; j++) {
    const first = at(sums, j);
    f.set(first, bias ? load(bias, j * 16) : f.splat(0));
    for (let i = 1; i < rows; i++) f.set(at(sums, i * vectors + j), first);
  }
  const pa = f.local('i32', a);
  const pb = f.local('i32', b);
  f.repeat(spec.inner, () => {
    right.forEach((vector, j) => {
      f.set(vector, load(pb, j * 16));
    });
    for (let i = 0; i < rows; i++) {
      f.set(left, loadSplat(pa, i * spec.aRow));
      right.forEach((vector, j) => {
        const sum = at(sums, i * vectors + j);
        f.set(sum, madd(left, vector, sum));
      });
    }
    f.advance(pa, spec.aInner);
    f.advance(pb, spec.bInner);
  });
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < vectors; j++) store(f, output, i * spec.outputRow + j * 16, at(sums, i * vectors + j));
  }
}

/** Writes rows `first` … of B, transposed, as a panel [inner][vectors · 4] to `panel`. Rows beyond the last repeat it. */
function emitTransposedPanel(
  f: FunctionBuilder,
  source: Local,
  panel: Local,
  spec: { inner: number; vectors: number; rowBytes: number; rows: number },
): void {
  const width = spec.vectors * 16;
  const from = f.local('i32', source);
  const to = f.local('i32', panel);
  const lines = f.locals(4, 'v128');
  const [l0, l1, l2, l3] = lines as [Local, Local, Local, Local];
  const [low01, low23, high01, high23] = f.locals(4, 'v128') as [Local, Local, Local, Local];
  f.repeat(Math.ceil(spec.inner / 4), () => {
    for (let j = 0; j < spec.vectors; j++) {
      lines.forEach((line, i) => {
        f.set(line, load(from, Math.min(j * 4 + i, spec.rows - 1) * spec.rowBytes));
      });
      f.set(low01, shuffle(l0, l1, [0, 4, 1, 5]));
      f.set(low23, shuffle(l2, l3, [0, 4, 1, 5]));
      f.set(high01, shuffle(l0, l1, [2, 6, 3, 7]));
      f.set(high23, shuffle(l2, l3, [2, 6, 3, 7]));
      store(f, to, j * 16, shuffle(low01, low23, [0, 1, 4, 5]));
      store(f, to, j * 16 + width, shuffle(low01, low23, [2, 3, 6, 7]));
      store(f, to, j * 16 + 2 * width, shuffle(high01, high23, [0, 1, 4, 5]));
      store(f, to, j * 16 + 3 * width, shuffle(high01, high23, [2, 3, 6, 7]));
    }
    f.advance(from, 16);
    f.advance(to, 4 * width);
  });
}

/** Copies a panel of B, [inner][vectors · 4], to consecutive memory. */
function emitPackedPanel(
  f: FunctionBuilder,
  source: Local,
  panel: Local,
  spec: { inner: number; vectors: number; rowBytes: number },
): void {
  const from = f.local('i32', source);
  const to = f.local('i32', panel);
  f.repeat(spec.inner, () => {
    for (let j = 0; j < spec.vectors; j++) store(f, to, j * 16, load(from, j * 16));
    f.advance(from, spec.rowBytes);
    f.advance(to, spec.vectors * 16);
  });
}

export const packingLimits = { inner: 128, rows: 32, stride: 64 };

export function matmulKernel(spec: MatmulSpec): Kernel {
  const { rows, inner, columns, transposeA, transposeB } = spec;
  const split = splitColumns(columns, spec.tile.vectors);
  const panels = transposeB ? separateLast(split, columns) : split;
  const widest = Math.max(...panels.map((panel) => panel.size));
  const aStride = spec.a.stride * 4;
  const bStride = spec.b.stride * 4;
  const outputRow = spec.output.stride * 4;
  const packs =
    transposeB || (inner >= packingLimits.inner && rows >= packingLimits.rows && spec.b.stride > packingLimits.stride);
  const strides = `${spec.a.stride}/${spec.b.stride}/${spec.output.stride}`;
  const form = `${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`;
  return {
    key: `matmul ${form} ${rows}x${inner}x${columns} strides ${strides}${spec.bias ? ' bias' : ''} tile ${spec.tile.name}`,
    scratch: packs ? Math.ceil(inner / 4) * 4 * widest * 16 : 0,
    build(f, addresses) {
      const [a, b] = [at(addresses, 0), at(addresses, 1)];
      const bias = spec.bias ? at(addresses, 2) : null;
      const output = at(addresses, spec.bias ? 3 : 2);
      const scratch = packs ? at(addresses, spec.bias ? 4 : 3) : null;
      let column = 0;
      for (const { size: vectors, count } of panels) {
        const tileSpec = {
          vectors,
          inner,
          aRow: transposeA ? 4 : aStride,
          aInner: transposeA ? aStride : 4,
          bInner: scratch ? vectors * 16 : bStride,
          outputRow,
        };
        const start = column;
        f.repeat(count, () => {
          if (scratch) {
            if (transposeB) {
              const left = columns - start * 4 - (count - 1) * vectors * 4;
              emitTransposedPanel(f, b, scratch, { inner, vectors, rowBytes: bStride, rows: left });
            } else emitPackedPanel(f, b, scratch, { inner, vectors, rowBytes: bStride });
          }
          const pa = f.local('i32', a);
          const pc = f.local('i32', output);
          for (const run of splitRows(rows, tileRows(spec.tile, vectors))) {
            f.repeat(run.count, () => {
              emitTile(f, { ...tileSpec, rows: run.size }, pa, scratch ?? b, pc, bias);
              f.advance(pa, run.size * tileSpec.aRow);
              f.advance(pc, run.size * outputRow);
            });
          }
          f.advance(b, transposeB ? vectors * 4 * bStride : vectors * 16);
          f.advance(output, vectors * 16);
          if (bias) f.advance(bias, vectors * 16);
        });
        column += vectors * count;
      }
    },
  };
}
