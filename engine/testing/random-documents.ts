/** Random documents, sound ones and broken ones, for what must hold for any file. */

import { withDefaults } from '../core/parameters';
import { Stream } from '../core/rng';
import { edgeId } from '../document/read';
import { DEFAULT_RUN, FORMAT, type GraphDocument, type GraphEdge, type GraphNode, VERSION } from '../document/types';
import { nodeRegistry } from '../nodes/index';
import { check, sketch } from './documents';

const TYPES = [...nodeRegistry.keys()];
/** Types whose inputs nearly always fit: without them hardly a document of many types would be sound. */
const PLAIN = ['variable', 'constant', 'placeholder', 'add', 'multiply', 'square', 'negate', 'activation'];
const SHAPES = [[], [3], [2, 3], [3, 2], [4, 3], [1, 3]];
const ODD_VALUES: readonly unknown[] = [null, -1, 0, 1e9, 'x', [], {}, true, [1, 2, 3], '', 0.5, -0, 'constructor'];

/** A document of up to `size` nodes; `faults` is the chance of each kind of mistake at each place. */
export function randomDocument(seed: number, size = 12, faults = 0.05): GraphDocument {
  const stream = new Stream(seed, 'random document');
  const pick = <T>(list: readonly T[]): T => list[stream.integer(list.length)] as T;
  const mistake = (): boolean => stream.uniform() < faults;
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];

  const parameters = (type: string): Record<string, unknown> => {
    const data: Record<string, unknown> = {};
    if (type === 'variable' || type === 'constant' || type === 'placeholder') {
      data.shape = pick(SHAPES);
      data[type === 'variable' ? 'initialValue' : 'value'] = stream.normal();
    }
    if (type === 'dense') data.units = 1 + stream.integer(4);
    if (type === 'dataset') Object.assign(data, { source: pick(['blobs', 'xor']), samples: 40, testFraction: 0 });
    for (const [name, spec] of Object.entries(nodeRegistry.get(type)?.parameters ?? {})) {
      if (spec.kind === 'choice' && name !== 'source' && stream.uniform() < 0.3) data[name] = pick(spec.choices).value;
      if (spec.kind === 'boolean' && stream.uniform() < 0.3) data[name] = stream.uniform() < 0.5;
      if (mistake()) data[name] = pick(ODD_VALUES);
    }
    if (mistake()) data[pick(['odd', '__proto__', 'constructor'])] = 1;
    return stream.uniform() < 0.5 ? withDefaults(nodeRegistry.get(type)?.parameters ?? {}, data) : data;
  };

  const wire = (target: string, targetHandle: string): void => {
    const sources = mistake() ? nodes : nodes.filter(({ id }) => id !== target);
    if (sources.length === 0) return;
    const source = pick(sources);
    const ports = nodeRegistry.get(source.type)?.outputs ?? [];
    if (ports.length === 0) return;
    const ends = {
      source: mistake() ? 'ghost' : source.id,
      sourceHandle: mistake() ? 'nowhere' : pick(ports).name,
      target,
      targetHandle: mistake() ? 'nowhere' : targetHandle,
    };
    edges.push({ id: mistake() ? 'same' : `${edgeId(ends)}.${edges.length}`, ...ends });
  };

  const count = stream.integer(size + 1);
  for (let i = 0; i < count; i++) {
    const type = mistake() ? 'quantum' : pick(stream.uniform() < 0.7 ? PLAIN : TYPES);
    const id = mistake() ? pick(['n0', '', '2', '__proto__', 'a b']) : `n${i}`;
    const flags = { ...(mistake() ? { bypassed: true } : {}), ...(mistake() ? { frozen: true } : {}) };
    nodes.push({ id, type, position: { x: 10 * i, y: -0.5 * i }, data: parameters(type), ...flags });
    for (const port of nodeRegistry.get(type)?.inputs ?? []) if (!mistake()) wire(id, port.name);
  }
  // A wire or two anywhere, which may close a circle or come second to an input.
  while (nodes.length > 1 && mistake()) {
    const target = pick(nodes);
    const ports = nodeRegistry.get(target.type)?.inputs ?? [];
    if (ports.length > 0) wire(target.id, pick(ports).name);
  }
  return {
    format: FORMAT,
    version: VERSION,
    name: `Random ${seed}`,
    seed,
    nodes,
    edges,
    run: { ...DEFAULT_RUN, batchSize: mistake() ? 1 + stream.integer(100) : pick([1, 2, 4]) },
  };
}

