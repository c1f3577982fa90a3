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

const wire = (from: string, to: string) => {
  const [source = '', sourceHandle = ''] = from.split('.');
  const [target = '', targetHandle = ''] = to.split('.');
  return edge(source, sourceHandle, target, targetHandle);
};

/** Drawn cats under a shift that begins in mid-run, convolutions in a frame, chance, norms in a subgraph, decoupled decay. */
export const cats = () => ({
  format: 'zlens-graph',
  version: 1,
  name: 'Cats',
  seed: 11,
  nodes: [
    node('data', 'dataset', {
      source: 'cats',
      samples: 80,
      size: 16,
      testFraction: 0.25,
      shift: [
        { kind: 'noise', deviation: 0.05, on: 'train' },
        { kind: 'classPrior', class: 1, prior: 0.3, on: 'train', from: 7 },
        { kind: 'translate', by: [1, 0] },
      ],
    }),
    node('frame', 'group'),
    { ...node('conv', 'conv2d', { filters: 4, useBias: false }), parentId: 'frame' },
    { ...node('renorm', 'batchRenorm'), parentId: 'frame' },
    { ...node('pool', 'maxPool2d'), parentId: 'frame' },
    node('flat', 'flatten'),
    node('noise', 'noise'),
    node('drop', 'dropout', { rate: 0.2 }),
    node('box', 'subgraph'),
    { ...node('in', 'subgraphInput', { name: 'x' }), parentId: 'box' },
    { ...node('norm', 'layerNorm'), parentId: 'box' },
    { ...node('dense', 'dense', { units: 6 }), parentId: 'box' },
    { ...node('out', 'subgraphOutput', { name: 'y' }), parentId: 'box' },
    node('z', 'dense', { units: 2 }),
    node('loss', 'crossEntropy', { fromLogits: true }),
    node('penalty', 'l2', { l2: 0.001 }),
    node('f1', 'f1'),
    node('optimizer', 'optimizer', { algorithm: 'adamW', clipNorm: 1, schedule: 'cosine', warmupSteps: 5 }),
  ],
  edges: [
    wire('data.features', 'conv.x'),
    wire('conv.y', 'renorm.x'),
    wire('renorm.y', 'pool.x'),
    wire('pool.y', 'flat.x'),
    wire('flat.y', 'noise.x'),
    wire('noise.y', 'drop.x'),
    wire('drop.y', 'box.x'),
    wire('in.value', 'norm.x'),
    wire('norm.y', 'dense.x'),
    wire('dense.z', 'out.value'),
    wire('box.y', 'z.x'),
    wire('z.z', 'loss.prediction'),
    wire('data.labels', 'loss.labels'),
    wire('z.z', 'f1.prediction'),
    wire('data.labels', 'f1.labels'),
    wire('loss.loss', 'penalty.loss'),
    wire('penalty.loss', 'optimizer.loss'),
  ],
  run: { batchSize: 16, steps: 20 },
});
