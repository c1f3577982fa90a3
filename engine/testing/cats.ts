/** Networks that learn cats in three features, plain and with batch norm, and how well they do. */
import { Session } from '../runtime/session';
import { wasm } from './backends';
import { sketch } from './documents';

export interface CatsRun {
  norm: boolean;
  seed: number;
  /** The shift while it trains; on the test rows it is measured under others afterwards. */
  shift: readonly Record<string, unknown>[];
}

/** Accuracy on the 2,000 test rows as they are, and under the shift `recolour`. 3-16-16-2, Adam 1e-2, ten epochs of batch 64. */
export async function catsAccuracy({ norm, seed, shift }: CatsRun): Promise<{ black: number; coloured: number }> {
  const hidden = (name: string, from: string) => ({
    [`${name}d`]: { type: 'dense', data: { units: 16 }, from: { x: from } },
    ...(norm && { [`${name}n`]: { type: 'batchNorm', from: { x: `${name}d` } } }),
    [name]: { type: 'activation', data: { function: 'relu' }, from: { x: `${name}${norm ? 'n' : 'd'}` } },
  });
  const document = sketch(
    {
      data: { type: 'dataset', data: { source: 'cats3', samples: 4000, testFraction: 0.5, shift } },
      ...hidden('a', 'data:features'),
      ...hidden('b', 'a'),
      z: { type: 'dense', data: { units: 2 }, from: { x: 'b' } },
      loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'data:labels' } },
      accuracy: { type: 'accuracy', from: { prediction: 'z', labels: 'data:labels' } },
      optimizer: { type: 'optimizer', data: { algorithm: 'adam', learningRate: 0.01 }, from: { loss: 'loss' } },
    },
    { run: { batchSize: 64, epochs: 10, shuffle: true, probeEvery: 0, evaluateEvery: 0 } },
  );
  const opened = await Session.open({ ...document, seed }, { backend: wasm.backend });
  if (!opened.ok) throw new Error(opened.diagnostics.map(({ message }) => message).join('\n'));
  const session = opened.value;
  while (session.step < session.totalSteps) {
    const problem = session.update(false);
    if (problem) throw new Error(problem.message);
  }
  const measured = (now: readonly Record<string, unknown>[]): number => {
    const problem = session.set('data', 'shift', now);
    if (problem) throw new Error(problem.message);
    const result = session.evaluate('test');
    if (!result.ok) throw new Error(result.diagnostics[0]?.message);
    return result.value.metrics.accuracy as number;
  };
  return { black: measured([]), coloured: measured([{ kind: 'recolour', on: 'test' }]) };
}
