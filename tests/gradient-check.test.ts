/**
 * Every derivative of the engine against central differences, in float64: full Jacobians of every differentiable
 * operation, and the gradients of every node type in a small graph. Both iterate the tables of the engine, so a new
 * operation or node without cases fails here.
 */
import { describe, expect, test } from 'vitest';
import { type Shape, sizeOf } from '../engine/core/shape';
import { GraphBuilder } from '../engine/ir/builder';
import type { Attributes, ValueId } from '../engine/ir/types';
import { nodeRegistry } from '../engine/nodes/index';
import { ops } from '../engine/ops/index';
import { differentiate } from '../engine/passes/autodiff';
import { reference } from '../engine/testing/backends';
import { expectNear } from '../engine/testing/expect';
import { nodeCases } from '../engine/testing/node-cases';
import { Running, runNodes } from '../engine/testing/programs';
import { fill } from '../engine/testing/random';

const STEP = 1e-6;
const TOLERANCE = { absolute: 1e-5, relative: 1e-3 };

interface Operand {
  shape: Shape;
  values: readonly number[];
  /** Not differentiated by: labels, statistics. */
  fixed?: boolean;
}

interface JacobianCase {
  title: string;
  operands: readonly Operand[];
  build(builder: GraphBuilder, operands: readonly ValueId[]): ValueId;
}

const any = (shape: Shape): Operand => ({ shape, values: fill(`any ${shape}`, shape) });
const other = (shape: Shape): Operand => ({ shape, values: fill(`other ${shape}`, shape) });
const positive = (shape: Shape): Operand => ({
  shape,
  values: fill(`positive ${shape}`, shape, (s) => 0.3 + 2 * s.uniform()),
});
/** Away from 0, where some functions have a kink or a pole. */
const offZero = (shape: Shape): Operand => ({
  shape,
  values: fill(`off zero ${shape}`, shape, (s) => (s.uniform() < 0.5 ? -1 : 1) * (0.1 + 2 * s.uniform())),
});
const fixed = (operand: Operand): Operand => ({ ...operand, fixed: true });
const probabilities = (rows: number, classes: number): Operand => {
  const raw = fill(`probabilities ${rows}×${classes}`, [rows, classes], (s) => 0.2 + s.uniform());
  const sums = Array.from({ length: rows }, (_, row) =>
    raw.slice(row * classes, (row + 1) * classes).reduce((sum, p) => sum + p, 0),
  );
  return { shape: [rows, classes], values: raw.map((p, i) => p / (sums[Math.floor(i / classes)] as number)) };
};
const indices = (rows: number, classes: number): Operand =>
  fixed({ shape: [rows], values: fill(`indices ${rows}×${classes}`, [rows], (s) => s.integer(classes)) });
const oneHot = (rows: number, classes: number): Operand => {
  const hot = indices(rows, classes).values;
  const values = Array.from({ length: rows * classes }, (_, i) =>
    hot[Math.floor(i / classes)] === i % classes ? 1 : 0,
  );
  return fixed({ shape: [rows, classes], values });
};

const emit =
  (op: string, attributes: Attributes = {}): JacobianCase['build'] =>
  (builder, operands) =>
    builder.emit(op, operands, attributes);

const SHAPES: readonly Shape[] = [[], [5], [2, 3], [2, 2, 3]];

/** One operand in several shapes. */
const unary = (op: string, operand: (shape: Shape) => Operand = any, attributes: Attributes = {}): JacobianCase[] =>
  SHAPES.map((shape) => ({
    title: `${op} ${JSON.stringify(attributes)} of [${shape}]`,
    operands: [operand(shape)],
    build: emit(op, attributes),
  }));

