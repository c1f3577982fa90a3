/** Random graphs with a loss, for properties of passes that must hold for any graph. */
import { Stream } from '../core/rng';
import type { Shape } from '../core/shape';
import { sameShape, sizeOf } from '../core/shape';
import { GraphBuilder } from '../ir/builder';
import type { Graph, ValueId } from '../ir/types';
import { ops } from '../ops/index';
import { differentiate } from '../passes/autodiff';
import type { Running } from './programs';

const UNARY = ['tanh', 'sigmoid', 'softplus', 'gelu', 'relu', 'elu', 'leakyRelu', 'negate', 'square', 'stopGradient'];
const BINARY = ['add', 'subtract', 'multiply'];
const ATTRIBUTES: Readonly<Record<string, Record<string, number>>> = { elu: { alpha: 1 }, leakyRelu: { slope: 0.3 } };

export interface RandomGraph {
  graph: Graph;
  /** Trainable variables that the loss depends on; each has an output `gradient/name`. */
  reached: readonly string[];
  variables: Readonly<Record<string, readonly number[]>>;
  feeds: Readonly<Record<string, readonly number[]>>;
}

class Maker {
  readonly builder = new GraphBuilder(ops);
  readonly variables: Record<string, readonly number[]> = {};
  readonly feeds: Record<string, readonly number[]> = {};
  readonly weights: { name: string; id: ValueId }[] = [];
  private readonly pool: ValueId[] = [];
  private readonly rows: number;
  private readonly columns: number;

  constructor(private readonly stream: Stream) {
    this.rows = 1 + stream.integer(5);
    this.columns = 1 + stream.integer(5);
    this.keep(this.feed([this.rows, this.columns]), this.variable([this.rows, this.columns]));
    this.keep(this.variable([this.columns]));
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.stream.integer(list.length)] as T;
  }

  private draws(shape: Shape): number[] {
    return Array.from({ length: sizeOf(shape) }, () => this.stream.normal());
  }

  private keep(...ids: ValueId[]): void {
    this.pool.push(...ids);
  }

  private variable(shape: Shape): ValueId {
    const name = `w${this.weights.length}`;
    const id = this.builder.variable({
      name,
      shape,
      role: 'weight',
      trainable: true,
      initializer: { kind: 'constant', value: 0 },
      nodeId: name,
    });
    this.variables[name] = this.draws(shape);
    this.weights.push({ name, id });
    return id;
  }

  private feed(shape: Shape): ValueId {
    const name = `x${Object.keys(this.feeds).length}`;
    this.feeds[name] = this.draws(shape);
    return this.builder.feed(name, shape);
  }

  private of(fits: (shape: Shape) => boolean): ValueId {
    return this.pick(this.pool.filter((id) => fits(this.builder.shape(id))));
  }

  /** Adds one operation on values that there are. */
  grow(): void {
    const { builder, rows, columns } = this;
    const matrix = this.of((shape) => shape.length === 2);
    const [height, width] = builder.shape(matrix) as [number, number];
    switch (this.stream.integer(10)) {
      case 0: {
        const bias = this.stream.integer(2) === 0 ? [this.variable([columns])] : [];
        const inputs = [matrix, this.variable([width, columns]), ...bias];
        this.keep(builder.emit('matmul', inputs, { transposeA: false, transposeB: false }));
        return;
      }
      case 1: {
        const other = this.of((shape) => shape.length === 2 && shape[0] === height);
        this.keep(builder.emit('matmul', [matrix, other], { transposeA: true, transposeB: false }));
        return;
      }
      case 2:
        this.keep(builder.emit('softmax', [matrix]));
        return;
      case 3: {
        const mean = builder.emit('columnMean', [matrix]);
        const variance = builder.emit('columnVariance', [matrix, mean]);
        const inputs = [matrix, mean, variance, this.variable([width]), this.variable([width])];
        this.keep(builder.emit('normalize', inputs, { epsilon: 0.1, statistics: 'batch' }));
        return;
      }
      case 4: {
        const axes = this.pick([[0], [1], [0, 1]]);
        this.keep(builder.emit('reduceSum', [matrix], { axes }));
        return;
      }
      case 5: {
        const row = this.of((shape) => shape.length < 2);
        const [length = 1] = builder.shape(row);
        this.keep(builder.broadcast(row, [rows, length]));
        return;
      }
      case 6:
      case 7: {
        const a = this.pick(this.pool);
        const b = this.of((shape) => sameShape(shape, builder.shape(a)) || shape.length === 0);
        this.keep(builder.elementwise(this.pick(BINARY), [a, b]));
        return;
      }
      default: {
        const op = this.pick(UNARY);
        this.keep(builder.emit(op, [this.pick(this.pool)], ATTRIBUTES[op] ?? {}));
      }
    }
  }

  /** A number that everything flows into which nothing else reads. */
  loss(): ValueId {
    const { builder } = this;
    const read = new Set(Array.from({ length: builder.length }, (_, id) => builder.value(id).inputs).flat());
    const sinks = this.pool.filter((id, place) => !read.has(id) && this.pool.indexOf(id) === place);
    return sinks
      .map((id) => {
        const axes = builder.shape(id).map((_, axis) => axis);
        return builder.emit('reduceSum', [builder.emit('tanh', [id])], { axes });
      })
      .reduce((sum, part) => builder.emit('add', [sum, part]));
  }
}

/** A graph of about `size` operations with its gradients, and with updates in place by gradient descent. */
export function randomGraph(seed: number, size = 12): RandomGraph {
  const maker = new Maker(new Stream(seed, 'random graph'));
  for (let i = 0; i < size; i++) maker.grow();
  const { builder, weights } = maker;
  const loss = maker.loss();
  builder.output('loss', loss);
  const derived = differentiate(
    builder,
    loss,
    weights.map(({ id }) => id),
  );
  const reached = weights.filter(({ id }) => derived.has(id));
  for (const { name, id } of reached) {
    const gradient = derived.get(id) as ValueId;
    builder.output(`gradient/${name}`, gradient);
    builder.within(name, 'update', () => builder.emit('sgdUpdate', [id, gradient, builder.feed('rate', [1])]));
  }
  return {
    graph: builder.finish(),
    reached: reached.map(({ name }) => name),
    variables: maker.variables,
    feeds: { ...maker.feeds, ...(reached.length > 0 ? { rate: [0] } : {}) },
  };
}

/** Writes a random graph's variables and feeds into a loaded program. */
export function load(running: Running, { variables, feeds }: Pick<RandomGraph, 'variables' | 'feeds'>): Running {
  for (const [name, values] of Object.entries(variables)) {
    if (running.graph.variables.some((variable) => variable.name === name)) running.set(name, values);
  }
  for (const [name, values] of Object.entries(feeds)) {
    if (running.graph.values.some(({ op, attributes }) => op === 'feed' && attributes.name === name)) {
      running.feed(name, values);
    }
  }
  return running;
}
