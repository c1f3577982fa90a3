import { describe, expect, test } from 'vitest';
import { Stream } from '../../core/rng';
import type { Shape } from '../../core/shape';
import type { Attributes } from '../../ir/types';
import { zFrameLength } from '../../ir/z-frame';
import { ops } from '../../ops/index';
import { createReferenceBackend } from '../reference/backend';
import { createWasmBackend } from './backend';
import { probeKernels } from './probe';
import { type Input, runOperation, tensor } from './testing/harness';
import { switchOnRelaxedSimd } from './testing/relaxed-simd';

interface Case {
  op: string;
  inputs: readonly Input[];
  attributes?: Attributes;
}

switchOnRelaxedSimd();
/** Random inputs. Each operation draws from a stream of its own, so that a new one changes the numbers of no other. */
const draws = (key: string) => {
  const stream = new Stream(7, key);
  return {
    normal: (shape: Shape, scale = 1, shift = 0): Input => tensor(shape, () => shift + scale * stream.normal()),
    positive: (shape: Shape): Input => tensor(shape, () => 0.1 + 3 * stream.uniform()),
    unit: (shape: Shape): Input => tensor(shape, () => stream.uniform()),
    /** Whole numbers, of which many are equal. */
    coarse: (shape: Shape): Input => tensor(shape, () => Math.round(stream.normal())),
    probabilities: (shape: Shape): Input => tensor(shape, () => 0.01 + 0.9 * stream.uniform()),
    soft: (rows: number, classes: number): Input => tensor([rows, classes], () => stream.uniform()),
  };
};
type Draws = ReturnType<typeof draws>;

const indices = (shape: Shape, classes: number): Input => tensor(shape, (i) => (i * 7 + 3) % classes);
const oneHot = (rows: number, classes: number): Input =>
  tensor([rows, classes], (i) => (i % classes === (Math.floor(i / classes) * 5) % classes ? 1 : 0));

const shapes: readonly Shape[] = [[], [1], [3], [17], [1, 1], [5, 3], [4, 4], [7, 10], [33, 65], [2, 3, 5], [6, 256]];

/** Inputs and attributes of each elementwise operation; what is not named takes one normal tensor of any value. */
const elementwise: Readonly<
  Record<string, { make?: (shape: Shape, draw: Draws) => Input[]; attributes?: Attributes }>
> = {
  divide: { make: (shape, { normal, positive }) => [normal(shape), positive(shape)] },
  maximumGrad: { make: (shape, { normal, coarse }) => [normal(shape), coarse(shape), coarse(shape)] },
  log: { make: (shape, { positive }) => [positive(shape)] },
  sqrt: { make: (shape, { positive }) => [positive(shape)] },
  sqrtGrad: { make: (shape, { normal, positive }) => [normal(shape), positive(shape)] },
  inverseDeviation: { make: (shape, { positive }) => [positive(shape)], attributes: { epsilon: 1e-3 } },
  power: { attributes: { exponent: -3 } },
  powerGrad: { attributes: { exponent: 3 } },
  sigmoidCrossEntropy: { make: (shape, { normal, unit }) => [normal(shape, 5), unit(shape)] },
  sigmoidCrossEntropyGrad: { make: (shape, { normal, unit }) => [normal(shape), normal(shape, 5), unit(shape)] },
  binaryCrossEntropy: { make: (shape, { unit }) => [unit(shape), unit(shape)], attributes: { epsilon: 0.05 } },
  binaryCrossEntropyGrad: {
    make: (shape, { normal, unit }) => [normal(shape), unit(shape), unit(shape)],
    attributes: { epsilon: 0.05 },
  },
  binaryMatch: { make: (shape, { unit }) => [unit(shape), unit(shape)], attributes: { threshold: 0.4 } },
  leakyRelu: { attributes: { slope: 0.3, alpha: 0.3, negativeSlope: 0.3 } },
  leakyReluGrad: { attributes: { slope: 0.3, alpha: 0.3, negativeSlope: 0.3 } },
  elu: { attributes: { alpha: 1.5 } },
  fused: {
    make: (shape, { normal }) => [normal(shape), normal(shape)],
    attributes: { expression: 'select($0,0,tanh(fma($0,$1,0.5)),fnma($0,$1,$1))', cost: 20 },
  },
  renormScale: {
    make: (shape, { positive }) => [
      positive(shape),
      positive(shape),
      tensor(shape, () => 0.7),
      tensor(shape, () => 1.4),
    ],
    attributes: { epsilon: 1e-3 },
  },
  renormShift: {
    make: (shape, { normal, positive }) => [normal(shape), normal(shape), positive(shape), tensor(shape, () => 0.8)],
    attributes: { epsilon: 1e-3 },
  },
  eluGrad: { attributes: { alpha: 1.5 } },
};

