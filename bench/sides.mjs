/** What both benchmarks share: building, processes pinned to a core that answer requests, medians and tables. */
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export const NETS = ['toy', 'mnist', 'bn', 'big'];

/** Bundles the measuring program; it says where it lies. */
export async function buildSteps() {
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: at('steps.ts'), outDir: at('../out/bench'), emptyOutDir: false, minify: false },
  });
  return at('../out/bench/steps.js');
}

export const pytorchProgram = at('pytorch_steps.py');

const canPin = spawnSync('taskset', ['--version']).status === 0;
/** All sides run on the same core, one after another. */
const core = process.env.BENCH_CORE ?? String(availableParallelism() - 1);

const byCpu = process.env.CLOCK === 'cpu';
const clock = byCpu ? 'stepsPerCpuSecond' : 'stepsPerSecond';

/** How it is measured, for the record. */
export const conditions = [
  canPin ? `pinned to core ${core}` : 'not pinned: there is no taskset',
  byCpu ? 'seconds of processor time' : 'seconds of the wall clock',
].join(', ');

/** A process that answers requests, a line of JSON each way. */
export class Side {
  /** @param {string} name @param {string} program @param {string[]} parameters @param {Record<string, string>} env */
  constructor(name, program, parameters, env = {}) {
    this.name = name;
    const [command, all] = canPin ? ['taskset', ['-c', core, program, ...parameters]] : [program, parameters];
    const threads = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
    this.child = spawn(command, all, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...threads, ...env },
    });
    this.ended = new Promise((_, reject) => {
      this.child.on('error', reject);
      this.child.on('exit', (code) => reject(new Error(`${name} ended with code ${code}.`)));
    });
    this.ended.catch(() => {});
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** @param {object} request */
  async ask(request) {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    return done ? this.ended : JSON.parse(value);
  }

  /** Steps per second over some time, by the clock that was chosen. */
  async rate(net, seconds, z = true) {
    return (await this.ask({ net, seconds, z }))[clock];
  }

  close() {
    this.child.stdin.end();
  }
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three digits that matter. */
export const short = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** Prints rows of equal length in columns. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) {
    console.log(
      row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join('  '),
    );
  }
}

/** The Nodes to measure: this one, and that of NODE24 if it is set. */
export function zlensSides(program, withNarrow = false) {
  const sides = [];
  const add = (name, node, env) => sides.push(new Side(name, node, [program], env));
  add(`Zlens, Node ${process.versions.node.split('.')[0]}`, process.execPath);
  if (process.env.NODE24) {
    add('Zlens, Node 24', process.env.NODE24);
    if (withNarrow) add('Zlens, Node 24, 128-bit', process.env.NODE24, { ZLENS_V8_FLAGS: 'off' });
  }
  return sides;
}

/** Measures all sides in turns and gives, for each, the rates of the rounds. Warms each up first. */
export async function interleave(sides, net, { rounds, seconds, warm }) {
  for (const side of sides) await side.rate(net, warm);
  const rates = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, side] of sides.entries()) rates[i].push(await side.rate(net, seconds));
  }
  return rates;
}
