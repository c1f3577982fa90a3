import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { printGraph } from '../ir/printer';
import { ops } from '../ops/index';
import { check, sketch } from '../testing/documents';
import { featureNode, lower, predictor } from './lower';

const document = sketch({
  x: { type: 'constant', data: { value: [1, 2, 3, 4, 5, 6], shape: [2, 3] } },
  labels: { type: 'constant', data: { value: [0, 1] } },
  dense: { type: 'dense', data: { units: 2 }, from: { x: 'x' } },
  bn: { type: 'batchNorm', from: { x: 'dense' } },
  softmax: { type: 'softmax', from: { x: 'bn' } },
  accuracy: { type: 'accuracy', from: { prediction: 'softmax', labels: 'labels' } },
  loss: { type: 'crossEntropy', from: { prediction: 'softmax', labels: 'labels' } },
  optimizer: { type: 'optimizer', from: { loss: 'loss' } },
});

const changed = (id: string, change: Partial<GraphDocument['nodes'][0]>): GraphDocument => ({
  ...document,
  nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
});

const lowered = (of: GraphDocument, mode: 'train' | 'inference' = 'train', prediction = false) =>
  lower(check(of), ops, mode, prediction);

test('every node emits its operations under its own name', () => {
  expect(printGraph(lowered(document).graph)).toMatchInlineSnapshot(`
    "%0 = constant {values=[1,2,3,4,5,6]} : 2×3  # x forward
    %1 = constant {values=[0,1]} : 2  # labels forward
    %2 = variable {name=dense/kernel} : 3×2  # dense forward
    %3 = variable {name=dense/bias} : 2  # dense forward
    %4 = matmul %0 %2 %3 {transposeA=false transposeB=false} : 2×2  # dense forward
    %5 = variable {name=bn/gamma} : 2  # bn forward
    %6 = variable {name=bn/beta} : 2  # bn forward
    %7 = variable {name=bn/moving_mean} : 2  # bn forward
    %8 = variable {name=bn/moving_variance} : 2  # bn forward
    %9 = columnMean %4 : 2  # bn forward
    %10 = columnVariance %4 %9 : 2  # bn forward
    %11 = feed {name=bn/scalars/mean} : 2  # bn forward
    %12 = movingAverageUpdate %7 %9 %11 : 0  # bn forward
    %13 = feed {name=bn/scalars/variance} : 2  # bn forward
    %14 = movingAverageUpdate %8 %10 %13 : 0  # bn forward
    %15 = normalize %4 %9 %10 %5 %6 {epsilon=0.001 statistics=batch} : 2×2  # bn forward
    %16 = softmax %15 : 2×2  # softmax forward
    %17 = accuracy %16 %1 : scalar  # accuracy forward
    %18 = crossEntropy %16 %1 {reduction=mean epsilon=1e-7} : scalar  # loss forward
    output metric/accuracy = %17
    output loss = %18"
  `);
});

test('inference reads moving statistics, and has no effects', () => {
  const { graph } = lowered(document, 'inference');
  expect(graph.values.filter(({ op }) => ops.get(op)?.mutates)).toEqual([]);
  const normalize = graph.values.find(({ op }) => op === 'normalize');
  expect(normalize?.attributes.statistics).toBe('fixed');
  expect(graph.values[normalize?.inputs[1] as number]?.attributes.name).toBe('bn/moving_mean');
});

test('outputs are the loss, the metrics, and the prediction where it is asked for', () => {
  expect(Object.keys(lowered(document).graph.outputs)).toEqual(['metric/accuracy', 'loss']);
  const { graph, ports } = lowered(document, 'inference', true);
  expect(graph.outputs.prediction).toBe(ports.get('softmax')?.y);
});

