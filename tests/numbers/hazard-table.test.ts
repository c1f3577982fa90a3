/**
 * Small graphs at the edge of what numbers can hold. Where mathematics is finite, training goes on; where it is not,
 * it stops in the same step and names the first node. In no case does the document change or a number die silently.
 */
import { describe, expect, test } from 'vitest';
import { DIAGNOSTICS } from '../../engine/core/diagnostics';
import { printDocument } from '../../engine/document/print';
import { readDocument } from '../../engine/document/read';
import type { GraphDocument } from '../../engine/document/types';
import { Session } from '../../engine/runtime/session';
import { backends } from '../../engine/testing/backends';
import { namesOf, sketch } from '../../engine/testing/documents';
import { blobsNet } from '../../engine/testing/networks';

type Sketch = Parameters<typeof sketch>[0];

interface Hazard {
  title: string;
  document: GraphDocument;
  files?: Record<string, string>;
  /** Values that placeholders are fed before the first step. */
  feed?: Record<string, number[]>;
  steps?: number;
  /** `finite`: all steps. A node: the step breaks there. A name of the table of diagnostics: not even opened. */
  outcome: 'finite' | { node: string; step: number } | { refused: string };
  /** What breaks in float32 only; in float64 it is finite, or told as well. */
  float32?: boolean;
}

const graph = (nodes: Sketch, run = {}): GraphDocument =>
  sketch({ ...nodes, optimizer: { type: 'optimizer', data: { learningRate: 1e-3 }, from: { loss: 'loss' } } }, { run });

const variable = (initialValue: number | number[], shape: number[] = []) => ({
  type: 'variable',
  data: { initialValue, shape },
});
const constant = (value: number | number[], shape: number[] = []) => ({ type: 'constant', data: { value, shape } });

/** A loss of logits that are learnt. */
const logits = (size: number, reduction: string, labels: Sketch[string], fused: boolean): GraphDocument =>
  graph({
    z: variable([size, -size, 0, -size, size, size], [2, 3]),
    y: labels,
    ...(fused ? {} : { p: { type: 'softmax', from: { x: 'z' } } }),
    loss: {
      type: 'crossEntropy',
      data: { fromLogits: fused, reduction },
      from: { prediction: fused ? 'z' : 'p', labels: 'y' },
    },
  });

const KINDS = { indices: constant([1, 0], [2]), 'one-hot rows': constant([0, 1, 0, 1, 0, 0], [2, 3]) };

const extremeLogits: Hazard[] = [1e4, 1e30].flatMap((size) =>
  Object.entries(KINDS).flatMap(([kind, labels]) =>
    ['mean', 'sum'].flatMap((reduction) =>
      [true, false].map((fused): Hazard => {
        const how = fused ? 'from logits' : 'behind a softmax';
        const title = `logits of ±${size} ${how}, ${kind}, ${reduction}`;
        return { title, document: logits(size, reduction, labels, fused), outcome: 'finite' };
      }),
    ),
  ),
);

const probabilities: Hazard[] = [
  { title: 'a probability of 0 for the right class', values: [0, 1] },
  { title: 'a probability of exactly 1', values: [1, 0] },
  { title: 'a probability that is denormal', values: [1e-42, 1] },
  { title: 'a probability below 0', values: [-0.5, 1.5] },
].map(({ title, values }) => ({
  title,
  document: graph({
    p: variable(values, [1, 2]),
    y: constant([0], [1]),
    loss: { type: 'crossEntropy', from: { prediction: 'p', labels: 'y' } },
  }),
  outcome: 'finite',
}));

/** A layer between a learnt matrix [4, 2] and a loss. */
const layer = (values: number[], node: Sketch[string]): GraphDocument =>
  graph({
    x: variable(values, [4, 2]),
    layer: { ...node, from: { x: 'x' } },
    y: constant([0, 1, 0, 1], [4]),
    loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'layer', labels: 'y' } },
  });

const SAME = [5, 1, 5, 2, 5, 3, 5, 4];
const ZEROS = Array<number>(8).fill(0);
const TINY = [1e-30, -1e-30, 2e-30, 0, -2e-30, 1e-30, 0, 3e-30];
const FAR = [1e6, 1, 1e6 + 1, 2, 1e6 - 1, 3, 1e6, 4];

