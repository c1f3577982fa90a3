/** Small graphs that between them hold every node type, for tests that go through all of them. */
import type { CheckedGraph, DataSignature } from '../graph/types';
import { check, sketch } from './documents';
import { fill } from './random';

type Sketch = Parameters<typeof sketch>[0];

interface NodeCase {
  title: string;
  checked(): CheckedGraph;
  /** Values of feeds that are not scalars of an update. */
  feeds?: Readonly<Record<string, readonly number[]>>;
}

const SIGNATURE: DataSignature = {
  featureShape: [3],
  classes: 3,
  trainRows: 8,
  testRows: 0,
  classNames: ['a', 'b', 'c'],
  preview: { kind: 'points', x: new Float32Array(0), y: new Float32Array(0), labels: new Float32Array(0) },
};

const variable = (key: string, shape: number[], draw?: Parameters<typeof fill>[2]) => ({
  type: 'variable',
  data: { initialValue: fill(`variable ${key}`, shape, draw), shape },
});
const constant = (value: readonly number[] | number, shape: readonly number[]) => ({
  type: 'constant',
  data: { value, shape },
});
const SGD = (loss: string) => ({ type: 'optimizer', from: { loss } });
const INITIALIZER = { name: 'randomNormal', stddev: 0.7 };
const dense = (x: string, units: number, useBias = true) => ({
  type: 'dense',
  data: { units, useBias, kernelInitializer: INITIALIZER, biasInitializer: INITIALIZER },
  from: { x },
});
const LABELS = [0, 2, 1, 2];
const ONE_HOT = [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1];
/** A number that weighs every element of a tensor differently: cross-entropy against rows of weights. */
const judge = (x: string, shape: [number, number]): Sketch => ({
  weights: constant(
    fill(`weights ${shape}`, shape, (s) => 0.2 + s.uniform()),
    shape,
  ),
  loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: x, labels: 'weights' } },
  optimizer: SGD('loss'),
});

const nodeCase = (title: string, nodes: Sketch): NodeCase => ({ title, checked: () => check(sketch(nodes)) });

const maths = ['add', 'subtract', 'multiply', 'divide', 'maximum'].flatMap((type) => [
  nodeCase(`${type} of equal shapes`, {
    a: variable('a', [4, 3]),
    b: variable('b', [4, 3]),
    y: { type, from: { a: 'a', b: 'b' } },
    ...judge('y', [4, 3]),
  }),
  nodeCase(`${type} with broadcasting of a row, a column and a number`, {
    a: variable('a', [4, 3]),
    row: variable('row', [3]),
    column: variable('column', [4, 1]),
    number: variable('number', [1]),
    first: { type, from: { a: 'a', b: 'row' } },
    second: { type, from: { a: 'column', b: 'first' } },
    y: { type, from: { a: 'second', b: 'number' } },
    ...judge('y', [4, 3]),
  }),
  nodeCase(`${type} of a value with itself`, {
    a: variable('a', [4, 3]),
    b: variable('b', [4, 3]),
    once: { type, from: { a: 'a', b: 'a' } },
    y: { type: 'multiply', from: { a: 'once', b: 'b' } },
    ...(type === 'subtract' ? { z: { type: 'add', from: { a: 'y', b: 'a' } } } : {}),
    ...judge(type === 'subtract' ? 'z' : 'y', [4, 3]),
  }),
]);

const activations = ['relu', 'leakyRelu', 'elu', 'gelu', 'sigmoid', 'tanh', 'softplus', 'linear'].map((name) =>
  nodeCase(`activation ${name}`, {
    x: variable('x', [4, 3], (s) => (s.uniform() < 0.5 ? -1 : 1) * (0.1 + s.uniform())),
    y: { type: 'activation', data: { function: name }, from: { x: 'x' } },
    ...judge('y', [4, 3]),
  }),
);