/** Two operands in several shapes, each also alone with the other fixed. */
const binary = (op: string, right: (shape: Shape) => Operand = other): JacobianCase[] => [
  ...SHAPES.map((shape) => ({
    title: `${op} of [${shape}]`,
    operands: [any(shape), right(shape)],
    build: emit(op),
  })),
  { title: `${op} with a fixed left side`, operands: [fixed(any([2, 2])), right([2, 2])], build: emit(op) },
  { title: `${op} with a fixed right side`, operands: [any([2, 2]), fixed(right([2, 2]))], build: emit(op) },
  {
    title: `${op} of a value with itself`,
    operands: [right([2, 3])],
    build: (builder, [x]) => builder.emit(op, [x as number, x as number]),
  },
];

const products: JacobianCase[] = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    [
      [2, 3, 4],
      [1, 4, 1],
      [3, 1, 2],
    ].flatMap(([m, k, n]) => {
      const a = any((transposeA ? [k, m] : [m, k]) as number[]);
      const b = other((transposeB ? [n, k] : [k, n]) as number[]);
      const build = emit('matmul', { transposeA, transposeB });
      const title = `matmul ${m}×${k}×${n}${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`;
      return [
        { title, operands: [a, b], build },
        { title: `${title}, with bias`, operands: [a, b, any([n as number])], build },
      ];
    }),
  ),
);

const losses = (op: string, prediction: (rows: number, classes: number) => Operand, attributes: Attributes) =>
  [
    [1, 2],
    [3, 4],
    [5, 3],
  ].flatMap(([rows = 0, classes = 0]) =>
    ['mean', 'sum'].flatMap((reduction) =>
      [
        { kind: 'indices', labels: indices(rows, classes) },
        { kind: 'one-hot rows', labels: oneHot(rows, classes) },
        { kind: 'rows of weights', labels: fixed(positive([rows, classes])) },
      ].map(({ kind, labels }) => ({
        title: `${op} ${rows}×${classes}, ${reduction}, ${kind}`,
        operands: [prediction(rows, classes), labels],
        build: emit(op, { ...attributes, reduction }),
      })),
    ),
  );

const reductions = (op: string): JacobianCase[] =>
  [
    { shape: [5], axes: [0] },
    { shape: [2, 3], axes: [0] },
    { shape: [2, 3], axes: [1] },
    { shape: [2, 3], axes: [0, 1] },
    { shape: [2, 3, 2], axes: [1] },
    { shape: [2, 3, 2], axes: [0, 2] },
    { shape: [2, 3], axes: [] },
  ].map(({ shape, axes }) => ({
    title: `${op} of [${shape}] over [${axes}]`,
    operands: [any(shape)],
    build: emit(op, { axes }),
  }));

/** Numbers from .05 to .95: probabilities of single elements, or soft targets. */
const share = (shape: Shape): Operand => ({
  shape,
  values: fill(`share ${shape}`, shape, (s) => 0.05 + 0.9 * s.uniform()),
});
/** Losses of single elements, with targets that are not differentiated by. */
const targeted = (
  op: string,
  prediction: (shape: Shape) => Operand,
  attributes: Attributes = {},
): readonly JacobianCase[] =>
  SHAPES.map((shape) => ({
    title: `${op} of [${shape}]`,
    operands: [prediction(shape), fixed({ ...share(shape), values: [...share(shape).values].reverse() })],
    build: emit(op, attributes),
  }));

/** Batch normalization of x with the statistics of x itself. */
const overBatch =
  (epsilon: number): JacobianCase['build'] =>
  (builder, [x, gamma, beta]) => {
    const mean = builder.emit('columnMean', [x as number]);
    const variance = builder.emit('columnVariance', [x as number, mean]);
    const inputs = [x as number, mean, variance, gamma as number, beta as number];
    return builder.emit('normalize', inputs, { epsilon, statistics: 'batch' });
  };

