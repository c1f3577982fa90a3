import { expect, test } from 'vitest';
import type { DiagnosticName } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { check, named, sketch } from '../testing/documents';
import { applyEdits } from './edit';
import { fixAll } from './fix-all';
import type { DataSignature } from './types';

const signature = (featureShape: readonly number[], classes: number): DataSignature => ({
  featureShape,
  classes,
  trainRows: 80,
  testRows: 20,
  classNames: Array.from({ length: classes }, (_, i) => String(i)),
  preview: { kind: 'points', x: new Float32Array(), y: new Float32Array(), labels: new Float32Array() },
});

const PICTURES = new Map([['data', signature([8, 8, 1], 3)]]);
const ROWS = new Map([['data', signature([64], 3)]]);
const PAIRS = new Map([['data', signature([4], 2)]]);
const DATA = { type: 'dataset' };
const run = { batchSize: 8 };

const trained = (
  nodes: Parameters<typeof sketch>[0],
  settings: Parameters<typeof sketch>[1] = { run },
): GraphDocument =>
  sketch(
    {
      data: DATA,
      ...nodes,
      loss: {
        type: 'crossEntropy',
        data: { fromLogits: true },
        from: { prediction: 'dense', labels: 'data:labels' },
        ...nodes.loss,
      },
      optimizer: { type: 'optimizer', from: { loss: 'loss' } },
    },
    settings,
  );

const dense = (units: number, from = 'data') => ({ type: 'dense', data: { units }, from: { x: from } });

