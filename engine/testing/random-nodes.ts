/**
 * Random networks of node types: whatever the registry holds joins by itself, with the parameters that its schema offers.
 * Types that need more than that (sizes that fit, inputs that are positive) say so in the tables below.
 */
import { Stream } from '../core/rng';
import type { Shape } from '../core/shape';
import { sizeOf } from '../core/shape';
import type { GraphDocument } from '../document/types';
import type { CheckedGraph } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { check, sketch } from './documents';

export type Sketch = Parameters<typeof sketch>[0];
export type SketchNode = Sketch[string];

const pickOf = <T>(stream: Stream, list: readonly T[]): T => list[stream.integer(list.length)] as T;

/** Parameters that schemas do not tell how to draw. `x` is the shape of the first input. */
const PARAMETERS: Readonly<Record<string, (stream: Stream, x: Shape) => Record<string, unknown>>> = {
  dense: (s) => ({
    units: 1 + s.integer(5),
    kernelInitializer: { name: 'randomNormal', stddev: 0.7 },
    biasInitializer: { name: 'randomNormal', stddev: 0.5 },
  }),
  conv2d: (s) => ({
    filters: 1 + s.integer(4),
    kernelSize: 1 + s.integer(3),
    strides: 1 + s.integer(2),
    kernelInitializer: { name: 'randomNormal', stddev: 0.4 },
    biasInitializer: { name: 'randomNormal', stddev: 0.5 },
  }),
  maxPool2d: (s) => ({ poolSize: 1 + s.integer(3), strides: 1 + s.integer(2) }),
  averagePool2d: (s) => ({ poolSize: 1 + s.integer(3), strides: 1 + s.integer(2) }),
  batchNorm: () => ({ epsilon: 0.1 }),
  batchRenorm: () => ({ epsilon: 0.1 }),
  layerNorm: () => ({ epsilon: 0.1 }),
  groupNorm: (s, x) => {
    const channels = x.at(-1) ?? 1;
    const divisors = Array.from({ length: channels }, (_, i) => i + 1).filter((groups) => channels % groups === 0);
    return { epsilon: 0.1, groups: pickOf(s, divisors) };
  },
  power: (s) => ({ exponent: pickOf(s, [1, 2, 3]) }),
  reduceMean: (s, x) => ({ axis: pickOf(s, [[], [-1], [s.integer(Math.max(1, x.length))]]) }),
  reduceSum: (s, x) => ({ axis: pickOf(s, [[], [-1], [s.integer(Math.max(1, x.length))]]) }),
  concat: (s) => ({ axis: pickOf(s, [-1, 0, 1]) }),
  reshape: (s, x) => ({ shape: pickOf(s, [[-1], [1, -1], [x.at(-1) ?? 1, -1]]) }),
  oneHot: () => ({ depth: 4 }),
  l2: () => ({ l2: 0.05 }),
};

type Tamed = 'positive' | 'bounded' | 'indices';

/** Inputs that are kept where a function is defined, or from growing out of hand. */
const TAMED: Readonly<Record<string, Readonly<Record<string, Tamed>>>> = {
  log: { x: 'positive' },
  divide: { b: 'positive' },
  exp: { x: 'bounded' },
  square: { x: 'bounded' },
  power: { x: 'bounded' },
  matmul: { a: 'bounded', b: 'bounded' },
  oneHot: { x: 'indices' },
};

/** What a loss is made of, ends a graph, or holds no numbers of its own: never drawn. */
const ENDS: readonly string[] = ['data', 'loss', 'metric', 'optimizer'];
const LOSSES: readonly string[] = ['crossEntropy', 'sigmoidCrossEntropy', 'meanSquaredError'];
const SOURCES = new Set(['constant', 'placeholder', 'variable']);

/** Node types that compute a tensor from tensors. */
export const growingTypes: readonly string[] = [...nodeRegistry.values()]
  .filter(({ role, structure, type }) => !ENDS.includes(role ?? '') && structure === undefined && !SOURCES.has(type))
  .map(({ type }) => type);

export class NetworkMaker {
  private nodes: Sketch = {};
  private graph: CheckedGraph;
  private readonly rows: number;