const normalizations: JacobianCase[] = [
  ...[
    [4, 2],
    [2, 3],
    [1, 3],
    [7, 1],
    [2, 3, 2],
  ].flatMap((shape) =>
    [1e-5, 1e-3].map((epsilon) => ({
      title: `normalize [${shape}] over its batch, ε ${epsilon}`,
      operands: [any(shape), other(shape.slice(-1)), any(shape.slice(-1))],
      build: overBatch(epsilon),
    })),
  ),
  {
    title: 'normalize over its batch with fixed γ and β',
    operands: [any([4, 3]), fixed(other([3])), fixed(any([3]))],
    build: overBatch(1e-3),
  },
  ...[
    [4, 2],
    [1, 3],
    [2, 3, 2],
  ].map((shape) => ({
    title: `normalize [${shape}] by given statistics`,
    operands: [
      any(shape),
      fixed(any(shape.slice(-1))),
      fixed(positive(shape.slice(-1))),
      other(shape.slice(-1)),
      any(shape.slice(-1)),
    ],
    build: emit('normalize', { epsilon: 1e-3, statistics: 'fixed' }),
  })),
];

/** An operation on windows over images, for several windows, strides and paddings. */
const windows = (op: string): JacobianCase[] => {
  const list: { shape: Shape; attributes: Attributes }[] = [
    { shape: [1, 3, 3, 1], attributes: { window: [2, 2], strides: [1, 1], padding: 'valid' } },
    { shape: [2, 3, 4, 2], attributes: { window: [2, 3], strides: [1, 1], padding: 'same' } },
    { shape: [2, 5, 4, 1], attributes: { window: [3, 3], strides: [2, 2], padding: 'same' } },
    { shape: [1, 5, 4, 3], attributes: { window: [2, 2], strides: [2, 1], padding: 'valid' } },
    { shape: [1, 4, 3, 2], attributes: { window: [1, 1], strides: [2, 2], padding: 'valid' } },
    ...(op === 'imagePatches'
      ? [{ shape: [1, 5, 5, 1], attributes: { window: [2, 2], strides: [1, 1], padding: 'same', dilation: [2, 3] } }]
      : []),
  ];
  return list.map(({ shape, attributes }) => ({
    title: `${op} of [${shape}] ${JSON.stringify(attributes)}`,
    operands: [any(shape)],
    build: emit(op, attributes),
  }));
};

const groupNormalizations: JacobianCase[] = [
  { shape: [3, 4], groups: 1, epsilon: 1e-3 },
  { shape: [2, 6], groups: 3, epsilon: 1e-5 },
  { shape: [2, 3], groups: 3, epsilon: 1e-3 },
  { shape: [2, 2, 2, 4], groups: 2, epsilon: 1e-3 },
  { shape: [1, 3, 2, 3], groups: 3, epsilon: 1e-5 },
  { shape: [2, 2, 2, 3], groups: 1, epsilon: 1e-3 },
].map(({ shape, groups, epsilon }) => ({
  title: `groupNormalize of [${shape}] in ${groups} groups, ε ${epsilon}`,
  operands: [any(shape)],
  build: emit('groupNormalize', { groups, epsilon }),
}));