const norms = [
  { rows: 4, data: {} },
  { rows: 2, data: { epsilon: 0.1 } },
  { rows: 1, data: {} },
  { rows: 4, data: { epsilon: 1e-5, movingVariance: 'unbiased', momentum: 0.9 } },
  { rows: 4, data: { center: false } },
  { rows: 4, data: { scale: false } },
  { rows: 4, data: { center: false, scale: false } },
].map(({ rows, data }) =>
  nodeCase(`batch norm of ${rows} rows ${JSON.stringify(data)}`, {
    x: variable('x', [rows, 3]),
    bn: { type: 'batchNorm', data, from: { x: 'x' } },
    shift: variable('shift', [rows, 3]),
    y: { type: 'add', from: { a: 'bn', b: 'shift' } },
    ...judge('y', [rows, 3]),
  }),
);

const losses = ['mean', 'sum'].flatMap((reduction) =>
  [constant(LABELS, [4]), constant(ONE_HOT, [4, 3])].flatMap((labels) => {
    const kind = `${labels.data.shape.length === 1 ? 'indices' : 'one-hot'}, ${reduction}`;
    return [
      nodeCase(`cross-entropy from logits, ${kind}`, {
        x: variable('x', [4, 2]),
        z: dense('x', 3),
        labels,
        loss: {
          type: 'crossEntropy',
          data: { fromLogits: true, reduction },
          from: { prediction: 'z', labels: 'labels' },
        },
        accuracy: { type: 'accuracy', from: { prediction: 'z', labels: 'labels' } },
        optimizer: SGD('loss'),
      }),
      nodeCase(`softmax and cross-entropy, ${kind}`, {
        x: variable('x', [4, 2]),
        z: dense('x', 3),
        y: { type: 'softmax', from: { x: 'z' } },
        labels,
        loss: { type: 'crossEntropy', data: { reduction }, from: { prediction: 'y', labels: 'labels' } },
        accuracy: { type: 'accuracy', from: { prediction: 'y', labels: 'labels' } },
        optimizer: SGD('loss'),
      }),
      nodeCase(`cross-entropy from probabilities that no softmax made, ${kind}`, {
        p: variable('p', [4, 3], (s) => 0.1 + 0.8 * s.uniform()),
        labels,
        loss: { type: 'crossEntropy', data: { reduction }, from: { prediction: 'p', labels: 'labels' } },
        optimizer: SGD('loss'),
      }),
    ];
  }),
);

/** Images of 2 examples, judged after their pixels have become a vector of `length` numbers. */
const ofImages = (
  title: string,
  image: number[],
  length: number,
  y: Sketch,
  feeds: NodeCase['feeds'] = {},
): NodeCase => ({
  ...nodeCase(title, {
    x: variable('x', [2, ...image]),
    ...y,
    flat: { type: 'flatten', from: { x: 'y' } },
    ...judge('flat', [2, length]),
  }),
  feeds,
});
const conv = (data: Record<string, unknown>) => ({
  type: 'conv2d',
  data: { kernelInitializer: INITIALIZER, biasInitializer: INITIALIZER, ...data },
  from: { x: 'x' },
});

