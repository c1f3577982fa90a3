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
import { type ElementMap, MapEmitter, mapKey } from '../elementwise';
import { i32, load, loadSplat, madd, shuffle, store } from '../instructions';
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
  epilogue?: Epilogue;
}

/**
 * A map done on each tile of the product while it is still in registers. Parameters after A, B and bias: the product if
 * it is kept, then those of the map but for the inputs that the product stands for.
 */
export interface Epilogue {
  map: ElementMap;
  /** Inputs of the map that are the product. */
  product: ReadonlySet<number>;
  /** Whether the product itself is written too. */
  keep: boolean;
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

/** Computes a tile and gives its sums, row by row. */
function emitTile(f: FunctionBuilder, spec: TileSpec, a: Local, b: Local, bias: Local | null): Local[] {
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
  return sums;
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

/** No tile has more sums. */
const MOST_SUMS = 24;

/** Panels at least this long, used by this many rows, with rows further apart than this, are copied together first. */
const PACKING = { inner: 128, rows: 32, stride: 64 };

/** Where a product goes, tile by tile. */
interface Output {
  /** The pointers that move with the tiles. */
  pointers: Local[];
  finish(spec: TileSpec, sums: readonly Local[], tile: readonly Local[]): void;
}

/** Writes a tile's rows, each `row` bytes after the one before. */
function storeTile(f: FunctionBuilder, sums: readonly Local[], vectors: number, to: Local, row: number): void {
  sums.forEach((sum, i) => {
    store(f, to, Math.floor(i / vectors) * row + (i % vectors) * 16, sum);
  });
}

/** Parameters of an epilogue's map, in order, without the product. */
const mapParameters = ({ map, product }: Epilogue): number[] => {
  const count = map.buffers + (map.scalars > 0 ? 1 : 0);
  const all = new Set([...Array(count).keys(), ...map.outputs.map(({ to }) => to)]);
  return [...all].filter((parameter) => !product.has(parameter));
};

/**
 * @param addresses the parameters after A, B and bias, without scratch
 * @param stage a pointer to scratch memory of one tile
 */
function outputOf(
  f: FunctionBuilder,
  epilogue: Epilogue | undefined,
  addresses: readonly Local[],
  stage: Local | null,
): Output {
  if (!epilogue || !stage) {
    return {
      pointers: [at(addresses, 0)],
      finish: ({ vectors, outputRow }, sums, [pointer]) => storeTile(f, sums, vectors, pointer as Local, outputRow),
    };
  }
  const { map, product, keep } = epilogue;
  const parameters = mapParameters(epilogue);
  const own = addresses.slice(keep ? 1 : 0);
  // The scalars' vector stays where it is: it is read here, once.
  const scalars = map.scalars > 0 ? parameters.indexOf(map.buffers) : -1;
  const pointers = addresses.filter((address) => address !== own[scalars]);
  let current: readonly Local[] = own;
  const emitter = new MapEmitter(f, map, (parameter) => at(current, parameters.indexOf(parameter)));
  return {
    pointers,
    finish({ rows, vectors, outputRow }, sums, tile) {
      if (keep) storeTile(f, sums, vectors, at(tile, 0), outputRow);
      // By way of memory: with all sums in registers there is no room for the map's own values.
      storeTile(f, sums, vectors, stage, vectors * 16);
      const row = f.local('i32', stage);
      const moving = tile.map((pointer) => f.local('i32', pointer));
      current = own.map((address) => moving[pointers.indexOf(address)] ?? address);
      f.repeat(rows, () => {
        for (let j = 0; j < vectors; j += 2) {
          const count = Math.min(2, vectors - j);
          const values = Array.from({ length: count }, (_, i) => f.local('v128', load(row, (j + i) * 16)));
          emitter.emit(j * 16, count, product, values);
        }
        f.advance(row, vectors * 16);
        for (const pointer of moving) f.advance(pointer, outputRow);
      });
    },
  };
}

export function matmulKernel(spec: MatmulSpec): Kernel {
  const { rows, inner, columns, transposeA, transposeB } = spec;
  const split = splitColumns(columns, spec.tile.vectors);
  const panels = transposeB ? separateLast(split, columns) : split;
  const widest = Math.max(...panels.map((panel) => panel.size));
  const aStride = spec.a.stride * 4;
  const bStride = spec.b.stride * 4;
  const outputRow = spec.output.stride * 4;
  const packs = transposeB || (inner >= PACKING.inner && rows >= PACKING.rows && spec.b.stride > PACKING.stride);
  const strides = `${spec.a.stride}/${spec.b.stride}/${spec.output.stride}`;
  const form = `${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`;
  const { epilogue } = spec;
  const panelBytes = packs ? Math.ceil(inner / 4) * 4 * widest * 16 : 0;
  const stageBytes = epilogue ? MOST_SUMS * 16 : 0;
  const then = epilogue
    ? ` then ${mapKey(epilogue.map)} of ${[...epilogue.product].join(',')}${epilogue.keep ? ' kept' : ''}`
    : '';
  return {
    key: `matmul ${form} ${rows}x${inner}x${columns} strides ${strides}${spec.bias ? ' bias' : ''} tile ${spec.tile.name}${then}`,
    scratch: panelBytes + stageBytes,
    build(f, addresses) {
      const [a, b] = [at(addresses, 0), at(addresses, 1)];
      const bias = spec.bias ? at(addresses, 2) : null;
      const rest = addresses.slice(bias ? 3 : 2);
      const scratch = panelBytes + stageBytes > 0 ? at(rest, rest.length - 1) : null;
      const panel = packs ? scratch : null;
      const stage = epilogue && scratch ? f.local('i32', i32.add(scratch, panelBytes)) : null;
      const output = outputOf(f, epilogue, scratch ? rest.slice(0, -1) : rest, stage);
      let column = 0;
      for (const { size: vectors, count } of panels) {
        const tileSpec = {
          vectors,
          inner,
          aRow: transposeA ? 4 : aStride,
          aInner: transposeA ? aStride : 4,
          bInner: panel ? vectors * 16 : bStride,
          outputRow,
        };
        const start = column;
        f.repeat(count, () => {
          if (panel) {
            if (transposeB) {
              const left = columns - start * 4 - (count - 1) * vectors * 4;
              emitTransposedPanel(f, b, panel, { inner, vectors, rowBytes: bStride, rows: left });
            } else emitPackedPanel(f, b, panel, { inner, vectors, rowBytes: bStride });
          }
          const pa = f.local('i32', a);
          const tile = output.pointers.map((pointer) => f.local('i32', pointer));
          for (const run of splitRows(rows, tileRows(spec.tile, vectors))) {
            f.repeat(run.count, () => {
              const size = { ...tileSpec, rows: run.size };
              output.finish(size, emitTile(f, size, pa, panel ?? b, bias), tile);
              f.advance(pa, run.size * tileSpec.aRow);
              for (const pointer of tile) f.advance(pointer, run.size * outputRow);
            });
          }
          f.advance(b, transposeB ? vectors * 4 * bStride : vectors * 16);
          for (const pointer of output.pointers) f.advance(pointer, vectors * 16);
          if (bias) f.advance(bias, vectors * 16);
        });
        column += vectors * count;
      }
    },
  };
}