/** Cases of every differentiable operation, by its name. */
const CASES: Readonly<Record<string, readonly JacobianCase[]>> = {
  add: binary('add'),
  subtract: binary('subtract'),
  multiply: binary('multiply'),
  divide: binary('divide', offZero),
  // Equal operands lie on a kink; a central difference gives half of each side there, and so does the derivative.
  maximum: [
    ...binary('maximum'),
    { title: 'maximum of equal numbers', operands: [any([5]), any([5])], build: emit('maximum') },
  ],
  negate: unary('negate'),
  square: unary('square'),
  exp: unary('exp'),
  log: unary('log', positive),
  sqrt: unary('sqrt', positive),
  inverseDeviation: [
    ...unary('inverseDeviation', positive, { epsilon: 1e-3 }),
    ...unary('inverseDeviation', positive, { epsilon: 1e-5 }),
  ],
  relu: unary('relu', offZero),
  leakyRelu: [...unary('leakyRelu', offZero, { slope: 0.3 }), ...unary('leakyRelu', offZero, { slope: 0.01 })],
  elu: [...unary('elu', offZero, { alpha: 1 }), ...unary('elu', offZero, { alpha: 0.5 })],
  gelu: unary('gelu'),
  sigmoid: unary('sigmoid'),
  tanh: unary('tanh'),
  softplus: unary('softplus'),
  softmax: [[1, 2], [3, 4], [5], [2, 2, 3]].map((shape) => ({
    title: `softmax of [${shape}]`,
    operands: [any(shape)],
    build: emit('softmax'),
  })),
  power: [
    ...[3, -1, -2, 0, 1].flatMap((exponent) => unary('power', offZero, { exponent })),
    ...[0.5, -0.5, 1.5, 2.3, -1.7].flatMap((exponent) => unary('power', positive, { exponent })),
  ],
  absolute: unary('absolute', offZero),
  sigmoidCrossEntropy: targeted('sigmoidCrossEntropy', any),
  binaryCrossEntropy: targeted('binaryCrossEntropy', share, { epsilon: 1e-7 }),
  softmaxCrossEntropy: losses('softmaxCrossEntropy', (rows, classes) => any([rows, classes]), {}),
  crossEntropy: losses('crossEntropy', probabilities, { epsilon: 1e-7 }),
  matmul: products,
  reduceSum: reductions('reduceSum'),
  reduceMean: reductions('reduceMean'),
  concat: [
    { parts: [[2], [3]], axis: 0 },
    {
      parts: [
        [2, 3],
        [2, 1],
        [2, 2],
      ],
      axis: 1,
    },
    {
      parts: [
        [1, 3],
        [2, 3],
      ],
      axis: 0,
    },
    {
      parts: [
        [2, 2, 3],
        [2, 1, 3],
      ],
      axis: 1,
    },
  ].map(({ parts, axis }) => ({
    title: `concat of [${parts.join('] [')}] along ${axis}`,
    operands: parts.map(any),
    build: emit('concat', { axis }),
  })),
  broadcastTo: [
    { from: [], to: [3] },
    { from: [3], to: [2, 3] },
    { from: [2, 1], to: [2, 3] },
    { from: [1, 3], to: [2, 2, 3] },
    { from: [1], to: [1] },
  ].map(({ from, to }) => ({
    title: `broadcastTo from [${from}] to [${to}]`,
    operands: [any(from)],
    build: emit('broadcastTo', { shape: to }),
  })),
  reshape: [
    { from: [6], to: [2, 3] },
    { from: [2, 3], to: [3, 2] },
    { from: [1], to: [] },
    { from: [2, 2, 3], to: [12] },
  ].map(({ from, to }) => ({
    title: `reshape from [${from}] to [${to}]`,
    operands: [any(from)],
    build: emit('reshape', { shape: to }),
  })),
  normalize: normalizations,
  groupNormalize: groupNormalizations,
  imagePatches: windows('imagePatches'),
  maxPool2d: windows('maxPool2d'),
  averagePool2d: windows('averagePool2d'),
};

/** The Jacobian as one list for each operand: derivative of output o by element j at [o * size + j]. */
function jacobians({ operands, build }: JacobianCase) {
  const builder = new GraphBuilder(ops);
  const ids = operands.map(({ shape, fixed: isFixed }, i) =>
    isFixed
      ? builder.feed(`x${i}`, shape)
      : builder.variable({
          name: `x${i}`,
          shape,
          role: 'weight',
          trainable: true,
          initializer: { kind: 'constant', value: 0 },
          nodeId: '',
        }),
  );
  const y = build(builder, ids);
  const shape = builder.shape(y);
  const weighted = builder.emit('multiply', [y, builder.feed('seed', shape)]);
  const loss = builder.emit('reduceSum', [weighted], { axes: shape.map((_, axis) => axis) });
  const targets = ids.filter((_, i) => !operands[i]?.fixed);
  const derived = differentiate(builder, loss, targets);
  builder.output('y', y);
  for (const [target, gradient] of derived) builder.output(`gradient/x${ids.indexOf(target)}`, gradient);
  expect(derived.size, 'every operand that is not fixed has a gradient').toBe(targets.length);

  const running = new Running(builder.finish(), reference.backend);
  const load = (i: number, values: ArrayLike<number>): void => {
    if (operands[i]?.fixed) running.feed(`x${i}`, values);
    else running.set(`x${i}`, values);
  };
  for (const [i, { values }] of operands.entries()) load(i, values);
  const outputs = sizeOf(shape);
  const differentiated = operands.flatMap((operand, i) => (operand.fixed ? [] : [{ ...operand, i }]));
  return differentiated.map(({ values, i }) => {
    const derivedList: number[] = [];
    for (let o = 0; o < outputs; o++) {
      running.feed(
        'seed',
        Array.from({ length: outputs }, (_, k) => (k === o ? 1 : 0)),
      );
      derivedList.push(...running.run().read(`gradient/x${i}`));
    }
    const differences = new Array<number>(outputs * values.length);
    const outputAt = (j: number, step: number): Float64Array => {
      load(
        i,
        values.map((value, k) => (k === j ? value + step : value)),
      );
      return running.run().read('y');
    };
    for (let j = 0; j < values.length; j++) {
      const [above, below] = [outputAt(j, STEP), outputAt(j, -STEP)];
      for (let o = 0; o < outputs; o++) {
        differences[o * values.length + j] = ((above[o] as number) - (below[o] as number)) / (2 * STEP);
      }
    }
    load(i, values);
    return { name: `x${i}`, derived: derivedList, differences };
  });
}