const norms: Hazard[] = ['batchNorm', 'layerNorm', 'groupNorm', 'batchRenorm'].flatMap((type) => {
  const data = type === 'groupNorm' ? { groups: 1 } : {};
  return [
    { title: `${type} of a unit that never changes`, document: layer(SAME, { type, data }), outcome: 'finite' },
    { title: `${type} of zeros`, document: layer(ZEROS, { type, data }), outcome: 'finite' },
    { title: `${type} of tiny numbers`, document: layer(TINY, { type, data }), outcome: 'finite' },
    { title: `${type} of a mean of a million`, document: layer(FAR, { type, data }), outcome: 'finite' },
  ] satisfies Hazard[];
});

/** A number through one node into the loss. */
const numbers = (node: Sketch[string], inputs: Sketch): GraphDocument =>
  graph({
    ...inputs,
    y: node,
    scaled: { type: 'multiply', from: { a: 'y', b: 'small' } },
    small: constant(1e-3),
    loss: { type: 'add', from: { a: 'scaled', b: 'small' } },
  });
const unary = (type: string, x: number, data: Record<string, unknown> = {}): GraphDocument =>
  numbers({ type, data, from: { x: 'x' } }, { x: variable(x) });
const binary = (type: string, a: number, b: number): GraphDocument =>
  numbers({ type, from: { a: 'a', b: 'b' } }, { a: variable(a), b: variable(b) });

const breaks = { outcome: { node: 'y', step: 1 } } as const;

const functions: Hazard[] = [
  { title: 'a square that overflows', document: unary('square', 1e30), float32: true, ...breaks },
  { title: 'a product that overflows', document: binary('multiply', 1e25, 1e25), float32: true, ...breaks },
  { title: 'a sum that overflows', document: binary('add', 3e38, 3e38), float32: true, ...breaks },
  { title: 'e to the thousandth', document: unary('exp', 1000), ...breaks },
  { title: 'e to the minus thousandth', document: unary('exp', -1000), outcome: 'finite' },
  { title: 'the logarithm of 0', document: unary('log', 0), ...breaks },
  { title: 'the logarithm of −1', document: unary('log', -1), ...breaks },
  { title: 'the logarithm of a small number', document: unary('log', 1e-30), steps: 1, outcome: 'finite' },
  { title: 'a division by 0', document: binary('divide', 1, 0), ...breaks },
  { title: '0 divided by 0', document: binary('divide', 0, 0), ...breaks },
  { title: '0 to the power of 0', document: unary('power', 0, { exponent: 0 }), outcome: 'finite' },
  { title: '0 to the power of 2', document: unary('power', 0, { exponent: 2 }), outcome: 'finite' },
  { title: '0 to the power of −1', document: unary('power', 0, { exponent: -1 }), ...breaks },
  { title: '−2 to the power of 3', document: unary('power', -2, { exponent: 3 }), outcome: 'finite' },
  { title: '−2 to the power of ½', document: unary('power', -2, { exponent: 0.5 }), ...breaks },
];

const perceptron = (loss: Sketch[string], labels: number[], w: number): GraphDocument =>
  graph({
    z: variable([w, -w], [2, 1]),
    y: constant(labels, [2]),
    loss: { ...loss, from: { prediction: 'z', labels: 'y' } },
  });

const binaryLosses: Hazard[] = [1e4, 1e30].map((w) => ({
  title: `binary logits of ±${w}`,
  document: perceptron({ type: 'sigmoidCrossEntropy', data: { fromLogits: true } }, [0, 1], w),
  outcome: 'finite',
}));

const squaredErrors: Hazard[] = [
  {
    title: 'a squared error that overflows',
    document: perceptron({ type: 'meanSquaredError' }, [0, 1], 1e30),
    float32: true,
    outcome: { node: 'loss', step: 1 },
  },
];

const rates: Hazard[] = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamW'].map((algorithm) => ({
  title: `${algorithm} at a learning rate of 1e30`,
  document: blobsNet({ optimizer: { algorithm, learningRate: 1e30 }, norm: false, activation: 'relu' }),
  float32: true,
  steps: 40,
  // Weights of 1e30 make a product of 1e60 in the next step's second layer.
  outcome: { node: 'dense_2', step: 2 },
}));

const table = (text: string, run = {}): Pick<Hazard, 'document' | 'files'> => ({
  files: { 'x.csv': text },
  document: graph(
    {
      data: { type: 'dataset', data: { source: 'csv', path: 'x.csv', testFraction: 0, header: 'yes' } },
      z: { type: 'dense', data: { units: 2 }, from: { x: 'data' } },
      loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'data:labels' } },
    },
    { batchSize: 2, shuffle: false, ...run },
  ),
});

