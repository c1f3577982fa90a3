/** Inputs at the edge of what numbers can hold: finite where mathematics is, and told with node and step where it is not. */
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../engine/core/diagnostics';
import { ALGORITHMS } from '../../engine/nodes/optimizers/algorithms';
import { Session } from '../../engine/runtime/session';
import { backends } from '../../engine/testing/backends';
import { check, namesOf, sketch } from '../../engine/testing/documents';
import { blobsNet } from '../../engine/testing/networks';
import { runNodes } from '../../engine/testing/programs';
import { openSession, train } from '../../engine/testing/sessions';

const EXTREMES = [-1e30, -1e4, -100, -1e-30, -0, 0, 1e-30, 100, 1e4, 1e30];
const BOUNDED: Readonly<Record<string, [number, number]>> = { sigmoid: [0, 1], tanh: [-1, 1] };

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  test.each(['relu', 'leakyRelu', 'elu', 'gelu', 'sigmoid', 'tanh', 'softplus'])(
    '%s and its derivative are finite for any finite input',
    (name) => {
      const checked = check(
        sketch({
          x: { type: 'variable', data: { initialValue: EXTREMES, shape: [1, EXTREMES.length] } },
          act: { type: 'activation', data: { function: name }, from: { x: 'x' } },
          small: { type: 'constant', data: { value: 1e-32 } },
          scaled: { type: 'multiply', from: { a: 'act', b: 'small' } },
          y: { type: 'constant', data: { value: 0, shape: [1] } },
          loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'scaled', labels: 'y' } },
          optimizer: { type: 'optimizer', from: { loss: 'loss' } },
        }),
      );
      const running = runNodes(checked, backend).run();
      const y = running.read('act.y');
      expect([...y].every(Number.isFinite)).toBe(true);
      expect([...running.read('gradient/x/value')].every(Number.isFinite)).toBe(true);
      const [low, high] = BOUNDED[name] ?? [-Infinity, Infinity];
      expect([...y].every((value) => value >= low && value <= high)).toBe(true);
    },
  );

  test.each([[1e4], [1e30]])('logits of ±%d give a finite loss and gradient', (size) => {
    const checked = check(
      sketch({
        z: { type: 'variable', data: { initialValue: [size, -size, 0, -size, size, size], shape: [2, 3] } },
        y: { type: 'constant', data: { value: [1, 0] } },
        loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'y' } },
        optimizer: { type: 'optimizer', from: { loss: 'loss' } },
      }),
    );
    const running = runNodes(checked, backend).run();
    expect(Number.isFinite(running.read('loss')[0])).toBe(true);
    expect([...running.read('gradient/z/value')].every(Number.isFinite)).toBe(true);
  });

  test('a probability of 0 for the right class gives a large, finite loss', () => {
    const checked = check(
      sketch({
        p: { type: 'variable', data: { initialValue: [0, 1], shape: [1, 2] } },
        y: { type: 'constant', data: { value: [0] } },
        loss: { type: 'crossEntropy', from: { prediction: 'p', labels: 'y' } },
        optimizer: { type: 'optimizer', from: { loss: 'loss' } },
      }),
    );
    const running = runNodes(checked, backend).run();
    expect(running.read('loss')[0]).toBeCloseTo(-Math.log(1e-7), 4);
    expect([...running.read('gradient/p/value')].every(Number.isFinite)).toBe(true);
  });

  test('a unit that is constant over the batch is normalized to 0, with a finite gradient', () => {
    const checked = check(
      sketch({
        x: { type: 'variable', data: { initialValue: [5, 1, 5, 2, 5, 3], shape: [3, 2] } },
        bn: { type: 'batchNorm', from: { x: 'x' } },
        y: { type: 'constant', data: { value: [0, 1, 0] } },
        loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'bn', labels: 'y' } },
        optimizer: { type: 'optimizer', from: { loss: 'loss' } },
      }),
    );
    const running = runNodes(checked, backend).run();
    const first = [...running.read('bn.y')].filter((_, i) => i % 2 === 0);
    expect(first).toEqual([0, 0, 0]);
    expect([...running.read('gradient/x/value')].every(Number.isFinite)).toBe(true);
  });

  test('large values that are close together are normalized like small ones', () => {
    const offsets = [-1, 1, 0, 2, -2];
    const norm = (at: number): Float64Array =>
      runNodes(
        check(
          sketch({
            x: { type: 'constant', data: { value: offsets.map((offset) => at + offset), shape: [5, 1] } },
            bn: { type: 'batchNorm', from: { x: 'x' } },
          }),
        ),
        backend,
      )
        .run()
        .read('bn.y');
    const [near, far] = [norm(0), norm(10_000)];
    far.forEach((value, i) => {
      expect(Math.abs(value - (near[i] as number))).toBeLessThan(1e-4);
    });
  });

  const FILES = { 'one.csv': `x,y,label\n${'1,2,0\n2,1,0\n'.repeat(4)}` };
  const table = (useBias = true) =>
    sketch(
      {
        data: { type: 'dataset', data: { source: 'csv', path: 'one.csv', testFraction: 0, scale: 'standard' } },
        z: { type: 'dense', data: { units: 2, useBias }, from: { x: 'data' } },
        loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'data:labels' } },
        optimizer: { type: 'optimizer', from: { loss: 'loss' } },
      },
      { run: { batchSize: 4 } },
    );

  test('data of one class is learnt without NaN, and the classes that are not there are told', async () => {
    const opened = await Session.open(table(), { backend, files: FILES });
    expect(namesOf(opened.diagnostics)).toEqual(['unusedClasses']);
    if (opened.ok) expect(Number.isFinite(train(opened.value, 50).loss)).toBe(true);
  });

  test('a feature that never changes is scaled to something finite', async () => {
    const files = { 'one.csv': `x,y,label\n${'1,7,0\n2,7,1\n'.repeat(4)}` };
    const session = train(await openSession(table(), backend, { files }), 20);
    expect(session.checkState()).toBeNull();
    expect(Number.isFinite(session.loss)).toBe(true);
  });

  const tooFast = precision === 'float64' ? 1e200 : 1e30;
  const methods = ALGORITHMS.flatMap(({ name }) =>
    ['keras', 'pytorch'].map((convention) => [name, convention] as const),
  );

  test.each(methods)('%s of %s with a rate far too high stops with node and step, or stays finite', async (...of) => {
    const [algorithm, convention] = of;
    const optimizer = { algorithm, convention, learningRate: tooFast };
    const session = await openSession(blobsNet({ norm: false, activation: 'relu', optimizer }), backend);
    let problem: Diagnostic | null = null;
    for (let i = 0; i < 12 && !problem; i++) problem = session.update();
    problem ??= session.checkState();
    if (problem) {
      expect(problem.code).toBe('ZL601');
      expect(session.checked.byId.has(problem.where.nodeId ?? '')).toBe(true);
      expect(problem.message).toMatch(/at step \d+,/);
    } else {
      expect(Number.isFinite(session.loss)).toBe(true);
      // Steps of an adaptive method are as long as the rate, whatever the gradient is.
      expect(['adagrad', 'rmsprop', 'adam', 'adamW']).toContain(algorithm);
    }
  });

  test('clipping keeps a gradient that is far too large from breaking the weights', async () => {
    const optimizer = { algorithm: 'sgd', learningRate: 0.1, clipNorm: 1 };
    const session = await openSession(blobsNet({ norm: false, activation: 'relu', optimizer }), backend);
    session.device.writeVariable(
      'dense_2/kernel',
      Array(18)
        .fill(0)
        .map((_, i) => (i % 2 ? 1e25 : -1e25)),
    );
    const before = session.device.readVariable('dense_1/kernel');
    session.update();
    const moved = session.device.readVariable('dense_1/kernel').map((value, i) => value - (before[i] as number));
    expect(Math.hypot(...moved)).toBeGreaterThan(0.09);
    expect(Math.hypot(...moved)).toBeLessThan(0.1001);
  });

  test('weights that are tiny stay tiny, and do not make steps slow or wrong', async () => {
    const session = await openSession(table(false), backend, { files: FILES });
    session.device.writeVariable('z/kernel', [1e-42, -1e-42, 1e-40, 0]);
    train(session, 3);
    expect(session.checkState()).toBeNull();
  });
});
