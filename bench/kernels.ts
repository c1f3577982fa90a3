/**
 * Micro-benchmarks of the wasm backend: matrix products by shape and tile, and a training step taken apart into its
 * operations. Run through kernels.mjs. Times are the best of interleaved repeats.
 */
import { setV8Flags } from '../cli/v8-flags';
import type { Executable } from '../engine/backends/backend';
import { ModuleBuilder } from '../engine/backends/wasm/assembler';
import { createWasmBackend } from '../engine/backends/wasm/backend';
import { matmulKernel, TILES, type TileName } from '../engine/backends/wasm/kernels/matmul';
import { layoutOf } from '../engine/backends/wasm/layout';
import { probeKernels } from '../engine/backends/wasm/probe';
import { instantiate, webAssembly } from '../engine/backends/wasm/webassembly';
import { Stream } from '../engine/core/rng';
import { Session } from '../engine/index';
import { ops } from '../engine/ops/index';
import { NETS } from './nets';

setV8Flags(process.versions.node, process.env);

/** Left and right transposed or not, then rows, inner length and columns. */
const PRODUCTS: readonly [string, number, number, number][] = [
  ['NN', 64, 784, 128],
  ['TN', 784, 64, 128],
  ['NT', 64, 64, 128],
  ['NN', 60, 100, 100],
  ['NN', 64, 64, 10],
  ['TN', 64, 64, 10],
  ['NT', 64, 10, 64],
  ['NN', 256, 1024, 1024],
  ['TN', 1024, 256, 1024],
  ['NT', 256, 1024, 1024],
  ['NN', 32, 16, 16],
];

/** The best time of one call in milliseconds, for several functions in turns. */
function bestOf(runs: readonly (() => void)[], calls: number, rounds: number): number[] {
  const best = runs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    runs.forEach((run, i) => {
      const start = performance.now();
      for (let call = 0; call < calls; call++) run();
      best[i] = Math.min(best[i] as number, (performance.now() - start) / calls);
    });
  }
  return best;
}

function products(): void {
  const { fma, tile, measured } = probeKernels();
  console.log(`fma ${fma}, tile ${tile}, probe ${JSON.stringify(measured)}`);
  const memory = new (webAssembly().Memory)({ initial: 400 });
  new Float32Array(memory.buffer).fill(0.5);
  const names = ['4x8', '5x8', '6x8', '6x16'] as const satisfies TileName[];
  for (const [form, rows, inner, columns] of PRODUCTS) {
    const [transposeA, transposeB] = [form[0] === 'T', form[1] === 'T'];
    const a = layoutOf(transposeA ? [inner, rows] : [rows, inner]);
    const b = layoutOf(transposeB ? [columns, inner] : [inner, columns]);
    const output = layoutOf([rows, columns]);
    const runs = names.map((name) => {
      const shape = { rows, inner, columns, a, b, output, transposeA, transposeB, bias: false };
      const kernel = matmulKernel({ ...shape, tile: TILES[name] });
      const module = new ModuleBuilder({ relaxed: fma });
      module.add('run', ['i32', 'i32', 'i32', 'i32'], (f, parameters) => kernel.build(f, parameters), {
        exported: true,
      });
      const run = instantiate(module.finish(), memory).run as (...addresses: number[]) => number;
      const start = 1024 + a.bytes + b.bytes;
      return () => void run(1024, 1024 + a.bytes, start, start + output.bytes);
    });
    const flops = 2 * rows * inner * columns;
    const best = bestOf(runs, Math.max(1, Math.round(2e7 / flops)), 25);
    const speeds = names.map((name, i) => `${name} ${(flops / (best[i] as number) / 1e6).toFixed(1).padStart(6)}`);
    console.log(`${`${form} ${rows}x${inner}x${columns}`.padEnd(18)} ${speeds.join('   ')}`);
  }
}

