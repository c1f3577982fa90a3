/**
 * Builds graphs. Every emitted value gets its shape from its operation's rule at once, so a wrong lowering throws where
 * it happens. Equal pure values are emitted once (hash consing), which keeps shared subgraphs shared.
 */
import { broadcastShapes, type Shape, sameShape } from '../core/shape';
import type { Emitter, OpDefinition, OpTable } from './op';
import type { Attributes, Feed, Graph, Origin, Phase, Value, ValueId, Variable } from './types';

/** A text that is equal for equal attributes, which JSON's would also be for 0 and −0 and for all numbers without end. */
export function attributesKey(attributes: Attributes): string {
  let key = '';
  for (const name in attributes) {
    const value = attributes[name];
    const text = Array.isArray(value) ? value.map(numberKey).join() : numberKey(value);
    key += `${name}=${text};`;
  }
  return key;
}

const numberKey = (value: unknown): string => (Object.is(value, -0) ? '-0' : String(value));

export class GraphBuilder implements Emitter {
  private readonly values: Value[] = [];
  private readonly variables = new Map<string, Variable>();
  private readonly variableIds = new Map<string, ValueId>();
  private readonly feeds = new Map<string, Feed>();
  private readonly feedIds = new Map<string, ValueId>();
  private readonly outputs: Record<string, ValueId> = {};
  private readonly known = new Map<string, ValueId>();
  private origin: Origin = { nodeId: '', phase: 'forward' };

  constructor(private readonly ops: OpTable) {}

  /** Continues a finished graph: same ids, variables, feeds and outputs. */
  static from(graph: Graph, ops: OpTable): GraphBuilder {
    const builder = new GraphBuilder(ops);
    for (const value of graph.values) builder.values.push(value);
    for (const variable of graph.variables) builder.variables.set(variable.name, variable);
    for (const feed of graph.feeds) builder.feeds.set(feed.name, feed);
    for (const value of graph.values) {
      if (value.op === 'variable') builder.variableIds.set(String(value.attributes.name), value.id);
      if (value.op === 'feed') builder.feedIds.set(String(value.attributes.name), value.id);
    }
    Object.assign(builder.outputs, graph.outputs);
    return builder;
  }

  /** Values emitted inside `make` belong to this node and phase. */
  within<T>(nodeId: string, phase: Phase, make: () => T): T {
    const outer = this.origin;
    this.origin = { nodeId, phase };
    try {
      return make();
    } finally {
      this.origin = outer;
    }
  }

  definition(op: string): OpDefinition {
    const definition = this.ops.get(op);
    if (!definition) throw new Error(`Unknown operation "${op}".`);
    return definition;
  }

  value(id: ValueId): Value {
    const value = this.values[id];
    if (!value) throw new Error(`No value %${id}.`);
    return value;
  }

  shape(id: ValueId): Shape {
    return this.value(id).shape;
  }

  get length(): number {
    return this.values.length;
  }

  emit(op: string, inputs: readonly ValueId[] = [], attributes: Attributes = {}): ValueId {
    const definition = this.definition(op);
    const pure = definition.mutates === undefined && this.origin.phase !== 'probe';
    const key = `${this.origin.phase === 'forward' ? 'f' : 'b'} ${op} ${inputs.join(',')} ${attributesKey(attributes)}`;
    const same = pure ? this.known.get(key) : undefined;
    if (same !== undefined) return same;
    const shape = definition.inferShape(
      inputs.map((id) => this.shape(id)),
      attributes,
    );
    const id = this.values.length;
    this.values.push({ id, op, inputs: [...inputs], attributes, shape, origin: this.origin });
    if (pure) this.known.set(key, id);
    return id;
  }

  /** Declares a variable (once per name) and gives the value that stands for its present contents. */
  variable(variable: Variable): ValueId {
    const existing = this.variableIds.get(variable.name);
    if (existing !== undefined) return existing;
    this.variables.set(variable.name, variable);
    const id = this.source('variable', variable.name, variable.shape);
    this.variableIds.set(variable.name, id);
    return id;
  }

  /** The value of a variable that is declared already. @throws {Error} for one that is not: a bug. */
  readonly variableNamed = (name: string): ValueId => {
    const id = this.variableIds.get(name);
    if (id === undefined) throw new Error(`No variable "${name}".`);
    return id;
  };

  /** Declares a feed (once per name). */
  feed(name: string, shape: Shape): ValueId {
    const existing = this.feedIds.get(name);
    if (existing !== undefined) return existing;
    this.feeds.set(name, { name, shape });
    const id = this.source('feed', name, shape);
    this.feedIds.set(name, id);
    return id;
  }

  /** A constant of the given shape; one value fills it. */
  constant(values: number | readonly number[], shape: Shape = []): ValueId {
    return this.emit('constant', [], {
      values: typeof values === 'number' ? [values] : [...values],
      shape: [...shape],
    });
  }

  /** `id` repeated to `shape`; itself when it has that shape. */
  broadcast(id: ValueId, shape: Shape): ValueId {
    return sameShape(this.shape(id), shape) ? id : this.emit('broadcastTo', [id], { shape: [...shape] });
  }

  /** An elementwise operation of operands that broadcast against each other. */
  elementwise(op: string, operands: readonly ValueId[], attributes: Attributes = {}): ValueId {
    const shape = operands
      .map((id) => this.shape(id))
      .reduce((a, b) => {
        const joined = broadcastShapes(a, b);
        if (!joined) throw new Error(`Shapes of "${op}" do not broadcast.`);
        return joined;
      });
    return this.emit(
      op,
      operands.map((id) => this.broadcast(id, shape)),
      attributes,
    );
  }

  output(name: string, id: ValueId): void {
    this.outputs[name] = id;
  }

  finish(): Graph {
    return {
      values: [...this.values],
      variables: [...this.variables.values()],
      feeds: [...this.feeds.values()],
      outputs: { ...this.outputs },
    };
  }

  private source(op: 'variable' | 'feed', name: string, shape: Shape): ValueId {
    return this.emit(op, [], { name, shape: [...shape] });
  }
}