const data: Hazard[] = [
  { title: 'a feature beyond float32', ...table('a,b,y\n1,1e39,0\n2,3,1\n'), outcome: { refused: 'csvNotNumber' } },
  { title: 'a feature that is called nan', ...table('a,b,y\n1,nan,0\n2,3,1\n'), outcome: 'finite' },
  {
    title: 'a feature that is called inf',
    ...table('a,b,y\n1,inf,0\n2,3,1\n'),
    outcome: { refused: 'csvNotNumber' },
  },
  { title: 'large features', ...table('a,b,y\n1e30,-1e30,0\n-1e30,1e30,1\n'), outcome: 'finite', steps: 1 },
  { title: 'one class', ...table('a,b,y\n1,2,0\n2,3,0\n'), outcome: 'finite' },
  { title: 'rows that are all alike', ...table('a,b,y\n1,2,0\n1,2,1\n'), outcome: 'finite' },
  { title: 'no rows', ...table('a,b,y\n'), outcome: { refused: 'csvNoRows' } },
  { title: 'an empty file', ...table(''), outcome: { refused: 'csvNoRows' } },
  {
    title: 'an empty batch',
    ...table('a,b,y\n1,2,0\n2,3,1\n', { batchSize: 0 }),
    outcome: { refused: 'runSetting' },
  },
  {
    title: 'a batch of more than all rows',
    ...table('a,b,y\n1,2,0\n', { batchSize: 2 }),
    outcome: { refused: 'batchTooLarge' },
  },
  { title: 'a batch of one', ...table('a,b,y\n1,2,0\n2,3,1\n', { batchSize: 1 }), outcome: 'finite' },
];

const fed: Hazard[] = [Number.NaN, Number.POSITIVE_INFINITY, 1e39].map((value) => ({
  title: `a placeholder that is fed ${value}`,
  document: graph({
    x: { type: 'placeholder', data: { value: 1 } },
    w: variable(1),
    loss: { type: 'multiply', from: { a: 'x', b: 'w' } },
  }),
  feed: { x: [value] },
  outcome: { node: 'x', step: 1 },
  ...(value === 1e39 ? { float32: true } : {}),
}));

const first: Hazard[] = [
  {
    title: 'a weight that starts beyond float32',
    document: graph({ w: variable(1e39), c: constant(2), loss: { type: 'multiply', from: { a: 'w', b: 'c' } } }),
    float32: true,
    outcome: { node: 'w', step: 1 },
  },
];

const hazards = [
  ...extremeLogits,
  ...probabilities,
  ...norms,
  ...functions,
  ...binaryLosses,
  ...squaredErrors,
  ...rates,
  ...data,
  ...fed,
  ...first,
];

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  test.each(hazards)('$title', async ({ document, files, feed, steps = 5, outcome, float32 = false }) => {
    const before = structuredClone(document);
    const read = readDocument(printDocument(document));
    const opened = read.ok ? await Session.open(document, { backend, files }) : read;
    expect(document).toEqual(before);
    if (typeof outcome === 'object' && 'refused' in outcome) {
      expect(opened.ok).toBe(false);
      expect(namesOf(opened.diagnostics)).toContain(outcome.refused);
      return;
    }
    if (!opened.ok) throw new Error(opened.diagnostics.map(({ message }) => message).join('\n'));
    const session = opened.value;
    for (const [id, values] of Object.entries(feed ?? {})) session.feedPlaceholder(id, values);
    let problem = null;
    while (session.step < steps && problem === null) {
      problem = session.update();
      // Nothing is silent: a step that is not told is finite.
      if (problem === null) expect(Number.isFinite(session.loss)).toBe(true);
    }
    problem ??= session.checkState();
    expect(document).toEqual(before);
    if (outcome === 'finite') return expect(problem).toBeNull();
    if (float32 && precision === 'float64' && problem === null) return;
    expect(problem?.code).toBe(DIAGNOSTICS.notFinite.code);
    expect(problem?.message).toContain(String(session.step));
    if (float32 && precision === 'float64') return;
    expect({ node: problem?.where.nodeId, step: session.step }).toEqual(outcome);
  });
});

test('there are sixty', () => expect(hazards.length).toBeGreaterThanOrEqual(60));
