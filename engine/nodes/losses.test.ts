/** Losses against frozen values of PyTorch 2 in float64 (binary_cross_entropy, …_with_logits, mse_loss), and their shapes. */
import { describe, expect, test } from 'vitest';
import { reference, wasm } from '../testing/backends';
import { check, named, namesOf, sketch } from '../testing/documents';
import { expectNear } from '../testing/expect';
import { feedScalars, runNodes } from '../testing/programs';
import { openSession, succeeded } from '../testing/sessions';

type Sketch = Parameters<typeof sketch>[0];

const SGD = { type: 'optimizer', from: { loss: 'loss' } };
const learnt = (value: readonly number[], shape: readonly number[]) => ({
  type: 'variable',
  data: { initialValue: value, shape },
});
const fixed = (value: readonly number[], shape: readonly number[] = [value.length]) => ({
  type: 'constant',
  data: { value, shape },
});
const pair = (type: string, data = {}) => ({ type, data, from: { prediction: 'p', labels: 'y' } });

const LOGITS = [2, -1.5, 0.3, 40, -700, 0];
const TARGETS = [1, 0, 0.25, 1, 1, 0.5];

describe.each([
  {
    title: 'sigmoid cross-entropy from logits',
    nodes: { p: learnt(LOGITS, [3, 2]), y: fixed(TARGETS, [3, 2]), loss: pair('sigmoidCrossEntropy') },
    loss: 116.9668072856757,
    gradient: [-0.01986715367035295, 0.030404253967726058, 0.054073752801943174, 0, -0.16666666666666666, 0],
  },
  {
    title: 'a sum of cross-entropies from probabilities',
    nodes: {
      p: learnt([0.9, 0.2, 0.5, 0.7], [2, 2]),
      y: fixed([1, 0, 0.25, 1], [2, 2]),
      loss: pair('sigmoidCrossEntropy', { fromLogits: false, reduction: 'sum' }),
    },
    loss: 1.378326191470714,
    gradient: [-1.1111111111111112, 1.25, 1, -1.4285714285714286],
  },
  {
    title: 'mean squared error of a column',
    nodes: { p: learnt([0.9, 0.2, -3], [3, 1]), y: fixed([1, 0, 2]), loss: pair('meanSquaredError') },
    loss: 8.35,
    gradient: [-0.06666666666666665, 0.13333333333333333, -3.333333333333333],
  },
])('$title', ({ nodes, loss, gradient }) => {
  test.each([reference, wasm])('has PyTorch’s value and gradient on $name', (kind) => {
    const running = runNodes(check(sketch({ ...nodes, optimizer: SGD } as Sketch)), kind.backend);
    running.run();
    const relative = kind === reference ? 1e-12 : 1e-5;
    expectNear(running.read('loss'), [loss], { absolute: 1e-7, relative }, 'loss');
    expectNear(running.read('gradient/p/value'), gradient, { absolute: 1e-7, relative }, 'gradient');
  });
});

test('a sigmoid before the loss gives what the loss of logits gives, and stays finite', () => {
  const behind = {
    p: { type: 'activation', data: { function: 'sigmoid' }, from: { x: 'z' } },
    y: fixed(TARGETS, [3, 2]),
    loss: pair('sigmoidCrossEntropy', { fromLogits: false }),
    optimizer: SGD,
  };
  for (const { backend } of [reference, wasm]) {
    const running = runNodes(check(sketch({ z: learnt(LOGITS, [3, 2]), ...behind })), backend).run();
    expect(running.read('loss')[0]).toBeCloseTo(116.9668072856757, 4);
    expect(running.graph.values.some(({ op }) => op === 'binaryCrossEntropy')).toBe(false);
    expect(running.read('gradient/z/value')[4]).toBeCloseTo(-1 / 6, 6);
  }
});

test('a sigmoid whose shape changes before the loss is joined with it as well', () => {
  const nodes = {
    z: learnt(LOGITS, [3, 2]),
    p: { type: 'activation', data: { function: 'sigmoid' }, from: { x: 'z' } },
    flat: { type: 'reshape', data: { shape: [2, 1] }, from: { x: 'p' } },
    y: fixed(TARGETS, [3, 2, 1]),
    loss: { type: 'sigmoidCrossEntropy', data: { fromLogits: false }, from: { prediction: 'flat', labels: 'y' } },
    optimizer: SGD,
  };
  for (const { backend } of [reference, wasm]) {
    const running = runNodes(check(sketch(nodes)), backend).run();
    expect(running.read('loss')[0]).toBeCloseTo(116.9668072856757, 4);
    expect(running.graph.values.some(({ op }) => op === 'binaryCrossEntropy')).toBe(false);
  }
});