const images = [
  ofImages('convolution with a bias', [4, 3, 2], 12, { y: conv({ filters: 3, kernelSize: [3, 2] }) }),
  ofImages('convolution without a bias, same padding, strides', [5, 4, 1], 12, {
    y: conv({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', useBias: false }),
  }),
  ofImages('dilated convolution', [5, 5, 1], 18, { y: conv({ filters: 2, kernelSize: 2, dilationRate: 2 }) }),
  ofImages('convolution of single pixels', [2, 2, 3], 8, { y: conv({ filters: 2, kernelSize: 1 }) }),
  ofImages('max pooling', [4, 4, 2], 8, { y: { type: 'maxPool2d', from: { x: 'x' } } }),
  ofImages('max pooling, overlapping, same padding', [3, 3, 1], 9, {
    y: { type: 'maxPool2d', data: { poolSize: 2, strides: 1, padding: 'same' }, from: { x: 'x' } },
  }),
  ofImages('average pooling', [4, 5, 2], 8, { y: { type: 'averagePool2d', from: { x: 'x' } } }),
  ofImages('average pooling, overlapping, same padding', [3, 3, 1], 4, {
    y: { type: 'averagePool2d', data: { poolSize: 3, strides: 2, padding: 'same' }, from: { x: 'x' } },
  }),
  ofImages('convolution, batch norm, activation, pooling', [4, 4, 1], 8, {
    z: conv({ filters: 2, kernelSize: 3, padding: 'same', useBias: false }),
    norm: { type: 'batchNorm', from: { x: 'z' } },
    a: { type: 'activation', data: { function: 'tanh' }, from: { x: 'norm' } },
    y: { type: 'averagePool2d', from: { x: 'a' } },
  }),
  ofImages('group norm of images', [2, 3, 4], 24, { y: { type: 'groupNorm', data: { groups: 2 }, from: { x: 'x' } } }),
  ofImages('instance norm of images', [2, 3, 2], 12, {
    y: { type: 'groupNorm', data: { groups: 2 }, from: { x: 'x' } },
  }),
  ofImages('layer norm of images', [2, 2, 3], 12, { y: { type: 'layerNorm', from: { x: 'x' } } }),
  ofImages(
    'dropout of images',
    [2, 2, 3],
    12,
    { y: { type: 'dropout', from: { x: 'x' } } },
    {
      'y/scalars/step': [7, 0],
      'y/scalars/settings': [0.25, 4 / 3],
    },
  ),
];

// The limits of batch renorm are so tight that r and d stand at them: they take no part in the differences, as in the rule.
const vectorNorms = [
  { type: 'layerNorm', data: {} },
  { type: 'layerNorm', data: { epsilon: 1e-5, center: false } },
  { type: 'layerNorm', data: { scale: false } },
  { type: 'groupNorm', data: { groups: 1 } },
  { type: 'groupNorm', data: { groups: 2, center: false, scale: false } },
  { type: 'batchNorm', data: { stopStatistics: false, statistics: 'moving' } },
  { type: 'batchRenorm', data: {}, limits: [0.95, 1.05, 0.05] },
  { type: 'batchRenorm', data: { center: false }, limits: [1, 1, 0] },
  { type: 'batchRenorm', data: { scale: false, epsilon: 1e-5 }, limits: [0.999, 1.001, 0.01] },
].map(
  ({ type, data, limits = [] }): NodeCase => ({
    ...nodeCase(`${type} ${JSON.stringify(data)} ${limits}`, {
      x: variable('x', [4, 4]),
      norm: { type, data, from: { x: 'x' } },
      shift: variable('shift', [4, 4]),
      y: { type: 'multiply', from: { a: 'norm', b: 'shift' } },
      ...judge('y', [4, 4]),
    }),
    // Moving statistics that are read must stand still.
    feeds: type.startsWith('batch')
      ? {
          'norm/scalars/mean': [1, 0],
          'norm/scalars/variance': [1, 0],
          ...Object.fromEntries(limits.map((limit, i) => [`norm/scalars/${['rMin', 'rMax', 'dMax'][i]}`, [limit]])),
        }
      : {},
  }),
);

const randomly = [
  { type: 'dropout', data: {}, settings: [0.5, 2] },
  { type: 'noise', data: {}, settings: [0, 0.5] },
  { type: 'noise', data: { per: 'unit', distribution: 'uniform', operation: 'multiply' }, settings: [1, 0.25] },
  { type: 'noise', data: { per: 'example', operation: 'multiply' }, settings: [1, 0.25] },
  { type: 'noise', data: { per: 'unit', distribution: 'uniform' }, settings: [-0.5, 1] },
  { type: 'noise', data: { per: 'example', distribution: 'uniform' }, settings: [-0.1, 0.2] },
].map(
  ({ type, data, settings }): NodeCase => ({
    ...nodeCase(`${type} ${JSON.stringify(data)}`, {
      x: variable('x', [4, 3]),
      y: { type, data, from: { x: 'x' } },
      ...judge('y', [4, 3]),
    }),
    // The draws of one step, whatever is moved.
    feeds: { 'y/scalars/step': [3, 0], 'y/scalars/settings': settings },
  }),
);

const unaries: NodeCase[] = [
  { type: 'exp' },
  { type: 'negate' },
  { type: 'log', positive: true },
  ...[3, 2, 1, -2].map((exponent) => ({ type: 'power', data: { exponent } })),
  ...[0.5, -1.3].map((exponent) => ({ type: 'power', data: { exponent }, positive: true })),
].map(({ type, data = {}, positive = false }: { type: string; data?: Record<string, unknown>; positive?: boolean }) =>
  nodeCase(`${type} ${JSON.stringify(data)}`, {
    x: variable(
      `x ${type}`,
      [4, 3],
      positive ? (s) => 0.3 + s.uniform() : (s) => (s.uniform() < 0.5 ? -1 : 1) * (0.5 + s.uniform()),
    ),
    y: { type, data, from: { x: 'x' } },
    ...judge('y', [4, 3]),
  }),
);

const products = [
  { a: [4, 2], b: [2, 3] },
  { a: [2, 4], b: [2, 3], data: { transposeA: true } },
  { a: [4, 2], b: [3, 2], data: { transposeB: true } },
  { a: [2, 4], b: [3, 2], data: { transposeA: true, transposeB: true } },
  { a: [2, 2, 5], b: [5, 3], stacked: true },
].map(({ a, b, data = {}, stacked = false }) =>
  nodeCase(`matrix product of ${a} and ${b} ${JSON.stringify(data)}`, {
    a: variable('a', a),
    b: variable('b', b),
    y: { type: 'matmul', data, from: { a: 'a', b: 'b' } },
    ...(stacked ? { flat: { type: 'reshape', data: { shape: [-1] }, from: { x: 'y' } } } : {}),
    ...(stacked ? judge('flat', [2, 6]) : judge('y', [4, 3])),
  }),
);

const vectors = ['a', 'b'].map((side) =>
  nodeCase(`matrix product with a vector as ${side}`, {
    v: variable('v', [3]),
    m: variable('m', side === 'a' ? [3, 2] : [2, 3]),
    y: { type: 'matmul', from: side === 'a' ? { a: 'v', b: 'm' } : { a: 'm', b: 'v' } },
    dot: { type: 'matmul', from: { a: 'y', b: 'y' } },
    optimizer: SGD('dot'),
  }),
);

const reductions = ['reduceMean', 'reduceSum'].flatMap((type) => [
  ...[{ axis: 1 }, { axis: -1, keepDims: true }, { axis: 0, keepDims: true }, { keepDims: true }].map((data) =>
    nodeCase(`${type} ${JSON.stringify(data)}`, {
      x: variable('x', [4, 3]),
      shift: variable('shift', [4, 3]),
      square: { type: 'square', from: { x: 'x' } },
      mean: { type, data, from: { x: 'square' } },
      column: { type: data.keepDims ? 'negate' : 'flatten', from: { x: 'mean' } },
      y: { type: 'add', from: { a: 'column', b: 'shift' } },
      ...judge('y', [4, 3]),
    }),
  ),
  nodeCase(`${type} of everything, as the loss`, {
    x: variable('x', [4, 3]),
    square: { type: 'square', from: { x: 'x' } },
    loss: { type, from: { x: 'square' } },
    optimizer: SGD('loss'),
  }),
]);

const shapes = [
  nodeCase('flatten and reshape', {
    x: variable('x', [4, 6]),
    pictures: { type: 'reshape', data: { shape: [2, -1, 1] }, from: { x: 'x' } },
    flat: { type: 'flatten', from: { x: 'pictures' } },
    z: dense('flat', 3),
    ...judge('z', [4, 3]),
  }),
  nodeCase('concat of three along the last axis', {
    x: variable('x', [4, 1]),
    y: variable('y', [4, 2]),
    all: { type: 'concat', from: { a: 'x', b: 'y', c: 'x' } },
    ...judge('all', [4, 4]),
  }),
  nodeCase('concat of two along the batch', {
    x: variable('x', [1, 3]),
    y: variable('y', [3, 3]),
    all: { type: 'concat', data: { axis: 0 }, from: { a: 'x', b: 'y' } },
    ...judge('all', [4, 3]),
  }),
  nodeCase('one-hot labels against a prediction', {
    x: variable('x', [4, 2]),
    z: dense('x', 3),
    labels: constant(LABELS, [4]),
    hot: { type: 'oneHot', data: { depth: 3 }, from: { x: 'labels' } },
    loss: { type: 'meanSquaredError', from: { prediction: 'z', labels: 'hot' } },
    optimizer: SGD('loss'),
  }),
  nodeCase('a branch that stops the gradient', {
    x: variable('x', [4, 3]),
    still: constant(fill('still', [4, 3]), [4, 3]),
    stopped: { type: 'stopGradient', from: { x: 'still' } },
    y: { type: 'multiply', from: { a: 'x', b: 'stopped' } },
    ...judge('y', [4, 3]),
  }),
];

const regressions = ['mean', 'sum'].flatMap((reduction) => [
  nodeCase(`mean squared error of a column, ${reduction}`, {
    x: variable('x', [4, 2]),
    z: dense('x', 1),
    targets: constant([0.3, -1, 2, 0.1], [4]),
    loss: { type: 'meanSquaredError', data: { reduction }, from: { prediction: 'z', labels: 'targets' } },
    mae: { type: 'meanAbsoluteError', from: { prediction: 'z', labels: 'targets' } },
    r2: { type: 'rSquared', from: { prediction: 'z', labels: 'targets' } },
    optimizer: SGD('loss'),
  }),
  nodeCase(`mean squared error of two things that are learnt, ${reduction}`, {
    x: variable('x', [4, 3]),
    y: variable('y', [4, 3]),
    loss: { type: 'meanSquaredError', data: { reduction }, from: { prediction: 'x', labels: 'y' } },
    r2: { type: 'rSquared', from: { prediction: 'x', labels: 'y' } },
    optimizer: SGD('loss'),
  }),
  ...[true, false].flatMap((fromLogits) =>
    [
      { units: 1, labels: constant([0, 1, 1, 0], [4]) },
      { units: 3, labels: constant([0, 1, 0.3, 0, 1, 1, 0, 0, 0.9, 1, 0, 1], [4, 3]) },
    ].map(({ units, labels }) =>
      nodeCase(`sigmoid cross-entropy of ${units}, ${fromLogits ? 'logits' : 'probabilities'}, ${reduction}`, {
        x: variable('x', [4, 2]),
        z: dense('x', units),
        p: { type: 'activation', data: { function: fromLogits ? 'linear' : 'sigmoid' }, from: { x: 'z' } },
        labels,
        loss: {
          type: 'sigmoidCrossEntropy',
          data: { fromLogits, reduction },
          from: { prediction: 'p', labels: 'labels' },
        },
        ...(units === 1 ? { accuracy: { type: 'accuracy', from: { prediction: 'p', labels: 'labels' } } } : {}),
        optimizer: SGD('loss'),
      }),
    ),
  ),
  nodeCase(`sigmoid cross-entropy of probabilities that no sigmoid made, ${reduction}`, {
    p: variable('p', [4, 1], (s) => 0.1 + 0.8 * s.uniform()),
    labels: constant([0, 1, 1, 0], [4, 1]),
    loss: {
      type: 'sigmoidCrossEntropy',
      data: { fromLogits: false, reduction },
      from: { prediction: 'p', labels: 'labels' },
    },
    optimizer: SGD('loss'),
  }),
]);

const penalties = [
  nodeCase('L2 penalty of all kernels behind the loss', {
    x: variable('x', [4, 2]),
    hidden: dense('x', 3),
    z: dense('hidden', 3),
    labels: constant(LABELS, [4]),
    ce: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'labels' } },
    loss: { type: 'l2', data: { l2: 0.3 }, from: { loss: 'ce' } },
    optimizer: SGD('loss'),
  }),
  nodeCase('L2 penalty of two tensors that are wired', {
    x: variable('x', [4, 2]),
    y: variable('y', [4, 3]),
    z: dense('x', 3),
    ce: { type: 'meanSquaredError', from: { prediction: 'z', labels: 'y' } },
    loss: { type: 'l2', data: { l2: 0.3 }, from: { loss: 'ce', a: 'x', b: 'y' } },
    optimizer: SGD('loss'),
  }),
];