const differentiable = [...ops.values()].filter(({ gradient }) => gradient);

describe.each(differentiable.map(({ name }) => name))('%s', (op) => {
  const cases = CASES[op] ?? [];

  test('has at least four cases', () => expect(cases.length).toBeGreaterThanOrEqual(4));

  test.each(cases)('$title: the Jacobian agrees with central differences', (item) => {
    for (const { name, derived, differences } of jacobians(item)) expectNear(derived, differences, TOLERANCE, name);
  });
});

test('no case is for an operation that has no derivative', () => {
  expect(Object.keys(CASES).filter((op) => !ops.get(op)?.gradient)).toEqual([]);
});

/** Derivatives of a graph's loss by every element of every trainable variable, derived and by central differences. */
function nodeGradients({ checked, feeds }: (typeof nodeCases)[number]) {
  const running = runNodes(checked(), reference.backend, 'train', 3);
  for (const [name, values] of Object.entries(feeds ?? {})) running.feed(name, values);
  // Moving statistics are written by the step; where training reads them, the case feeds an update that changes nothing.
  const trainable = running.graph.variables.filter((variable) => variable.trainable);
  const lossOf = (): number => running.run().read('loss')[0] as number;
  return trainable.map(({ name }) => {
    const values = running.get(name);
    const reached = running.graph.outputs[`gradient/${name}`] !== undefined;
    running.run();
    const derived = reached ? running.read(`gradient/${name}`) : new Float64Array(values.length);
    const differences = values.map((value, j) => {
      const moved = (step: number): number => {
        running.set(
          name,
          values.map((other, k) => (k === j ? value + step : other)),
        );
        return lossOf();
      };
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    });
    running.set(name, values);
    return { name, derived, differences };
  });
}

describe('nodes', () => {
  test.each(nodeCases)('$title: gradients agree with central differences', (item) => {
    const gradients = nodeGradients(item);
    expect(gradients.length).toBeGreaterThan(0);
    for (const { name, derived, differences } of gradients) expectNear(derived, differences, TOLERANCE, name);
    const moves = gradients.some(({ derived }) => derived.some((value) => Math.abs(value) > 1e-4));
    expect(moves, 'some gradient is not 0').toBe(true);
  });

  test('every node type has a case', () => {
    const covered = new Set(
      nodeCases.flatMap(({ checked }) => checked().nodes.map(({ definition }) => definition.type)),
    );
    const computing = [...nodeRegistry.values()].filter(({ structure }) => !structure).map(({ type }) => type);
    expect(computing.filter((type) => !covered.has(type))).toEqual([]);
  });

  test('two runs give the same bits', () => {
    for (const item of nodeCases.slice(0, 3)) expect(nodeGradients(item)).toEqual(nodeGradients(item));
  });
});
