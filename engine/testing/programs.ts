/** Runs graphs in tests: plans a program, opens a device, and gives access to every value by name. */
import type { Backend, Device, Executable } from '../backends/backend';
import type { CheckedGraph, Mode } from '../graph/types';
import { GraphBuilder } from '../ir/builder';
import type { Graph, Program } from '../ir/types';
import { verify } from '../ir/verifier';
import { ops } from '../ops/index';
import { differentiate } from '../passes/autodiff';
import { lower, scalarsFeed } from '../passes/lower';
import { planMemory } from '../passes/plan-memory';
import { schedule } from '../passes/schedule';
import { simplify } from '../passes/simplify';
import { addUpdates } from '../passes/update';
import { initialValues } from '../runtime/initialize';

/** The graph as a program, scheduled and planned as the compiler does it. */
export function programOf(graph: Graph, backend: Backend, reuse = true): Program {
  verify(graph, ops);
  const order = schedule(graph, ops);
  const memory = planMemory(graph, order, ops, backend.bytesOf, reuse, backend.sameLayout);
  return { name: 'test', graph, schedule: order, memory };
}

/** A loaded program, fed and read with dense lists. */
export class Running {
  readonly device: Device;
  readonly executable: Executable;

  constructor(
    readonly graph: Graph,
    backend: Backend,
    reuse = true,
  ) {
    this.device = backend.open(graph.variables);
    this.executable = this.device.load(programOf(graph, backend, reuse));
  }

  feed(name: string, values: ArrayLike<number>): void {
    const { data, rowStride } = this.executable.feed(name);
    const shape = this.graph.feeds.find((item) => item.name === name)?.shape ?? [];
    const columns = shape.length < 2 ? values.length : (shape.at(-1) as number);
    for (let i = 0; i < values.length; i++) {
      data[Math.floor(i / columns) * rowStride + (i % columns)] = values[i] as number;
    }
  }

  set(variable: string, values: ArrayLike<number>): void {
    this.device.writeVariable(variable, values);
  }

  get(variable: string): Float64Array {
    return this.device.readVariable(variable);
  }

  run(): this {
    this.executable.run(false);
    return this;
  }

  read(output: string): Float64Array {
    return this.executable.read(output);
  }
}

/**
 * A checked graph in training mode with the derivatives of Σ seed·port by every trainable variable: the port is named as
 * `nodeId.port`, `seed` is a feed of its shape, and the gradients are outputs `gradient/variable`.
 */
export function runBackward(checked: CheckedGraph, backend: Backend, port: string): Running {
  const { graph, ports } = lower(checked, ops, 'train');
  const builder = GraphBuilder.from(graph, ops);
  const [nodeId = '', name = ''] = port.split('.');
  const y = ports.get(nodeId)?.[name];
  if (y === undefined) throw new Error(`No port "${port}".`);
  const shape = builder.shape(y);
  const weighted = builder.emit('multiply', [y, builder.feed('seed', shape)]);
  const loss = builder.emit('reduceSum', [weighted], { axes: shape.map((_, axis) => axis) });
  const targets = graph.variables.filter(({ trainable }) => trainable);
  const ids = targets.map((variable) => builder.variable(variable));
  for (const [id, gradient] of differentiate(builder, loss, ids)) {
    builder.output(`gradient/${targets[ids.indexOf(id)]?.name}`, gradient);
  }
  builder.output(port, y);
  const running = new Running(builder.finish(), backend);
  for (const variable of running.device.variables) running.set(variable.name, initialValues(variable, 1));
  return running;
}

/**
 * A checked graph in IR with every port as an output `nodeId.port`, and in training with the gradients as
 * `gradient/variable` and the updates; before the last simplification, which resolves what only gradients felt.
 */
export function derivedGraph(checked: CheckedGraph, mode: Mode): Graph {
  if (!checked.ok) throw new Error(checked.diagnostics.map(({ message }) => message).join('\n'));
  const { graph, ports } = lower(checked, ops, mode);
  const outputs: Record<string, number> = { ...graph.outputs };
  for (const [id, values] of ports) {
    for (const [port, value] of Object.entries(values)) outputs[`${id}.${port}`] = value;
  }
  const forward = simplify({ ...graph, outputs }, ops, 'forward').graph;
  return mode === 'train' ? addUpdates(forward, checked, ops, true) : forward;
}

/**
 * A checked graph made ready to run, with its initial weights set. Outputs are every port as `nodeId.port`, the loss,
 * and in training the gradients as `gradient/variable`. Scalars of updates are 0 until they are fed: nothing is learnt.
 */
export function runNodes(checked: CheckedGraph, backend: Backend, mode: Mode = 'train', seed = 1): Running {
  const whole = derivedGraph(checked, mode);
  const running = new Running(simplify(whole, ops, 'final').graph, backend);
  for (const variable of running.device.variables) running.set(variable.name, initialValues(variable, seed));
  return running;
}

/** Writes the scalars that nodes compute for a step, but those of the optimizer: with them at 0 nothing is learnt. */
export function feedScalars(running: Pick<Running, 'feed'> & { graph: Graph }, checked: CheckedGraph, step = 1): void {
  const feeds = new Set(running.graph.feeds.map(({ name }) => name));
  for (const { id, definition, parameters, inputs } of checked.nodes) {
    if (definition.role === 'optimizer') continue;
    for (const [name, values] of Object.entries(definition.scalars?.({ parameters, step, inputs }) ?? {})) {
      if (feeds.has(scalarsFeed(id, name))) running.feed(scalarsFeed(id, name), values);
    }
  }
}