describe('the L2 penalty', () => {
  const net = (l2: object): Sketch => ({
    x: fixed([1, 2, 3, 4], [2, 2]),
    z: { type: 'dense', data: { units: 1, biasInitializer: 'ones' }, from: { x: 'x' } },
    y: fixed([1, 0]),
    mse: { type: 'meanSquaredError', from: { prediction: 'z', labels: 'y' } },
    loss: { type: 'l2', ...l2 },
    optimizer: { type: 'optimizer', data: { algorithm: 'sgd', learningRate: 0.1 }, from: { loss: 'loss' } },
  });
  const lossOf = (nodes: Sketch) => {
    const checked = check(sketch(nodes));
    const running = runNodes(checked, reference.backend);
    feedScalars(running, checked);
    running.run();
    const kernel = running.get('z/kernel');
    const [loss, plain] = [running.read('loss')[0] as number, running.read('mse.loss')[0] as number];
    return { penalty: loss - plain, squares: kernel.reduce((sum, w) => sum + w * w, 0) };
  };

  test('is λ times the squares of the kernels behind the loss, without biases', () => {
    const { penalty, squares } = lossOf(net({ data: { l2: 0.25 }, from: { loss: 'mse' } }));
    expect(penalty).toBeCloseTo(0.25 * squares, 12);
    expect(squares).toBeGreaterThan(0);
  });

  test('is of the tensors that are wired, where some are', () => {
    const { penalty } = lossOf(net({ data: { l2: 0.25 }, from: { loss: 'mse', a: 'x', b: 'y' } }));
    expect(penalty).toBeCloseTo(0.25 * 31, 12);
  });

  test('leaves frozen kernels out', () => {
    const nodes = net({ data: { l2: 0.25 }, from: { loss: 'more' } });
    const other = {
      w: { type: 'variable', data: { initialValue: 1 } },
      more: { type: 'add', from: { a: 'mse', b: 'w' } },
    };
    const z = nodes.z as Sketch[string];
    const { penalty, squares } = lossOf({ ...nodes, ...other });
    expect(penalty).toBeCloseTo(1 + 0.25 * squares, 12);
    expect(lossOf({ ...nodes, ...other, z: { ...z, frozen: true } }).penalty).toBeCloseTo(1, 12);
  });

  test('follows its factor while running, and counts in evaluation', async () => {
    const session = await openSession(sketch(net({ data: { l2: 0 }, from: { loss: 'mse' } })), reference.backend);
    const plain = succeeded(session.evaluate('train')).loss;
    expect(session.set('loss', 'l2', 2)).toBeNull();
    const squares = session.device.readVariable('z/kernel').reduce((sum, w) => sum + w * w, 0);
    expect(succeeded(session.evaluate('train')).loss).toBeCloseTo(plain + 2 * squares, 12);
    expect(session.update()).toBeNull();
    expect(session.loss).toBeCloseTo(plain + 2 * squares, 12);
  });
});

describe('labels', () => {
  test('that are class indices against several columns are told to go through a one-hot node', () => {
    const labels = { type: 'dataset', data: { source: 'blobs', classes: 3 } };
    for (const type of ['meanSquaredError', 'sigmoidCrossEntropy', 'meanAbsoluteError', 'rSquared']) {
      const data = new Map([
        [
          'data',
          {
            featureShape: [2],
            classes: 3,
            trainRows: 8,
            testRows: 0,
            classNames: ['a', 'b', 'c'],
            preview: {
              kind: 'points' as const,
              x: new Float32Array(0),
              y: new Float32Array(0),
              labels: new Float32Array(0),
            },
          },
        ],
      ]);
      const { diagnostics } = check(
        sketch({
          data: labels,
          z: { type: 'dense', data: { units: 3 }, from: { x: 'data' } },
          loss: { type, from: { prediction: 'z', labels: 'data:labels' } },
        }),
        { data, batchSize: 4 },
      );
      expect(named(diagnostics, 'shapeMismatch')[0]?.hint, type).toContain('one-hot');
    }
  });

  test.each(['crossEntropy', 'accuracy', 'precision', 'recall', 'f1', 'auc'])(
    'of %s in a constant must be classes that there are',
    (type) => {
      const names = (labels: readonly number[]) =>
        namesOf(check(sketch({ p: learnt([1, 2, 3, 4, 5, 6], [2, 3]), y: fixed(labels), m: pair(type) })).diagnostics);
      expect(names([0, 2])).not.toContain('labelOutside');
      for (const wrong of [
        [0, 3],
        [-1, 0],
        [0.5, 1],
      ])
        expect(names(wrong)).toContain('labelOutside');
    },
  );

  test('that are fed must be classes that there are', async () => {
    const session = await openSession(
      sketch({
        p: learnt([1, 2, 3, 4, 5, 6], [2, 3]),
        y: { type: 'placeholder', data: { value: [0, 1], shape: [2] } },
        loss: pair('crossEntropy', { fromLogits: true }),
        optimizer: SGD,
      }),
      reference.backend,
    );
    expect(session.feedPlaceholder('y', [2, 0])).toBeNull();
    expect(session.feedPlaceholder('y', [3, 0])?.where).toEqual({ nodeId: 'loss', port: 'labels' });
    expect(session.set('y', 'value', [0, 7])?.message).toContain('hold 7');
    expect(session.set('y', 'value', [0, 2])).toBeNull();
    expect(session.update()).toBeNull();
  });
});
