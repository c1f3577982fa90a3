/** Documents that tests train. */
import type { GraphDocument, RunSettings } from '../document/types';
import { sketch } from './documents';

interface Options {
  run?: Partial<RunSettings>;
  seed?: number;
  data?: Record<string, unknown>;
  optimizer?: Record<string, unknown>;
  norm?: boolean;
  activation?: string;
}

/** 2-6-3 on small blobs: a dense layer, batch norm unless it is switched off, an activation, a dense layer, softmax. */
export function blobsNet({
  run,
  seed,
  data,
  optimizer,
  norm = true,
  activation = 'tanh',
}: Options = {}): GraphDocument {
  return sketch(
    {
      data: {
        type: 'dataset',
        data: { source: 'blobs', samples: 90, classes: 3, noise: 0.5, testFraction: 0.2, ...data },
      },
      dense_1: { type: 'dense', data: { units: 6, useBias: !norm }, from: { x: 'data' } },
      ...(norm ? { bn: { type: 'batchNorm', from: { x: 'dense_1' } } } : {}),
      act: { type: 'activation', data: { function: activation }, from: { x: norm ? 'bn' : 'dense_1' } },
      dense_2: { type: 'dense', data: { units: 3 }, from: { x: 'act' } },
      softmax: { type: 'softmax', from: { x: 'dense_2' } },
      accuracy: { type: 'accuracy', from: { prediction: 'softmax', labels: 'data:labels' } },
      loss: { type: 'crossEntropy', from: { prediction: 'softmax', labels: 'data:labels' } },
      optimizer: {
        type: 'optimizer',
        data: { algorithm: 'adam', learningRate: 0.02, ...optimizer },
        from: { loss: 'loss' },
      },
    },
    { run: { batchSize: 12, steps: 60, evaluateEvery: 0, ...run }, seed },
  );
}