/** Number of inputs of an elementwise operation: the shape rule takes that many and no other. */
function arity(op: string): number {
  const count = [1, 2, 3].find((n) => {
    try {
      ops.get(op)?.inferShape(
        Array.from({ length: n }, () => [2]),
        elementwise[op]?.attributes ?? {},
      );
      return true;
    } catch {
      return false;
    }
  });
  return count ?? 0;
}

const cases: Case[] = [];
for (const [op, definition] of ops) {
  if (!definition.scalar) continue;
  const draw = draws(op);
  for (const shape of shapes) {
    const inputs =
      elementwise[op]?.make?.(shape, draw) ?? Array.from({ length: arity(op) }, () => draw.normal(shape, 2));
    cases.push({ op, inputs, attributes: elementwise[op]?.attributes ?? {} });
  }
}
for (const [rows, classes] of [
  [1, 1],
  [1, 10],
  [5, 3],
  [64, 10],
  [9, 17],
  [3, 32],
] as const) {
  const { normal, probabilities, soft } = draws(`losses ${rows}×${classes}`);
  const scores = normal([rows, classes], 3);
  const p = probabilities([rows, classes]);
  for (const labels of [indices([rows], classes), oneHot(rows, classes), soft(rows, classes)]) {
    for (const reduction of ['mean', 'sum']) {
      const dLoss = tensor([], () => 0.7);
      cases.push({ op: 'softmaxCrossEntropy', inputs: [scores, labels], attributes: { reduction } });
      cases.push({ op: 'softmaxCrossEntropyGrad', inputs: [scores, labels, dLoss], attributes: { reduction } });
      cases.push({ op: 'crossEntropy', inputs: [p, labels], attributes: { reduction, epsilon: 0.05 } });
      cases.push({ op: 'crossEntropyGrad', inputs: [p, labels, dLoss], attributes: { reduction, epsilon: 0.05 } });
    }
    cases.push({ op: 'accuracy', inputs: [scores, labels] });
    cases.push({ op: 'classCounts', inputs: [scores, labels], attributes: { threshold: 0.5 } });
  }
}
cases.push({
  op: 'softmaxCrossEntropy',
  inputs: [draws('loss of rank 3').normal([2, 3, 5]), indices([2, 3], 5)],
  attributes: { reduction: 'sum' },
});
for (const shape of shapes.filter(({ length }) => length > 0)) {
  const { normal, probabilities } = draws(`softmax ${shape}`);
  cases.push({ op: 'softmax', inputs: [normal(shape, 3)] });
  cases.push({ op: 'softmaxGrad', inputs: [probabilities(shape), normal(shape)] });
}
for (const shape of [[4], [1, 3], [5, 7], [60, 100], [130, 9], [2, 3, 5], [200, 4]]) {
  const { normal, positive } = draws(`batch norm ${shape}`);
  const unit = [shape.at(-1) as number];
  const [mean, variance, gamma, beta] = [normal(unit), positive(unit), normal(unit), normal(unit)];
  const x = normal(shape);
  cases.push({ op: 'columnMean', inputs: [normal(shape, 1, 3)] });
  cases.push({ op: 'columnVariance', inputs: [x, mean] });
  cases.push({
    op: 'normalize',
    inputs: [x, mean, variance, gamma, beta],
    attributes: { epsilon: 1e-3, statistics: 'batch' },
  });
  cases.push({ op: 'normalizeGradScale', inputs: [normal(shape), x, mean, variance], attributes: { epsilon: 1e-3 } });
  cases.push({
    op: 'normalizeGradInput',
    inputs: [normal(shape), x, mean, variance, gamma, normal(unit), normal(unit)],
    attributes: { epsilon: 1e-3 },
  });
}
for (const [image, attributes] of [
  [[1, 1, 1, 1], { window: [1, 1], strides: [1, 1], padding: 'valid' }],
  [[2, 6, 7, 1], { window: [3, 3], strides: [1, 1], padding: 'same' }],
  [[2, 6, 7, 1], { window: [3, 3], strides: [1, 1], padding: 'valid' }],
  [[2, 6, 7, 3], { window: [2, 3], strides: [2, 1], padding: 'same' }],
  [[2, 7, 9, 5], { window: [3, 2], strides: [2, 3], padding: 'same' }],
  [[1, 5, 5, 8], { window: [3, 3], strides: [1, 1], padding: 'same' }],
  [[2, 4, 4, 2], { window: [2, 2], strides: [2, 2], padding: 'valid' }],
  [[3, 5, 6, 4], { window: [2, 2], strides: [3, 1], padding: 'valid' }],
  [[1, 6, 5, 40], { window: [3, 3], strides: [2, 2], padding: 'same' }],
  [[2, 3, 4, 3], { window: [2, 4], strides: [1, 1], padding: 'same' }],
  [[1, 4, 4, 17], { window: [4, 4], strides: [1, 1], padding: 'same' }],
] as const) {
  const { normal } = draws(`windows ${image} ${JSON.stringify(attributes)}`);
  const pooled = ops.get('maxPool2d')?.inferShape([image], attributes) ?? [];
  const x = normal(image);
  // Of two windows with equal largest pixels, each gives its gradient to the first.
  const coarse = tensor(image, (i) => Math.round(x.values[i] as number));
  for (const input of [x, coarse]) {
    const y = runOperation(createReferenceBackend(ops), 'maxPool2d', [input], attributes).output;
    cases.push({ op: 'maxPool2d', inputs: [input], attributes });
    const largest = tensor(pooled, (i) => y[i] as number);
    cases.push({ op: 'maxPool2dGrad', inputs: [normal(pooled, 1, 2), input, largest], attributes });
  }
  cases.push({ op: 'averagePool2d', inputs: [x], attributes });
  const shape = [...image];
  cases.push({ op: 'averagePool2dGrad', inputs: [normal(pooled, 1, 2)], attributes: { ...attributes, shape } });
  for (const dilation of [
    [1, 1],
    [2, 3],
  ]) {
    const dilated = { ...attributes, dilation };
    let patches: Shape;
    try {
      patches = ops.get('imagePatches')?.inferShape([image], dilated) ?? [];
    } catch {
      continue;
    }
    cases.push({ op: 'imagePatches', inputs: [x], attributes: dilated });
    cases.push({ op: 'imagePatchesGrad', inputs: [normal(patches, 1, 2)], attributes: { ...dilated, shape } });
  }
}
for (const [shape, groups] of [
  [[1, 1], 1],
  [[5, 7], 1],
  [[5, 8], 2],
  [[4, 6], 3],
  [[3, 5], 5],
  [[60, 100], 1],
  [[2, 3, 3, 8], 1],
  [[2, 3, 3, 8], 2],
  [[2, 3, 3, 8], 8],
  [[2, 5, 4, 6], 2],
  [[1, 14, 14, 12], 3],
  [[2, 28, 28, 1], 1],
  [[2, 3, 6], 2],
] as const) {
  const { normal } = draws(`group normalize ${shape} ${groups}`);
  const attributes = { groups, epsilon: 1e-3 };
  cases.push({ op: 'groupNormalize', inputs: [normal(shape, 2, 3)], attributes });
  cases.push({ op: 'groupNormalizeGrad', inputs: [normal(shape), normal(shape, 2, 3)], attributes });
}
for (const shape of [[], [3], [16], [17], [40], [5, 3], [7, 16], [4, 50], [2, 3, 4, 5]]) {
  const attributes = { shape, seed: [7, 0], stream: [0xdeadbeef, 0x80000001] };
  for (const step of [
    [0, 0],
    [1, 0],
    [16777215, 255],
    [5, 3],
  ]) {
    const scalars = (values: readonly number[]): Input => tensor([2], (i) => values[i] as number);
    cases.push({ op: 'randomUniform', inputs: [scalars(step), scalars([-0.5, 1.5])], attributes });
    cases.push({ op: 'randomNormal', inputs: [scalars(step), scalars([3, 0.5])], attributes });
    cases.push({ op: 'dropoutMask', inputs: [scalars(step), scalars([0.3, 1 / 0.7])], attributes });
  }
}
for (const [shape, axes] of [
  [[], []],
  [[5], [0]],
  [[64, 100], [0]],
  [[64, 100], [1]],
  [
    [64, 100],
    [0, 1],
  ],
  [[7, 3], []],
  [[3, 4, 5], [0]],
  [[3, 4, 5], [1]],
  [[3, 4, 5], [2]],
  [
    [3, 4, 5],
    [0, 2],
  ],
  [
    [3, 4, 5],
    [1, 2],
  ],
  [
    [3, 4, 5],
    [0, 1],
  ],
  [
    [2, 3, 2, 5],
    [0, 2],
  ],
  [
    [2, 3, 2, 5],
    [1, 3],
  ],
  [[1, 300], [0]],
] as const) {
  // Off zero: what is left of terms that cancel says little about the sum.
  const inputs = [draws(`reduceSum ${shape}`).normal(shape, 1, 3)];
  for (const op of ['reduceSum', 'reduceMean']) cases.push({ op, inputs, attributes: { axes: [...axes] } });
}
for (const [from, to] of [
  [[], [3]],
  [[], [4, 5]],
  [[1], [7]],
  [[5], [4, 5]],
  [
    [4, 1],
    [4, 9],
  ],
  [
    [1, 9],
    [4, 9],
  ],
  [
    [3, 1, 5],
    [3, 4, 5],
  ],
  [
    [3, 1],
    [2, 3, 4],
  ],
  [
    [1, 1],
    [2, 6],
  ],
] as const) {
  cases.push({ op: 'broadcastTo', inputs: [draws('broadcastTo').normal(from)], attributes: { shape: [...to] } });
}
for (const [from, to] of [
  [[6], [6]],
  [[6], [2, 3]],
  [[2, 3], [6]],
  [
    [2, 3],
    [3, 2],
  ],
  [
    [4, 28, 28],
    [4, 784],
  ],
  [
    [4, 784],
    [4, 28, 28],
  ],
  [[5], [5, 1]],
  [[5, 1], [5]],
  [[], [1, 1]],
  [[1], []],
  [
    [6, 10],
    [4, 15],
  ],
  [
    [8, 9],
    [8, 9],
  ],
] as const) {
  cases.push({ op: 'reshape', inputs: [draws('reshape').normal(from)], attributes: { shape: [...to] } });
}
for (const shape of [[3], [5, 7], [64, 16]]) {
  const { normal, positive } = draws(`updates ${shape}`);
  const scalars = (...values: number[]): Input => tensor([values.length], (i) => values[i] as number);
  const [w, g, slot] = [normal(shape), normal(shape), positive(shape)];
  cases.push({ op: 'sgdUpdate', inputs: [w, g, scalars(0.1)] });
  for (const decay of ['coupled', 'decoupled']) {
    cases.push({ op: 'sgdUpdate', inputs: [w, g, scalars(0.1, 0.3)], attributes: { decay } });
    const inputs = [w, g, normal(shape), slot, scalars(0.001, 0.9, 0.1, 0.999, 0.001, 1e-7, 1.5, 0.3)];
    cases.push({ op: 'adamUpdate', inputs, attributes: { decay } });
  }
  for (const convention of ['keras', 'pytorch']) {
    for (const op of ['momentumUpdate', 'nesterovUpdate']) {
      cases.push({ op, inputs: [w, g, normal(shape), scalars(0.9, 0.1)], attributes: { convention } });
    }
    cases.push({ op: 'adagradUpdate', inputs: [w, g, slot, scalars(0.1, 1e-3)], attributes: { convention } });
    for (const limit of [0.5, 100]) {
      const inputs = [g, scalars(1.5), scalars(limit)];
      cases.push({ op: 'clipByNorm', inputs, attributes: { convention } });
    }
    cases.push({
      op: 'rmspropUpdate',
      inputs: [w, g, slot, scalars(0.01, 0.9, 0.1, 1e-7)],
      attributes: { convention },
    });
  }
  const adam = scalars(0.001, 0.9, 0.1, 0.999, 0.001, 1e-7, 1.5);
  cases.push({ op: 'adamUpdate', inputs: [w, g, normal(shape), slot, adam] });
  cases.push({ op: 'clipByValue', inputs: [g, scalars(0.4)] });
  // Squares beyond float32, a rank of three, and rows with padding beside them.
  cases.push({ op: 'euclideanNorm', inputs: [normal(shape, 1e25), normal([2, 3, 5]), scalars(1e24)] });
  cases.push({ op: 'euclideanNorm', inputs: [w] });
  cases.push({ op: 'movingAverageUpdate', inputs: [w, g, scalars(0.99, 0.01)] });
}

