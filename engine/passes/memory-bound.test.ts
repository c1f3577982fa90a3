/** Memory of a run against what has to be alive: parameters, slots, and the most activations at any one time. */
import { expect, test } from 'vitest';
import { selectBackend } from '../backends/select';
import { sizeOf } from '../core/shape';
import type { Value } from '../ir/types';
import { ops } from '../ops/index';
import { check, sketch } from '../testing/documents';
import { compileGraph } from './pipeline';

type Sketch = Parameters<typeof sketch>[0];

/** Layers of a width, each with batch norm if asked, and an activation; then ten scores and their loss. */
function net(widths: readonly number[], norm: boolean, activation: string, algorithm: string): Sketch {
  const nodes: Record<string, Sketch[string]> = { data: { type: 'dataset', data: { source: 'digits' } } };
  let from = 'data';
  widths.forEach((units, i) => {
    nodes[`dense_${i}`] = { type: 'dense', data: { units, useBias: !norm }, from: { x: from } };
    if (norm) nodes[`bn_${i}`] = { type: 'batchNorm', from: { x: `dense_${i}` } };
    nodes[`act_${i}`] = {
      type: 'activation',
      data: { function: activation },
      from: { x: norm ? `bn_${i}` : `dense_${i}` },
    };
    from = `act_${i}`;
  });
  nodes.out = { type: 'dense', data: { units: 10 }, from: { x: from } };
  nodes.loss = { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'out', labels: 'data:labels' } };
  nodes.optimizer = { type: 'optimizer', data: { algorithm }, from: { loss: 'loss' } };
  return nodes;
}

const SIGNATURE = {
  featureShape: [784],
  classes: 10,
  trainRows: 1000,
  testRows: 100,
  classNames: Array.from({ length: 10 }, (_, i) => String(i)),
  preview: { kind: 'points', x: new Float32Array(0), y: new Float32Array(0), labels: new Float32Array(0) },
} as const;

test.each([
  ['784-128-64-10, Adam', net([128, 64], false, 'relu', 'adam'), 64],
  ['784-100-100-100-10 with batch norm', net([100, 100, 100], true, 'sigmoid', 'sgd'), 60],
  ['784-1024-1024-10, Adam', net([1024, 1024], false, 'relu', 'adam'), 256],
] as const)('%s takes at most 1.3 times what has to be alive', (_, nodes, batchSize) => {
  const { bytesOf } = selectBackend('wasm');
  const checked = check(sketch(nodes, { run: { batchSize } }), { data: new Map([['data', SIGNATURE]]) });
  const { program } = compileGraph(checked, { ops, mode: 'train', probes: true, bytesOf });
  const { graph, schedule, memory } = program;
  const dense = (shape: readonly number[]): number => 4 * sizeOf(shape);
  const outputs = new Set(Object.values(graph.outputs));
  const lives = schedule
    .map((id) => graph.values[id] as Value)
    .filter(({ op }) => op !== 'variable' && !ops.get(op)?.mutates)
    .map(({ id, op, shape }) => {
      const whole = op === 'feed' || op === 'constant' || outputs.has(id);
      const readers = schedule.flatMap((reader, time) => (graph.values[reader]?.inputs.includes(id) ? [time] : []));
      const made = schedule.indexOf(id);
      return whole ? { from: 0, to: schedule.length, shape } : { from: made, to: Math.max(made, ...readers), shape };
    });
  const alive = schedule.map((__, time) =>
    lives.reduce((sum, { from, to, shape }) => (from <= time && time <= to ? sum + dense(shape) : sum), 0),
  );
  const state = graph.variables.reduce((sum, { shape }) => sum + dense(shape), 0);
  const taken = graph.variables.reduce((sum, { shape }) => sum + bytesOf(shape), 0) + memory.bytes;
  expect(Math.max(...alive)).toBeGreaterThan(dense([batchSize, 784]));
  expect(taken / (state + Math.max(...alive))).toBeLessThan(1.3);
});
