/** What batch norm does to the optimization of a ReLU network on the digits (Santurkar et al. 2018), measured. */
import { expect, test } from 'vitest';
import { covariateShift } from '../../engine/runtime/measures/covariate-shift';
import { landscape } from '../../engine/runtime/measures/landscape';
import { wasm } from '../../engine/testing/backends';
import { sketch } from '../../engine/testing/documents';
import { openSession, train } from '../../engine/testing/sessions';

const EVERY = 50;
const WIDTHS = [100, 100, 100];
/** Drawn anew at every step: what batch norm has just made stable moves again. */
const NOISE = [
  ['factor', { operation: 'multiply', per: 'unit', low: 1, high: 1.25 }],
  ['offset', { operation: 'add', per: 'unit', low: -0.5, high: 0.5 }],
  ['jitter', { operation: 'add', per: 'example', low: -0.1, high: 0.1 }],
] as const;

/** 784-100-100-100-10 with ReLU, plain with batch norm before each activation, or with noise behind that; PyTorch's initial weights. */
function network(norm: 'none' | 'batch' | 'noisy', seed: number) {
  const init = { kernelInitializer: 'pytorchUniform', biasInitializer: 'pytorchUniform' };
  const nodes: Record<string, Parameters<typeof sketch>[0][string]> = {
    data: { type: 'dataset', data: { source: 'digits' } },
  };
  let before = 'data';
  WIDTHS.forEach((units, place) => {
    const [dense, bn, act] = [`dense_${place + 1}`, `bn_${place + 1}`, `relu_${place + 1}`];
    nodes[dense] = { type: 'dense', data: { units, ...init }, from: { x: before } };
    if (norm !== 'none') nodes[bn] = { type: 'batchNorm', data: { epsilon: 1e-5, momentum: 0.9 }, from: { x: dense } };
    let y = norm === 'none' ? dense : bn;
    for (const [name, data] of norm === 'noisy' ? NOISE : []) {
      nodes[`${name}_${place}`] = { type: 'noise', data: { distribution: 'uniform', ...data }, from: { x: y } };
      y = `${name}_${place}`;
    }
    nodes[act] = { type: 'activation', data: { function: 'relu' }, from: { x: y } };
    before = act;
  });
  nodes.dense_4 = { type: 'dense', data: { units: 10, ...init }, from: { x: before } };
  nodes.accuracy = { type: 'accuracy', from: { prediction: 'dense_4', labels: 'data:labels' } };
  nodes.loss = {
    type: 'crossEntropy',
    data: { fromLogits: true },
    from: { prediction: 'dense_4', labels: 'data:labels' },
  };
  nodes.optimizer = { type: 'optimizer', data: { algorithm: 'sgd', learningRate: 0.1 }, from: { loss: 'loss' } };
  return sketch(nodes, { seed, run: { batchSize: 60, probeEvery: 0, steps: 2000 } });
}

async function measure(norm: 'none' | 'batch' | 'noisy', seed: number, steps: number) {
  const session = await openSession(network(norm, seed), wasm.backend);
  let accuracy = 0;
  const [ranges, shifts, cosines]: [number[], number[], number[]] = [[], [], []];
  for (let step = 0; step < steps; step++) {
    if (step % EVERY === 0) {
      ranges.push(landscape(session).range);
      const third = covariateShift(session).find(({ nodeId }) => nodeId === 'dense_3');
      shifts.push(third?.shift ?? Number.NaN);
      cosines.push(third?.cosine ?? Number.NaN);
    }
    if (step === 100) {
      const evaluated = session.evaluate('test');
      accuracy = evaluated.ok ? (evaluated.value.metrics.accuracy as number) : Number.NaN;
    }
    train(session, 1);
  }
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
  return { accuracy, range: mean(ranges), shift: mean(shifts), cosine: mean(cosines) };
}

test.each([1, 2, 3])(
  'batch norm makes the loss smooth along its gradient, and cures no covariate shift (seed %i)',
  async (seed) => {
    const plain = await measure('none', seed, 2000);
    const normed = await measure('batch', seed, 2000);
    const noisy = await measure('noisy', seed, 101);
    expect(normed.accuracy - plain.accuracy).toBeGreaterThan(0.2);
    // Noise moves every layer's inputs at every step, and takes next to nothing of that away.
    expect(Math.abs(noisy.accuracy - normed.accuracy)).toBeLessThan(0.05);
    expect(noisy.accuracy - plain.accuracy).toBeGreaterThan(0.2);
    expect(plain.range / normed.range).toBeGreaterThan(5);
    // The gradients of the third layer are turned no less than without it.
    expect(normed.cosine).toBeLessThan(plain.cosine + 0.1);
  },
);