const metrics = [
  nodeCase('metrics of classes beside a loss', {
    x: variable('x', [4, 2]),
    z: dense('x', 3),
    p: { type: 'softmax', from: { x: 'z' } },
    labels: constant(LABELS, [4]),
    loss: { type: 'crossEntropy', from: { prediction: 'p', labels: 'labels' } },
    ...Object.fromEntries(
      ['precision', 'recall', 'f1', 'auc'].map((type) => [type, { type, from: { prediction: 'p', labels: 'labels' } }]),
    ),
    logits: { type: 'auc', data: { fromLogits: true }, from: { prediction: 'z', labels: 'labels' } },
    optimizer: SGD('loss'),
  }),
];

export const nodeCases: readonly NodeCase[] = [
  ...unaries,
  ...products,
  ...vectors,
  ...reductions,
  ...shapes,
  ...regressions,
  ...penalties,
  ...metrics,
  ...maths,
  ...activations,
  ...norms,
  ...losses,
  ...images,
  ...vectorNorms,
  ...randomly,
  nodeCase('square', {
    x: variable('x', [4, 3]),
    y: { type: 'square', from: { x: 'x' } },
    ...judge('y', [4, 3]),
  }),
  nodeCase('softmax into something else than a loss', {
    x: variable('x', [4, 3]),
    p: { type: 'softmax', from: { x: 'x' } },
    y: { type: 'square', from: { x: 'p' } },
    ...judge('y', [4, 3]),
  }),
  nodeCase('dense with a bias', { x: variable('x', [4, 2]), z: dense('x', 3), ...judge('z', [4, 3]) }),
  nodeCase('dense without a bias', { x: variable('x', [4, 2]), z: dense('x', 3, false), ...judge('z', [4, 3]) }),
  nodeCase('dense of one row and one unit', {
    x: variable('x', [1, 2]),
    z: dense('x', 1),
    y: { type: 'multiply', from: { a: 'z', b: 'x' } },
    ...judge('y', [1, 2]),
  }),
  nodeCase('an input that three layers share', {
    x: variable('x', [4, 2]),
    a: dense('x', 3),
    b: dense('x', 3),
    c: dense('x', 3, false),
    ab: { type: 'multiply', from: { a: 'a', b: 'b' } },
    y: { type: 'add', from: { a: 'ab', b: 'c' } },
    ...judge('y', [4, 3]),
  }),
  nodeCase('a weight that two branches share', {
    w: variable('w', [4, 3]),
    u: variable('u', [4, 3]),
    a: { type: 'activation', data: { function: 'tanh' }, from: { x: 'w' } },
    b: { type: 'multiply', from: { a: 'w', b: 'u' } },
    y: { type: 'add', from: { a: 'a', b: 'b' } },
    ...judge('y', [4, 3]),
  }),
  nodeCase('two losses that are added', {
    x: variable('x', [4, 2]),
    z: dense('x', 3),
    a: dense('z', 3),
    labels: constant(LABELS, [4]),
    first: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'labels' } },
    second: {
      type: 'crossEntropy',
      data: { fromLogits: true, reduction: 'sum' },
      from: { prediction: 'a', labels: 'labels' },
    },
    both: { type: 'add', from: { a: 'first', b: 'second' } },
    optimizer: SGD('both'),
  }),
  nodeCase('dense, batch norm and activation twice', {
    x: variable('x', [4, 2]),
    dense_1: dense('x', 5, false),
    bn_1: { type: 'batchNorm', from: { x: 'dense_1' } },
    act_1: { type: 'activation', data: { function: 'sigmoid' }, from: { x: 'bn_1' } },
    dense_2: dense('act_1', 3, false),
    bn_2: { type: 'batchNorm', from: { x: 'dense_2' } },
    ...judge('bn_2', [4, 3]),
  }),
  nodeCase('a frozen layer below a layer that learns', {
    x: variable('x', [4, 2]),
    below: { ...dense('x', 3), frozen: true },
    z: dense('below', 3),
    ...judge('z', [4, 3]),
  }),
  {
    title: 'dataset and placeholder',
    checked: () =>
      check(
        sketch(
          {
            data: { type: 'dataset', data: { source: 'csv', path: 'x.csv' } },
            factor: { type: 'placeholder', data: { value: 1, shape: [3] } },
            x: { type: 'multiply', from: { a: 'data', b: 'factor' } },
            z: dense('x', 3),
            loss: {
              type: 'crossEntropy',
              data: { fromLogits: true },
              from: { prediction: 'z', labels: 'data:labels' },
            },
            optimizer: SGD('loss'),
          },
          { run: { batchSize: 4 } },
        ),
        { data: new Map([['data', SIGNATURE]]) },
      ),
    feeds: {
      'data/features': fill('features', [4, 3]),
      'data/labels': LABELS,
      'factor/value': [0.5, -1, 2],
    },
  },
];