  constructor(
    private readonly stream: Stream,
    private readonly types: readonly string[] = growingTypes,
  ) {
    this.rows = 1 + stream.integer(5);
    const columns = 1 + stream.integer(5);
    const indices = this.source('variable', [this.rows], () => stream.integer(4));
    const fixed = this.source('variable', [this.rows, columns]);
    this.nodes = {
      // A constant would be folded, with all that hangs on it alone.
      x: { ...fixed, data: { ...fixed.data, trainable: false } },
      w: this.source('variable', [this.rows, columns]),
      row: this.source('variable', [columns]),
      number: this.source('variable', []),
      indices: { ...indices, data: { ...indices.data, trainable: false } },
    };
    if (types.some((type) => type.endsWith('2d'))) this.nodes = { ...this.nodes, image: this.image() };
    this.graph = this.checked(this.nodes);
  }

  private image(): SketchNode {
    const { stream } = this;
    return this.source('variable', [this.rows, 3 + stream.integer(4), 3 + stream.integer(4), 1 + stream.integer(4)]);
  }

  /** A constant or a variable of normal numbers. */
  private source(type: 'constant' | 'variable', shape: Shape, draw = (): number => this.stream.normal()): SketchNode {
    const values = Array.from({ length: sizeOf(shape) }, () => Math.fround(draw()));
    const value = shape.length === 0 ? (values[0] as number) : values;
    return { type, data: { [type === 'variable' ? 'initialValue' : 'value']: value, shape } };
  }

  private checked(nodes: Sketch): CheckedGraph {
    return check(this.document(nodes));
  }

  private document(nodes: Sketch): GraphDocument {
    return sketch(nodes, { run: { batchSize: this.rows } });
  }

  /** The shape at a node's first output. */
  private shapeOf(id: string): Shape {
    return Object.values(this.graph.byId.get(id)?.outputs ?? {})[0]?.shape ?? [];
  }

  /** Keeps the node if the graph stands with it. */
  private add(id: string, node: SketchNode): boolean {
    const grown = { ...this.nodes, [id]: node };
    const graph = this.checked(grown);
    const known = Object.values(graph.byId.get(id)?.outputs ?? {});
    if (!graph.ok || known.length === 0 || known.some(({ shape }) => sizeOf(shape) > 400)) return false;
    [this.nodes, this.graph] = [grown, graph];
    return true;
  }

  /** A node between `from` and the reader that keeps its values positive, or between −1 and 1. */
  private tame(id: string, from: string, how: Tamed): string {
    if (how === 'indices') return 'indices';
    const data = { function: how === 'positive' ? 'softplus' : 'tanh' };
    if (!this.add(`${id}_t`, { type: 'activation', data, from: { x: from } })) return from;
    if (how === 'bounded') return `${id}_t`;
    this.add(`${id}_half`, { type: 'constant', data: { value: 0.5 } });
    this.add(`${id}_p`, { type: 'add', from: { a: `${id}_t`, b: `${id}_half` } });
    return `${id}_p`;
  }