const LAYERS = ['dense', 'batchNorm', 'activation', 'softmax', 'add', 'subtract', 'multiply', 'square'];

/** A document that trains: random layers and arithmetic on blobs, as far as their shapes fit, with a loss at the end. */
export function soundDocument(seed: number, size = 8): GraphDocument {
  const stream = new Stream(seed, 'sound document');
  const pick = <T>(list: readonly T[]): T => list[stream.integer(list.length)] as T;
  const run = { batchSize: pick([1, 2, 5, 8]), shuffle: stream.uniform() < 0.5, probeEvery: stream.integer(3) };
  const labels = 'data:labels';
  type Sketch = Parameters<typeof sketch>[0];
  let nodes: Sketch = {
    data: { type: 'dataset', data: { source: 'blobs', samples: 24, classes: 3, testFraction: pick([0, 0.25]) } },
    w: { type: 'variable', data: { initialValue: stream.normal(), shape: pick([[], [2], [1, 2]]) } },
  };
  const signature = {
    featureShape: [2],
    classes: 3,
    trainRows: 18,
    testRows: 6,
    classNames: ['a', 'b', 'c'],
    preview: { kind: 'points', x: new Float32Array(0), y: new Float32Array(0), labels: new Float32Array(0) },
  } as const;
  const checked = (of: Sketch) => check(sketch(of, { run }), { data: new Map([['data', signature]]) });
  for (let i = 0; i < size; i++) {
    const type = pick(LAYERS);
    const inputs = nodeRegistry.get(type)?.inputs ?? [];
    const from = Object.fromEntries(inputs.map(({ name }) => [name, pick(Object.keys(nodes))]));
    const data: Record<string, unknown> = {};
    if (type === 'dense') Object.assign(data, { units: 1 + stream.integer(5), useBias: stream.uniform() < 0.5 });
    if (type === 'activation')
      data.function = pick(['relu', 'leakyRelu', 'elu', 'gelu', 'sigmoid', 'tanh', 'softplus']);
    if (type === 'batchNorm') Object.assign(data, { center: stream.uniform() < 0.7, scale: stream.uniform() < 0.7 });
    const grown: Sketch = { ...nodes, [`n${i}`]: { type, data, from, frozen: stream.uniform() < 0.1 } };
    if (checked(grown).byId.get(`n${i}`)?.outputs && checked(grown).ok) nodes = grown;
  }
  const rows = checked(nodes).nodes.filter(({ outputs }) => {
    const shape = Object.values(outputs)[0]?.shape ?? [];
    return shape.length === 2 && shape[0] === run.batchSize;
  });
  const algorithm = pick(['sgd', 'momentum', 'rmsprop', 'adam']);
  const convention = pick(['keras', 'pytorch']);
  const reduction = pick(['mean', 'sum']);
  const prediction = 'logits';
  return sketch(
    {
      ...nodes,
      logits: { type: 'dense', data: { units: 3 }, from: { x: pick(rows).id } },
      loss: { type: 'crossEntropy', data: { fromLogits: true, reduction }, from: { prediction, labels } },
      accuracy: { type: 'accuracy', from: { prediction, labels } },
      optimizer: { type: 'optimizer', data: { algorithm, convention }, from: { loss: 'loss' } },
    },
    { run, seed },
  );
}
