import { expect, test } from 'vitest';
import { reference, wasm } from '../testing/backends';
import { sketch } from '../testing/documents';
import { Session } from './session';

const document = sketch(
  {
    data: {
      type: 'dataset',
      data: {
        source: 'catDogChick',
        samples: 40,
        size: 9,
        shift: [{ kind: 'rotate', degrees: 20, from: 3, on: 'all' }],
      },
    },
    flat: { type: 'flatten', from: { x: 'data' } },
    z: { type: 'dense', data: { units: 4 }, from: { x: 'flat' } },
    loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'data:labels' } },
    optimizer: { type: 'optimizer', data: { algorithm: 'sgd', learningRate: 0.01 }, from: { loss: 'loss' } },
  },
  { run: { batchSize: 8, steps: 8, shuffle: true, probeEvery: 0, evaluateEvery: 0 } },
);

async function losses(backend: typeof wasm.backend, shift?: unknown): Promise<number[]> {
  const opened = await Session.open(document, { backend });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  const session = opened.value;
  if (shift !== undefined) expect(session.set('data', 'shift', shift)).toBeNull();
  return Array.from({ length: 6 }, () => {
    expect(session.update(false)).toBeNull();
    return session.loss;
  });
}

test('pictures reach a tensor of three axes whole, on both backends, shifted or not', async () => {
  const [generated, interpreted] = [await losses(wasm.backend), await losses(reference.backend)];
  generated.forEach((loss, step) => {
    expect(loss).toBeCloseTo(interpreted[step] as number, 4);
  });
});

test('a shift begins at its step, and a live change of it compiles nothing', async () => {
  const [shifted, plain] = [await losses(wasm.backend), await losses(wasm.backend, [])];
  expect(shifted.slice(0, 3)).toEqual(plain.slice(0, 3));
  expect(shifted[3]).not.toBe(plain[3]);
});