for (const exponent of [-2.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.7, 7]) {
  const { positive, normal } = draws(`power ${exponent}`);
  const x = Number.isInteger(exponent) && exponent >= 0 ? normal([3, 5]) : positive([3, 5]);
  cases.push({ op: 'power', inputs: [x], attributes: { exponent } });
  cases.push({ op: 'powerGrad', inputs: [normal([3, 5]), x], attributes: { exponent } });
}
for (const { parts, axis } of [
  { parts: [[3], [1], [6]], axis: 0 },
  {
    parts: [
      [5, 3],
      [5, 4],
      [5, 10],
    ],
    axis: 1,
  },
  {
    parts: [
      [5, 3],
      [1, 3],
    ],
    axis: 0,
  },
  {
    parts: [
      [1, 300],
      [4, 300],
    ],
    axis: 0,
  },
  {
    parts: [
      [2, 3, 5],
      [2, 1, 5],
    ],
    axis: 1,
  },
  {
    parts: [
      [2, 3, 5],
      [2, 3, 9],
    ],
    axis: 2,
  },
  {
    parts: [
      [2, 2, 3, 5],
      [3, 2, 3, 5],
    ],
    axis: 0,
  },
  {
    parts: [
      [2, 2, 3, 5],
      [2, 1, 3, 5],
    ],
    axis: 1,
  },
]) {
  const { normal } = draws(`concat ${axis} ${parts.join(' ')}`);
  const inputs = parts.map((shape) => normal(shape));
  cases.push({ op: 'concat', inputs, attributes: { axis } });
  const width = parts.reduce((sum, shape) => sum + (shape[axis] as number), 0);
  const whole = normal((parts[0] as number[]).map((size, i) => (i === axis ? width : size)));
  let from = 0;
  for (const shape of parts) {
    cases.push({ op: 'slice', inputs: [whole], attributes: { axis, from, length: shape[axis] as number } });
    from += shape[axis] as number;
  }
}
for (const [labels, depth] of [
  [[], 3],
  [[7], 5],
  [[1], 1],
  [[40], 17],
  [[3, 5], 6],
] as const) {
  cases.push({ op: 'oneHot', inputs: [indices(labels, depth)], attributes: { depth } });
}
cases.push({ op: 'oneHot', inputs: [tensor([4], (i) => [-1, 1.5, 2, 3][i] as number)], attributes: { depth: 3 } });
{
  const { normal, unit } = draws('classes of one column');
  const above = { attributes: { threshold: 0.5 } };
  cases.push({ op: 'classCounts', inputs: [unit([33, 1]), indices([33], 2)], ...above });
  cases.push({ op: 'classCounts', inputs: [unit([33, 1]), tensor([33, 1], (i) => i % 2)], ...above });
  const odd = tensor([6], (i) => [-1, 0.5, 3, Number.NaN, 1e9, 2][i] as number);
  cases.push({ op: 'classCounts', inputs: [normal([6, 3]), odd], ...above });
}

