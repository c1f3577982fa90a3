/** The networks that speed is measured on, as documents. */
import { DEFAULT_RUN, FORMAT, type GraphDocument, nodeRegistry, VERSION } from '../engine/index';

interface Layer {
  type: string;
  data?: Record<string, unknown>;
}

/** A chain of layers between a data set and a loss on logits. */
function chain(
  name: string,
  source: Record<string, unknown>,
  layers: readonly Layer[],
  batchSize: number,
  optimizer: Record<string, unknown>,
): GraphDocument {
  const nodes = [
    { id: 'data', type: 'dataset', data: source },
    ...layers.map(({ type, data }, i) => ({ id: `layer_${i}`, type, data: data ?? {} })),
    { id: 'loss', type: 'crossEntropy', data: { fromLogits: true } },
    { id: 'accuracy', type: 'accuracy', data: {} },
    { id: 'optimizer', type: 'optimizer', data: optimizer },
  ];
  const wire = (source: string, sourceHandle: string, target: string, targetHandle: string) => ({
    id: `${source}.${sourceHandle}-${target}.${targetHandle}`,
    source,
    sourceHandle,
    target,
    targetHandle,
  });
  const edges = [];
  let [from, port] = ['data', 'features'];
  for (const [i, { type }] of layers.entries()) {
    edges.push(wire(from, port, `layer_${i}`, 'x'));
    [from, port] = [`layer_${i}`, nodeRegistry.get(type)?.outputs[0]?.name ?? 'y'];
  }
  for (const end of ['loss', 'accuracy']) {
    edges.push(wire(from, port, end, 'prediction'), wire('data', 'labels', end, 'labels'));
  }
  edges.push(wire('loss', 'loss', 'optimizer', 'loss'));
  return {
    format: FORMAT,
    version: VERSION,
    name,
    seed: 1,
    nodes: nodes.map((node, i) => ({ ...node, position: { x: i * 240, y: 0 } })),
    edges,
    run: { ...DEFAULT_RUN, batchSize, steps: 1000, probeEvery: 1 },
  };
}

const dense = (units: number): Layer => ({ type: 'dense', data: { units } });
const activation = (name: string): Layer => ({ type: 'activation', data: { function: name } });
const digits = { source: 'digits', testFraction: 0.2 };
const hidden = (units: number, name: string): Layer[] => [dense(units), activation(name)];
/** Batch norm after a layer without a bias. */
const normalized = (units: number, name: string): Layer[] => [
  { type: 'dense', data: { units, useBias: false } },
  { type: 'batchNorm' },
  activation(name),
];
const adam = { algorithm: 'adam', learningRate: 0.001 };
const sgd = { algorithm: 'sgd', learningRate: 0.1 };

export const NETS: Readonly<Record<string, GraphDocument>> = {
  toy: chain('toy', { source: 'circles' }, [...hidden(16, 'tanh'), ...hidden(16, 'tanh'), dense(2)], 32, adam),
  mnist: chain('mnist', digits, [...hidden(128, 'relu'), ...hidden(64, 'relu'), dense(10)], 64, adam),
  bn: chain(
    'bn',
    digits,
    [...normalized(100, 'sigmoid'), ...normalized(100, 'sigmoid'), ...normalized(100, 'sigmoid'), dense(10)],
    60,
    sgd,
  ),
  big: chain('big', digits, [...hidden(1024, 'relu'), ...hidden(1024, 'relu'), dense(10)], 256, adam),
};