/** Fills all memory that an executable can reach with normal numbers. */
function fill(executable: Executable): void {
  const feed = executable.program.graph.feeds[0];
  if (!feed) return;
  const { data } = executable.feed(feed.name);
  const all = new Float32Array(data.buffer as ArrayBuffer);
  const stream = new Stream(1, 'fill');
  const numbers = Float32Array.from({ length: 65521 }, () => stream.normal());
  for (let i = 0; i < all.length; i += numbers.length) all.set(numbers.subarray(0, all.length - i), i);
}

async function step(name: string): Promise<void> {
  const document = NETS[name];
  if (!document) throw new Error(`No such net. There are: ${Object.keys(NETS).join(', ')}.`);
  const backend = createWasmBackend(ops);
  const opened = await Session.open(document, { backend });
  if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
  const session = opened.value;
  const { program } = session.compiled;
  const device = backend.open(program.graph.variables);
  const whole = device.load(program);
  fill(whole);
  for (const { name: variable } of device.variables) {
    device.writeVariable(variable, session.device.readVariable(variable));
  }
  session.update(true);
  const calls = name === 'big' ? 1 : name === 'toy' ? 400 : 20;
  const rounds = name === 'big' ? 12 : 40;
  const single = program.schedule.filter(
    (id) => !whole.fusedInto.has(id) && !['feed', 'constant', 'variable'].includes(program.graph.values[id]?.op ?? ''),
  );
  // Each operation, with those that are done in its loops, as a program of its own, over numbers like activations.
  const parts = single.map((id) => {
    const schedule = program.schedule.filter((other) => other === id || whole.fusedInto.get(other) === id);
    const part = backend.open(program.graph.variables).load({ ...program, schedule });
    fill(part);
    return part;
  });
  const [withProbes = 0, without = 0, update = 0, ...times] = bestOf(
    [
      () => whole.run(true),
      () => whole.run(false),
      () => void session.update(true),
      ...parts.map((part) => () => part.run(true)),
    ],
    calls,
    rounds,
  );
  const micro = (ms: number): string => (ms * 1000).toFixed(2).padStart(10);
  let flops = 0;
  single.forEach((id, i) => {
    const value = program.graph.values[id];
    if (!value) return;
    const shapes = value.inputs.map((input) => program.graph.values[input]?.shape ?? []);
    const cost = ops.get(value.op)?.flops(shapes, value.shape, value.attributes) ?? 0;
    if (value.op === 'matmul') flops += cost;
    const speed = value.op === 'matmul' ? `${(cost / (times[i] as number) / 1e6).toFixed(1)} GFLOP/s` : '';
    const joined = [...whole.fusedInto].flatMap(([member, into]) =>
      into === id ? [program.graph.values[member]?.op] : [],
    );
    console.log(
      `${micro(times[i] as number)} µs  ${[value.op, ...joined].join(' + ').padEnd(24)} ${shapes
        .map((shape) => shape.join('x'))
        .join(' ')
        .padEnd(40)} ${speed}`,
    );
  });
  console.log(`${micro(times.reduce((a, b) => a + b, 0))} µs  sum of the parts`);
  console.log(
    `${micro(withProbes)} µs  step with z-statistics, ${(flops / withProbes / 1e6).toFixed(1)} GFLOP/s in products alone`,
  );
  console.log(
    `${micro(without)} µs  step without; z-statistics cost ${(100 * (withProbes / without - 1)).toFixed(1)} %`,
  );
  console.log(`${micro(update)} µs  update of a session: ${Math.round(1000 / update)} steps/s`);
  console.log(
    `compiled in ${session.compileMs.toFixed(1)} ms, of which code ${whole.compileMs.toFixed(1)} ms, ${whole.codeBytes} bytes`,
  );
  const { kernel, fma } = device.info;
  console.log(`Node ${process.versions.node}, kernel ${kernel}, fma ${fma}, net ${name}`);
}

const [what = 'products'] = process.argv.slice(2);
if (what === 'products') products();
else await step(what);
