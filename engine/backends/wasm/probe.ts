/**
 * Finds out, once in a process, what the host's WebAssembly can do: whether it has SIMD, whether it fuses multiply and
 * add, and which register tile it runs fastest. Hosts differ in ways that no version number tells (compiler flags that
 * pair 128-bit instructions to 256-bit ones), so tiles are timed on a small product, and the result is checked too.
 */
import { ModuleBuilder } from './assembler';
import { f32x4, load, madd, store } from './instructions';
import { matmulKernel, TILES, type Tile, type TileName } from './kernels/matmul';
import { layoutOf } from './layout';
import { instantiate, now, validates, webAssembly } from './webassembly';

export interface KernelChoice {
  /** Whether multiply and add are fused. */
  fma: boolean;
  tile: TileName;
  /** What was measured, in GFLOP/s; empty when the tile was given. */
  measured: Readonly<Partial<Record<TileName, number>>>;
}

interface ProbeOptions {
  tile?: TileName | 'auto';
  relaxed?: 'auto' | boolean;
}

const known = new Map<string, KernelChoice>();

/** Whether the host takes 128-bit vector instructions at all. */
export function hasSimd(): boolean {
  const module = new ModuleBuilder();
  module.add('probe', ['i32'], (f, [p]) => store(f, p ?? 0, 0, f32x4.add(load(p ?? 0), load(p ?? 0))));
  return validates(module.finish());
}

/** Whether `relaxed_madd` is there and rounds once. */
function fuses(): boolean {
  const module = new ModuleBuilder({ relaxed: true });
  module.add(
    'probe',
    ['i32'],
    (f, [p]) => store(f, p ?? 0, 48, madd(load(p ?? 0), load(p ?? 0, 16), load(p ?? 0, 32))),
    { exported: true },
  );
  const bytes = module.finish();
  if (!validates(bytes)) return false;
  const memory = new (webAssembly().Memory)({ initial: 1 });
  const floats = new Float32Array(memory.buffer);
  // (1 + 2⁻¹²)² − 1 − 2⁻¹¹ is 2⁻²⁴ exactly, and 0 when the square is rounded first.
  floats.fill(1 + 2 ** -12, 0, 8);
  floats.fill(-1 - 2 ** -11, 8, 12);
  instantiate(bytes, memory).probe?.(0);
  return floats[12] === 2 ** -24;
}

const CANDIDATES: readonly TileName[] = ['4x8', '6x8', '6x16'];
const ROWS = 48;
const INNER = 64;
const COLUMNS = 48;
/** Milliseconds for all candidates together, and the fewest rounds. */
const BUDGET = 24;
const ROUNDS = 6;
/** A candidate so much slower than the best may only be waiting for its optimized code: it gets more time. */
const SUSPECT = 2.2;
const PATIENCE = 120;

interface Candidate {
  name: TileName;
  run: () => void;
  best: number;
  output: Float32Array;
}

function prepare(name: TileName, relaxed: boolean): Candidate {
  const [a, b, output] = [layoutOf([ROWS, INNER]), layoutOf([INNER, COLUMNS]), layoutOf([ROWS, COLUMNS])];
  const tile: Tile = TILES[name];
  const shape = { rows: ROWS, inner: INNER, columns: COLUMNS, transposeA: false, transposeB: false, bias: false };
  const kernel = matmulKernel({ ...shape, a, b, output, tile });
  const module = new ModuleBuilder({ relaxed });
  module.add('run', ['i32', 'i32', 'i32', 'i32'], (f, parameters) => kernel.build(f, parameters), { exported: true });
  const memory = new (webAssembly().Memory)({ initial: 2 });
  const floats = new Float32Array(memory.buffer);
  // Small whole numbers: the product is exact, whatever the order.
  for (let i = 0; i < (a.bytes + b.bytes) / 4; i++) floats[i] = (i % 7) - 3;
  const start = a.bytes + b.bytes;
  const run = instantiate(module.finish(), memory).run as (...addresses: number[]) => number;
  return {
    name,
    run: () => run(0, a.bytes, start, start + output.bytes),
    best: Number.POSITIVE_INFINITY,
    output: floats.subarray(start / 4, (start + output.bytes) / 4),
  };
}

/** Times the candidates in turns until the budget is spent; what gives another result than the first is out. */
function fastest(relaxed: boolean): Pick<KernelChoice, 'tile' | 'measured'> {
  const candidates = CANDIDATES.map((name) => prepare(name, relaxed));
  const started = now();
  const enough = (): boolean => {
    const spent = now() - started;
    const times = candidates.map(({ best }) => best);
    return spent > PATIENCE || (spent > BUDGET && Math.max(...times) < SUSPECT * Math.min(...times));
  };
  // Enough calls in a turn to outlast the clock's resolution and to make the host optimize the code.
  const calls = 40;
  for (let round = 0; round < ROUNDS || !enough(); round++) {
    for (const candidate of candidates) {
      const start = now();
      for (let i = 0; i < calls; i++) candidate.run();
      candidate.best = Math.min(candidate.best, (now() - start) / calls);
    }
  }
  const [first] = candidates as [Candidate];
  const right = candidates.filter(({ output }) => output.every((value, i) => value === first.output[i]));
  const best = right.reduce((a, b) => (b.best < a.best ? b : a));
  const flops = 2 * ROWS * INNER * COLUMNS;
  return {
    tile: best.name,
    measured: Object.fromEntries(right.map(({ name, best: ms }) => [name, flops / ms / 1e6])),
  };
}

/**
 * The kernels for this process. Measures on the first call (some 25 ms) and remembers; a worker measures for itself.
 */
export function probeKernels({ tile = 'auto', relaxed = 'auto' }: ProbeOptions = {}): KernelChoice {
  const key = `${tile} ${relaxed}`;
  const before = known.get(key);
  if (before) return before;
  const fma = relaxed !== false && fuses();
  const choice = tile === 'auto' ? { fma, ...fastest(fma) } : { fma, tile, measured: {} };
  known.set(key, choice);
  return choice;
}