interface Case {
  title: string;
  name: DiagnosticName;
  document: GraphDocument;
  data?: ReadonlyMap<string, DataSignature>;
  says: string;
  /** What may still be wrong afterwards. */
  rest?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: 'pictures before a dense layer are flattened',
    name: 'rankMismatch',
    document: trained({ dense: dense(3) }),
    data: PICTURES,
    says: 'Insert a flatten node',
  },
  {
    title: 'pictures at a loss are flattened',
    name: 'rankMismatch',
    document: trained({
      dense: { type: 'conv2d', data: { filters: 3, kernelSize: [8], padding: 'valid' }, from: { x: 'data' } },
    }),
    data: PICTURES,
    says: 'Insert a flatten node',
  },
  {
    title: 'rows of numbers before a convolution become pictures',
    name: 'rankMismatch',
    document: trained({
      conv: { type: 'conv2d', data: { filters: 2 }, from: { x: 'data' } },
      flat: { type: 'flatten', from: { x: 'conv' } },
      dense: dense(3, 'flat'),
    }),
    says: 'Insert a reshape to 8×8×1',
  },
  {
    title: 'too few units for the classes are raised, through softmax and batch norm',
    name: 'tooManyClasses',
    document: trained({
      last: dense(2),
      bn: { type: 'batchNorm', from: { x: 'last' } },
      dense: { type: 'softmax', from: { x: 'bn' } },
      loss: { type: 'crossEntropy', data: {}, from: { prediction: 'dense', labels: 'data:labels' } },
    }),
    says: 'Give last 3 units',
    rest: ['uselessBias'],
  },
  {
    title: 'too many units for the classes are lowered',
    name: 'unusedClasses',
    document: trained({ dense: dense(5) }),
    says: 'Give dense 3 units',
  },
  {
    title: 'class indices against rows of values are one-hot encoded',
    name: 'shapeMismatch',
    document: trained({
      dense: dense(3),
      loss: { type: 'meanSquaredError', data: {}, from: { prediction: 'dense', labels: 'data:labels' } },
    }),
    says: 'One-hot encode the labels',
  },
  {
    title: 'several classes at a yes-or-no loss are one-hot encoded, with a unit for each',
    name: 'notBinary',
    document: trained({
      dense: dense(1),
      loss: { type: 'sigmoidCrossEntropy', from: { prediction: 'dense', labels: 'data:labels' } },
    }),
    says: 'One-hot encode the labels',
  },
  {
    title: 'labels at an input for tensors are one-hot encoded',
    name: 'portKind',
    document: trained({ dense: dense(3, 'data:labels') }),
    says: 'One-hot encode the labels',
  },
  {
    title: 'a tensor at an input for one kind alone loses its wire',
    name: 'portKind',
    document: trained({ dense: dense(3), soft: { type: 'softmax', from: { x: 'loss' } } }),
    says: 'Remove the wire',
    rest: ['inputMissing', 'unusedNode'],
  },
  {
    title: 'an optimizer is added behind the loss',
    name: 'noOptimizer',
    document: sketch(
      {
        data: DATA,
        dense: dense(3),
        loss: {
          type: 'crossEntropy',
          data: { fromLogits: true },
          from: { prediction: 'dense', labels: 'data:labels' },
        },
      },
      { run },
    ),
    says: 'Add an optimizer',
  },
  {
    title: 'a loss from logits and an optimizer are added behind a layer',
    name: 'noOptimizer',
    document: sketch({ data: DATA, dense: dense(3) }, { run }),
    says: 'Add a cross-entropy loss and an optimizer',
  },
  {
    title: 'a loss from probabilities is added behind a softmax',
    name: 'noOptimizer',
    document: sketch({ data: DATA, dense: dense(3), soft: { type: 'softmax', from: { x: 'dense' } } }, { run }),
    says: 'Add a cross-entropy loss and an optimizer',
  },
  {
    title: 'a yes-or-no loss is added behind one unit for two classes',
    name: 'noOptimizer',
    document: sketch({ data: DATA, dense: dense(1) }, { run }),
    data: PAIRS,
    says: 'Add a sigmoid cross-entropy loss and an optimizer',
  },
  {
    title: 'an optimizer minimises the one number that nothing reads',
    name: 'noOptimizer',
    document: sketch({ w: { type: 'variable' }, j: { type: 'square', from: { x: 'w' } } }),
    says: 'Add an optimizer',
  },
  {
    title: 'an optimizer without a loss gets one',
    name: 'inputMissing',
    document: sketch({ data: DATA, dense: dense(3), optimizer: { type: 'optimizer' } }, { run }),
    says: 'Add a cross-entropy loss',
  },
  {
    title: 'a loss without labels gets those of the data',
    name: 'inputMissing',
    document: trained({
      dense: dense(3),
      loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'dense' } },
    }),
    says: 'Connect data labels',
  },
  {
    title: 'a loss without a prediction gets what nothing reads',
    name: 'inputMissing',
    document: trained({
      dense: dense(3),
      loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { labels: 'data:labels' } },
    }),
    says: 'Connect dense',
  },
  {
    title: 'several values at an optimizer are reduced to their mean',
    name: 'notScalar',
    document: sketch(
      { data: DATA, dense: dense(3), optimizer: { type: 'optimizer', from: { loss: 'dense' } } },
      { run },
    ),
    says: 'Insert a mean over all values',
  },
  {
    title: 'one optimizer too many is removed',
    name: 'severalOptimizers',
    document: trained({ dense: dense(3), second: { type: 'optimizer', from: { loss: 'loss' } } }),
    says: 'Remove optimizer',
  },
  {
    title: 'a number below its range is brought to the bound',
    name: 'parameterRange',
    document: trained({
      dense: dense(0),
      loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'soft', labels: 'data:labels' } },
      soft: dense(3, 'dense'),
    }),
    says: 'Set “Units” to 1',
  },
  {
    title: 'a value of the wrong type is set to the default',
    name: 'parameterType',
    document: trained({ dense: { ...dense(3), data: { units: 3, useBias: 'maybe' } } }),
    says: 'Set “Bias” to on',
  },
  {
    title: 'a batch of one before batch norm is made larger',
    name: 'batchOfOne',
    document: trained(
      {
        layer: { ...dense(3), data: { units: 3, useBias: false } },
        dense: { type: 'batchNorm', from: { x: 'layer' } },
      },
      { run: { batchSize: 1 } },
    ),
    says: 'Set the batch size to 32',
  },
  {
    title: 'groups that do not divide the channels become the next that do',
    name: 'groupsDivide',
    document: trained({
      layer: dense(6),
      norm: { type: 'groupNorm', data: { groups: 4 }, from: { x: 'layer' } },
      dense: dense(3, 'norm'),
    }),
    says: 'Set the groups to 3',
  },
  {
    title: 'a bypass that nothing can pass is switched off',
    name: 'bypassKind',
    document: trained({
      dense: dense(3),
      loss: {
        type: 'crossEntropy',
        data: { fromLogits: true },
        from: { prediction: 'dense', labels: 'data:labels' },
        bypassed: true,
      },
    }),
    says: 'Switch off the bypass of loss',
  },
  {
    title: 'an initializer that cannot fill its weight becomes the default',
    name: 'initializerShape',
    document: trained({ dense: { ...dense(3), data: { units: 3, biasInitializer: 'orthogonal' } } }),
    says: 'Set “Bias initializer” to zeros',
  },
];

const checked = ({ document, data = ROWS }: Pick<Case, 'document' | 'data'>) => {
  const options = document.run.batchSize === 1 ? { batchSize: 1 } : {};
  return check(document, { data, ...options });
};

test.each(CASES)('$title', ({ name, document, data, says, rest = [] }) => {
  const before = named(checked({ document, ...(data && { data }) }).diagnostics, name)[0];
  expect(before?.fix?.title).toBe(says);
  const fixed = applyEdits(document, before?.fix?.edits ?? [], nodeRegistry);
  const after = check(fixed, { data: data ?? ROWS }).diagnostics;
  expect(after.filter(({ where, code }) => code === before?.code && where.nodeId === before.where.nodeId)).toEqual([]);
  const ignored = new Set(rest.flatMap((other) => named(after, other as DiagnosticName)));
  expect(after.filter((diagnostic) => !ignored.has(diagnostic))).toEqual([]);
});

