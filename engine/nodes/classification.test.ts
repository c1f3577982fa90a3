/** What losses and metrics of classes say about what is wired to them, also behind other nodes. */
import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { checkGraph } from '../graph/check';
import type { DataSignature } from '../graph/types';
import { check, named, namesOf, sketch } from '../testing/documents';
import { nodeRegistry } from './index';
import { INITIALIZERS } from './initializers';

type Sketch = Parameters<typeof sketch>[0];

const X = { type: 'variable', data: { initialValue: [1, 2, 3, 4], shape: [2, 2] } };
const INDICES = { type: 'constant', data: { value: [0, 1] } };
const ROWS = { type: 'constant', data: { value: [0, 1, 1, 0], shape: [2, 2] } };

const lints = (nodes: Sketch): string[] =>
  namesOf(check(sketch(nodes)).diagnostics).filter((name) => name !== 'noOptimizer');
const loss = (type: string, prediction: string, data = {}): Sketch[string] => ({
  type,
  data,
  from: { prediction, labels: 'y' },
});

const NUMBERS: DataSignature = {
  featureShape: [2],
  classes: 0,
  trainRows: 40,
  testRows: 0,
  classNames: [],
  preview: { kind: 'points', x: new Float32Array(0), y: new Float32Array(0), labels: new Float32Array(0) },
};
const withData = (document: GraphDocument, data: DataSignature) =>
  checkGraph(document, { registry: nodeRegistry, initializers: INITIALIZERS, data: new Map([['data', data]]) });

describe('numbers to predict', () => {
  const types = [...nodeRegistry.values()].filter(({ labelClasses }) => labelClasses).map(({ type }) => type);

  test.each(types)('are no labels for %s', (type) => {
    for (const units of [1, 3]) {
      const document = sketch({
        data: { type: 'dataset' },
        z: { type: 'dense', data: { units }, from: { x: 'data' } },
        measure: { type, from: { prediction: 'z', labels: 'data:labels' } },
      });
      const [problem] = named(withData(document, NUMBERS).diagnostics, 'labelsNotClasses');
      expect(problem?.where).toEqual({ nodeId: 'measure', port: 'labels' });
      expect(named(withData(document, { ...NUMBERS, classes: 1 }).diagnostics, 'labelsNotClasses')).toEqual([]);
    }
  });
});

describe('a softmax', () => {
  test.each(['flatten', 'reshape'])('before a loss of logits is told through a %s', (type) => {
    const nodes = { x: X, p: { type: 'softmax', from: { x: 'x' } }, flat: { type, from: { x: 'p' } }, y: INDICES };
    expect(lints({ ...nodes, loss: loss('crossEntropy', 'flat', { fromLogits: true }) })).toEqual(['doubleSoftmax']);
    expect(lints({ ...nodes, loss: loss('crossEntropy', 'flat') })).toEqual([]);
  });

  test('that is bypassed is no softmax', () => {
    const nodes = { x: X, p: { type: 'softmax', bypassed: true, from: { x: 'x' } }, y: INDICES };
    expect(lints({ ...nodes, loss: loss('crossEntropy', 'p', { fromLogits: true }) })).toEqual([]);
  });

  test.each([true, false])('before a sigmoid cross-entropy is told, with fromLogits %j', (fromLogits) => {
    const nodes = {
      x: X,
      p: { type: 'softmax', from: { x: 'x' } },
      flat: { type: 'flatten', from: { x: 'p' } },
      y: ROWS,
    };
    expect(lints({ ...nodes, loss: loss('sigmoidCrossEntropy', 'flat', { fromLogits }) })).toEqual([
      'softmaxIntoSigmoid',
    ]);
  });
});

test('a sigmoid before a loss of logits is told through a change of shape', () => {
  const sigmoid = { type: 'activation', data: { function: 'sigmoid' }, from: { x: 'x' } };
  const nodes = { x: X, p: sigmoid, flat: { type: 'reshape', data: { shape: 2 }, from: { x: 'p' } }, y: ROWS };
  expect(lints({ ...nodes, loss: loss('sigmoidCrossEntropy', 'flat') })).toEqual(['doubleSigmoid']);
  expect(lints({ ...nodes, loss: loss('sigmoidCrossEntropy', 'flat', { fromLogits: false }) })).toEqual([]);
});

describe('logits where probabilities are expected', () => {
  test.each(['dense', 'batchNorm', 'batchRenorm', 'layerNorm', 'groupNorm'])('are told of %s', (type) => {
    const data = type === 'dense' ? { units: 2 } : type === 'groupNorm' ? { groups: 1 } : {};
    const nodes = { x: X, z: { type, data, from: { x: 'x' } }, y: INDICES };
    expect(lints({ ...nodes, loss: loss('crossEntropy', 'z') })).toEqual(['lossNeedsProbabilities']);
    expect(lints({ ...nodes, loss: loss('crossEntropy', 'z', { fromLogits: true }) })).toEqual([]);
  });

  test('are told of a convolution behind a flatten', () => {
    const nodes = {
      x: { type: 'variable', data: { initialValue: 0.5, shape: [2, 2, 2, 1] } },
      z: { type: 'conv2d', data: { filters: 3, kernelSize: 2 }, from: { x: 'x' } },
      flat: { type: 'flatten', from: { x: 'z' } },
      y: INDICES,
    };
    expect(lints({ ...nodes, loss: loss('crossEntropy', 'flat') })).toContain('lossNeedsProbabilities');
  });

  test('a bypassed norm behind a softmax does not hide it', () => {
    const norm = { type: 'batchNorm', bypassed: true, from: { x: 'p' } };
    const nodes = { x: X, p: { type: 'softmax', from: { x: 'x' } }, norm, y: INDICES };
    expect(lints({ ...nodes, loss: loss('crossEntropy', 'norm') })).toEqual([]);
  });
});

test('a bias before a batch norm that is bypassed or frozen has its effect', () => {
  const nodes = (flags: { bypassed?: boolean; frozen?: boolean }): Sketch => ({
    x: X,
    z: { type: 'dense', data: { units: 2 }, from: { x: 'x' } },
    norm: { type: 'batchNorm', ...flags, from: { x: 'z' } },
    y: INDICES,
    loss: loss('crossEntropy', 'norm', { fromLogits: true }),
  });
  expect(lints(nodes({}))).toEqual(['uselessBias']);
  expect(lints(nodes({ bypassed: true }))).toEqual([]);
  expect(lints(nodes({ frozen: true }))).toEqual([]);
});
