/** Small graphs for tests. */

const edge = (source: string, sourceHandle: string, target: string, targetHandle: string) => ({
  source,
  sourceHandle,
  target,
  targetHandle,
});

const node = (id: string, type: string, data: Record<string, unknown> = {}) => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data,
});

/** Two dense layers with batch norm, softmax and accuracy on the given data, Adam. */
export const classifier = (data: Record<string, unknown>, run: Record<string, unknown> = {}, classes = 2) => ({
  format: 'zlens-graph',
  version: 1,
  name: 'Classifier',
  seed: 3,
  nodes: [
    node('data', 'dataset', data),
    node('dense_1', 'dense', { units: 6, useBias: false }),
    node('bn_1', 'batchNorm'),
    node('act_1', 'activation', { function: 'tanh' }),
    node('dense_2', 'dense', { units: classes }),
    node('softmax', 'softmax'),
    node('loss', 'crossEntropy'),
    node('accuracy', 'accuracy'),
    node('optimizer', 'optimizer', { algorithm: 'adam' }),
  ],
  edges: [
    edge('data', 'features', 'dense_1', 'x'),
    edge('dense_1', 'z', 'bn_1', 'x'),
    edge('bn_1', 'y', 'act_1', 'x'),
    edge('act_1', 'y', 'dense_2', 'x'),
    edge('dense_2', 'z', 'softmax', 'x'),
    edge('softmax', 'y', 'loss', 'prediction'),
    edge('data', 'labels', 'loss', 'labels'),
    edge('softmax', 'y', 'accuracy', 'prediction'),
    edge('data', 'labels', 'accuracy', 'labels'),
    edge('loss', 'loss', 'optimizer', 'loss'),
  ],
  run: { batchSize: 16, steps: 40, evaluateEvery: 10, ...run },
});

export const moons = (run: Record<string, unknown> = {}) => classifier({ source: 'moons', samples: 120 }, run);