describe('what is minimised', () => {
  const without = (...ids: string[]): GraphDocument => ({
    ...document,
    nodes: document.nodes.filter(({ id }) => !ids.includes(id)),
    edges: document.edges.filter(({ source, target }) => !ids.includes(source) && !ids.includes(target)),
  });

  test('is what feeds the optimizer', () => {
    const { graph, ports } = lowered(document);
    expect(graph.outputs.loss).toBe(ports.get('loss')?.loss);
  });

  test('is the sum of the losses where there is no optimizer', () => {
    const { nodes, edges, ...rest } = without('optimizer');
    const [loss] = nodes.filter(({ id }) => id === 'loss');
    const two = {
      ...rest,
      nodes: [...nodes, { ...(loss as GraphDocument['nodes'][0]), id: 'other' }],
      edges: [
        ...edges,
        ...edges
          .filter(({ target }) => target === 'loss')
          .map((edge) => ({ ...edge, id: `${edge.id}2`, target: 'other' })),
      ],
    };
    const { graph, ports } = lowered(two);
    // Equal losses are one value, so the sum is twice that.
    expect(graph.values[graph.outputs.loss as number]).toMatchObject({
      op: 'add',
      inputs: [ports.get('loss')?.loss, ports.get('other')?.loss],
    });
  });

  test('is nothing where there is neither', () => {
    expect(lowered(without('optimizer', 'loss')).graph.outputs.loss).toBeUndefined();
  });

  test('predictions are those of the loss that is trained, of several the first that is joined', () => {
    const nodes = {
      data: { type: 'dataset' },
      long_1: { type: 'dense', from: { x: 'data' } },
      long_2: { type: 'dense', from: { x: 'long_1' } },
      short: { type: 'dense', from: { x: 'data' } },
      far: { type: 'crossEntropy', from: { prediction: 'long_2', labels: 'data:labels' } },
      near: { type: 'crossEntropy', from: { prediction: 'short', labels: 'data:labels' } },
      both: { type: 'add', from: { a: 'far', b: 'near' } },
    };
    const predicts = (loss: string) => predictor(check(sketch({ ...nodes, o: { type: 'optimizer', from: { loss } } })));
    expect(['far', 'near', 'both'].map((loss) => predicts(loss)?.id)).toEqual(['far', 'near', 'far']);
  });

  test('predictions are those of the first loss, else of the first metric', () => {
    expect(predictor(check(document))?.id).toBe('loss');
    expect(predictor(check(without('optimizer', 'loss')))?.id).toBe('accuracy');
    expect(predictor(check(without('optimizer', 'loss', 'accuracy')))).toBeNull();
  });
});

test('a frozen node’s weights are weights that are not trained', () => {
  const { graph } = lowered(changed('dense', { frozen: true }));
  const [kernel, , gamma] = graph.variables;
  expect(kernel).toMatchObject({ name: 'dense/kernel', role: 'weight', trainable: false });
  expect(gamma).toMatchObject({ name: 'bn/gamma', role: 'weight', trainable: true });
});

test('a bypassed node passes its input through, without weights', () => {
  const { graph, ports } = lowered(changed('bn', { bypassed: true }));
  expect(ports.get('bn')?.y).toBe(ports.get('dense')?.z);
  expect(graph.variables.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
});

test('variables stand in the order of the data flow, so that the state’s layout is that of the graph', () => {
  expect(lowered(document).graph.variables.map(({ name, role }) => `${name} ${role}`)).toEqual([
    'dense/kernel weight',
    'dense/bias weight',
    'bn/gamma weight',
    'bn/beta weight',
    'bn/moving_mean moving',
    'bn/moving_variance moving',
  ]);
});

test('predictions read the features of the dataset that leads to them, not of the first one', () => {
  const blobs = { source: 'blobs', samples: 20, classes: 2 };
  const two = sketch({
    other: { type: 'dataset', data: blobs },
    data: { type: 'dataset', data: blobs },
    dense: { type: 'dense', data: { units: 2 }, from: { x: 'data:features' } },
    loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'dense', labels: 'other:labels' } },
  });
  expect(featureNode(check(two))?.id).toBe('data');
  expect(featureNode(check(sketch({ a: { type: 'constant' } })))).toBeNull();
});