test('a wire to a node that is gone, and one of two wires into an input, are removed', () => {
  const document = trained({ dense: dense(3) });
  const [first] = document.edges;
  if (!first) throw new Error('There is a wire.');
  const lost = { ...document, edges: [...document.edges, { ...first, id: 'lost', target: 'gone' }] };
  const double = { ...document, edges: [...document.edges, { ...first, id: 'other' }] };
  for (const [broken, name] of [
    [lost, 'edgeEnd'],
    [double, 'inputTaken'],
  ] as const) {
    const [problem] = named(check(broken, { data: ROWS }).diagnostics, name);
    const fixed = applyEdits(broken, problem?.fix?.edits ?? [], nodeRegistry);
    expect(check(fixed, { data: ROWS }).diagnostics).toEqual([]);
  }
});

test('wires that were cut are drawn again, whatever is unknown behind them', () => {
  const document = trained({ dense: dense(3) });
  const cut = {
    ...document,
    edges: document.edges.filter(({ target }) => target !== 'dense' && target !== 'optimizer'),
  };
  const missing = named(check(cut, { data: ROWS }).diagnostics, 'inputMissing');
  expect(missing.map(({ fix }) => fix?.title)).toEqual(['Connect data features', 'Connect loss']);
  const fixed = fixAll(cut, { registry: nodeRegistry, initializers: INITIALIZERS, data: ROWS });
  expect(check(fixed, { data: ROWS }).diagnostics).toEqual([]);
});

test('where two wires could be meant, none is offered', () => {
  const document = sketch(
    { data: DATA, a: dense(3), b: dense(3), soft: { type: 'softmax' }, optimizer: { type: 'optimizer' } },
    { run },
  );
  const missing = named(check(document, { data: ROWS }).diagnostics, 'inputMissing');
  expect(missing.map(({ where }) => where.nodeId)).toEqual(['soft', 'optimizer']);
  expect(missing.filter(({ fix }) => fix)).toEqual([]);
});

test('no fix leads a wire in a circle, or across the border of a container', () => {
  const circle = sketch({ a: { type: 'add', from: { a: 'b' } }, b: { type: 'relu', from: { x: 'a' } } });
  expect(check(circle).diagnostics.filter(({ fix }) => fix)).toEqual([]);
  const apart = sketch(
    { data: DATA, box: { type: 'subgraph' }, dense: { type: 'dense', data: { units: 3 }, parentId: 'box' } },
    { run },
  );
  expect(named(check(apart, { data: ROWS }).diagnostics, 'inputMissing').filter(({ fix }) => fix)).toEqual([]);
});

test('a node is put before an input on its wire, where no card lies', () => {
  const document = trained({ dense: dense(3) });
  const [problem] = named(check(document, { data: PICTURES }).diagnostics, 'rankMismatch');
  const fixed = applyEdits(document, problem?.fix?.edits ?? [], nodeRegistry);
  const places = fixed.nodes.map(({ position }) => position);
  for (const [i, a] of places.entries()) {
    for (const b of places.slice(i + 1)) expect(Math.abs(a.x - b.x) >= 160 || Math.abs(a.y - b.y) >= 104).toBe(true);
  }
});

test('fixing all mends what the fixes before it brought to light, and gives every new node an id of its own', () => {
  const document = sketch(
    {
      data: DATA,
      a: dense(7),
      bn: { type: 'batchNorm', from: { x: 'a' } },
      b: dense(5, 'bn'),
      c: { type: 'concat', from: { a: 'b' } },
    },
    { run },
  );
  const options = { registry: nodeRegistry, initializers: INITIALIZERS, data: PICTURES };
  const before = structuredClone(document);
  const fixed = fixAll(document, options);
  expect(document).toEqual(before);
  expect(new Set(fixed.nodes.map(({ id }) => id)).size).toBe(fixed.nodes.length);
  expect(check(fixed, options).diagnostics.filter(({ fix }) => fix)).toEqual([]);
  expect(fixed.nodes.map(({ type }) => type)).toContain('flatten');
  expect(fixed.nodes.find(({ id }) => id === 'a')?.data.useBias).toBe(false);
});

test('a graph of five hundred nodes with a fix for every other is mended in a few rounds', () => {
  const nodes: Parameters<typeof sketch>[0] = Object.fromEntries(
    Array.from({ length: 250 }, (_, i) => [
      [`d${i}`, { type: 'dense', data: { units: 2 }, from: { x: i === 0 ? 'data' : `b${i - 1}` } }],
      [`b${i}`, { type: 'batchNorm', from: { x: `d${i}` } }],
    ]).flat(),
  );
  const document = sketch({ data: DATA, ...nodes }, { run });
  const fixed = fixAll(document, { registry: nodeRegistry, initializers: INITIALIZERS, data: ROWS });
  const after = check(fixed, { data: ROWS }).diagnostics;
  expect(after.filter(({ fix }) => fix)).toEqual([]);
  expect(named(after, 'uselessBias')).toEqual([]);
});

test('fixing all of a graph without problems changes nothing', () => {
  const document = trained({ dense: dense(3) });
  expect(fixAll(document, { registry: nodeRegistry, initializers: INITIALIZERS, data: ROWS })).toBe(document);
});