  private parameters(type: string, x: Shape): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const [name, spec] of Object.entries(nodeRegistry.get(type)?.parameters ?? {})) {
      if (spec.kind === 'choice') data[name] = pickOf(this.stream, spec.choices).value;
      if (spec.kind === 'boolean') data[name] = this.stream.uniform() < 0.5;
    }
    return { ...data, ...PARAMETERS[type]?.(this.stream, x) };
  }

  /** Tries to add a node of a random type on nodes that there are. */
  grow(): void {
    const { stream, types } = this;
    const type = pickOf(stream, types);
    const definition = nodeRegistry.get(type);
    const id = `n${Object.keys(this.nodes).length}`;
    const pool = Object.keys(this.nodes).filter((node) => this.graph.byId.get(node)?.definition.outputs.length);
    // Several tries: most shapes do not fit most types.
    for (let attempt = 0; attempt < 6; attempt++) {
      const [before, graph] = [this.nodes, this.graph];
      const from: Record<string, string> = {};
      for (const { name, optional } of definition?.inputs ?? []) {
        if (optional && stream.uniform() < 0.3) continue;
        const drawn = pickOf(stream, pool);
        const how = TAMED[type]?.[name];
        from[name] = how ? this.tame(`${id}_${name}`, drawn, how) : drawn;
      }
      const x = this.shapeOf(Object.values(from)[0] ?? '');
      const frozen = type === 'dense' && stream.uniform() < 0.1;
      const bypassed = stream.uniform() < 0.03;
      const flags = { ...(frozen ? { frozen } : {}), ...(bypassed ? { bypassed } : {}) };
      if (this.add(id, { type, data: this.parameters(type, x), from, ...flags })) return;
      [this.nodes, this.graph] = [before, graph];
    }
  }

  /** A number that every element of a node's value counts in differently. */
  private judge(id: string): string | null {
    const shape = this.shapeOf(id);
    const name = `${id}_loss`;
    if (shape.length === 0) {
      return this.add(name, { type: 'activation', data: { function: 'tanh' }, from: { x: id } }) ? name : null;
    }
    if (shape.length > 2) {
      const whole = { type: 'reduceMean', data: {}, from: { x: `${id}_bounded` } };
      if (!nodeRegistry.has('reduceMean')) return null;
      const bounded = { type: 'activation', data: { function: 'sigmoid' }, from: { x: id } };
      return this.add(`${id}_bounded`, bounded) && this.add(name, whole) ? name : null;
    }
    let logits = id;
    if (shape.length === 1 || shape[1] === 1) {
      const spread = shape.length === 1 ? [2, 1] : [1, 3];
      this.add(`${id}_spread`, this.source('variable', spread));
      logits = `${id}_logits`;
      if (!this.add(logits, { type: 'multiply', from: { a: id, b: `${id}_spread` } })) return null;
    }
    return this.add(name, this.loss(logits)) ? name : null;
  }

  /** A loss of a matrix against constants. */
  private loss(prediction: string): SketchNode {
    const { stream } = this;
    const labels = `${prediction}_labels`;
    this.add(
      labels,
      this.source('constant', this.shapeOf(prediction), () => 0.1 + 0.8 * stream.uniform()),
    );
    const data: Record<string, unknown> = { reduction: pickOf(stream, ['mean', 'sum']) };
    const type = pickOf(
      stream,
      LOSSES.filter((loss) => nodeRegistry.has(loss)),
    );
    if (type === 'meanSquaredError') return { type, data, from: { prediction, labels } };
    data.fromLogits = stream.uniform() < 0.6;
    if (data.fromLogits) return { type, data, from: { prediction, labels } };
    const probabilities = `${prediction}_p`;
    const layer = type === 'crossEntropy' ? { type: 'softmax' } : { type: 'activation', data: { function: 'sigmoid' } };
    // Far out, the form behind a softmax or sigmoid is compiled to the one that stays finite, and another engine cuts.
    const tame = this.tame(`${prediction}_b`, prediction, 'bounded');
    this.add(probabilities, { ...layer, from: { x: tame } });
    return { type, data, from: { prediction: probabilities, labels } };
  }

  /** The network with everything that nothing else reads flowing into one number, and an optimizer on it. */
  finish(): { nodes: Sketch; document: GraphDocument } {
    const read = new Set(
      Object.values(this.nodes).flatMap(({ from }) => Object.values(from ?? {}).map((wire) => wire.split(':')[0])),
    );
    let total: string | null = null;
    for (const id of Object.keys(this.nodes)) {
      if (read.has(id)) continue;
      const part = this.judge(id);
      if (part === null) continue;
      const sum: string = total === null ? part : `sum_${id}`;
      if (total === null || this.add(sum, { type: 'add', from: { a: total, b: part } })) total = sum;
    }
    if (total !== null) {
      this.nodes = { ...this.nodes, optimizer: { type: 'optimizer', from: { loss: total } } };
    }
    return { nodes: this.nodes, document: this.document(this.nodes) };
  }
}

/** A network of about `size` nodes of these types, with a loss and an optimizer. */
export function randomNetwork(seed: number, size: number, types: readonly string[] = growingTypes) {
  const maker = new NetworkMaker(new Stream(seed, 'random network'), types);
  for (let i = 0; i < size; i++) maker.grow();
  return maker.finish();
}
