/**
 * Training steps per second of Zlens and of PyTorch (eager), in turns on one core.
 *
 *   PYTHON=/path/to/python node bench/against-pytorch.mjs [toy] [mnist] [bn] [big]
 *
 *   PYTHON    an interpreter that has PyTorch and numpy; `python3` without it
 *   NODE24    a second Node to measure Zlens on
 *   FUSED=1   measures PyTorch's fused optimizers too
 *   CLOCK=cpu counts processor time, for a machine that has other work to do
 *   ROUNDS, BENCH_CORE
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  buildSteps,
  conditions,
  interleave,
  median,
  NETS,
  pytorchProgram,
  Side,
  short,
  table,
  zlensSides,
} from './sides.mjs';

const rounds = Number(process.env.ROUNDS ?? 7);
const python = process.env.PYTHON ?? 'python3';
const wanted = process.argv.slice(2);
const nets = wanted.length > 0 ? wanted : NETS;

const program = await buildSteps();
const folder = mkdtempSync(path.join(tmpdir(), 'zlens-bench-'));
const sides = [];
try {
  if (spawnSync(process.execPath, [program, 'data', folder], { stdio: 'inherit' }).status !== 0) {
    throw new Error('The data could not be written.');
  }
  const pytorch = new Side('PyTorch', python, [pytorchProgram, folder]);
  sides.push(...zlensSides(program, true), pytorch);
  if (process.env.FUSED) sides.push(new Side('PyTorch, fused optimizer', python, [pytorchProgram, folder, 'fused']));
  for (const side of sides) console.log(`${side.name}: ${JSON.stringify(await side.ask({}))}`);
  console.log(`${conditions}; medians of ${rounds} rounds in turns; ratios to PyTorch with their range\n`);
  const rows = [['', 'network', 'steps per second', 'ratio', 'lowest', 'highest']];
  for (const net of nets) {
    const seconds = net === 'big' ? 2 : 1;
    const rates = await interleave(sides, net, { rounds, seconds, warm: 2 });
    const base = rates[sides.indexOf(pytorch)];
    for (const [i, side] of sides.entries()) {
      const ratios = rates[i].map((rate, round) => rate / base[round]);
      const numbers = [median(rates[i]), median(ratios), Math.min(...ratios), Math.max(...ratios)];
      rows.push([side.name, net, ...numbers.map(short)]);
    }
  }
  table(rows);
} finally {
  for (const side of sides) side.close();
  rmSync(folder, { recursive: true, force: true });
}