/** What the engine promises of float32. */
const TOLERANCE = 1e-5;

/** Relative to the value, or to a tenth of the largest one: near a zero, an operation has no relative precision. */
function expectClose(actual: Float64Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let worst = 0;
  expected.forEach((value, i) => {
    const error = Math.abs((actual[i] as number) - value) / Math.max(Math.abs(value), 0.1 * size, 1e-6);
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  });
  expect(worst).toBeLessThan(TOLERANCE);
}

const reference = createReferenceBackend(ops);
const modes = [false, ...(probeKernels({ tile: '4x8' }).fma ? [true] : [])];

describe.each(modes)('with fused multiply and add: %s', (relaxed) => {
  const wasm = createWasmBackend(ops, { tile: '4x8', relaxed });
  const byOperation = group(cases);
  test.each([...byOperation.keys()])('%s agrees with its definition in float64', (op) => {
    for (const { inputs, attributes } of byOperation.get(op) ?? []) {
      const actual = runOperation(wasm, op, inputs, attributes);
      const expected = runOperation(reference, op, inputs, attributes);
      expectClose(actual.output, expected.output);
      for (const [place, values] of expected.written) {
        expectClose(actual.written.get(place) as Float64Array, values);
      }
    }
  });
});

function group(list: readonly Case[]): Map<string, Case[]> {
  const result = new Map<string, Case[]>();
  for (const item of list) result.set(item.op, [...(result.get(item.op) ?? []), item]);
  return result;
}

test('every operation of the table has a case here or a test of its own', () => {
  const elsewhere = ['variable', 'feed', 'constant', 'stopGradient', 'matmul', 'zStatistics'];
  const covered = new Set([...cases.map(({ op }) => op), ...elsewhere]);
  expect([...ops.keys()].filter((op) => !covered.has(op))).toEqual([]);
});

test('the frame of z-statistics has the length of its layout', () => {
  const { output } = runOperation(
    createWasmBackend(ops),
    'zStatistics',
    [draws('frame').normal([4, 3])],
    { dead: false, saturation: 0 },
    'probe',
  );
  expect(output.length).toBe(zFrameLength(3));
});
