/**
 * Runs one operation, or a small program, on a backend in tests. Inputs are feeds, or variables where the operation
 * writes them; every value has memory of its own. On the wasm backend all memory is NaN first, padding included, so a
 * kernel that lets padding into an element is found out.
 */
import { type Shape, sizeOf } from '../../../core/shape';
import { GraphBuilder } from '../../../ir/builder';
import type { Attributes, Graph, Phase, Program } from '../../../ir/types';
import { ops } from '../../../ops/index';
import type { Backend, Executable } from '../../backend';

export interface Input {
  shape: Shape;
  values: readonly number[];
}

export interface Outcome {
  /** The operation's own output. */
  output: Float64Array;
  /** The inputs afterwards, by place; only those that the operation writes. */
  written: Map<number, Float64Array>;
}

/** A program with no memory shared between values. */
export function programOf(graph: Graph, backend: Backend, name = 'test'): Program {
  let bytes = 0;
  const offsets = graph.values.map(({ op, shape }) => {
    if (op === 'variable') return -1;
    const offset = bytes;
    bytes += backend.bytesOf(shape);
    return offset;
  });
  return {
    name,
    graph,
    schedule: graph.values.map(({ id }) => id),
    memory: {
      bytes,
      offsets,
      sizes: graph.values.map(({ op, shape }) => (op === 'variable' ? 0 : backend.bytesOf(shape))),
    },
  };
}

/** Writes dense values into a feed. */
export function writeFeed(executable: Executable, name: string, { shape, values }: Input): void {
  const { data, rowStride } = executable.feed(name);
  const columns = shape.at(-1) ?? 1;
  values.forEach((value, i) => {
    data[Math.floor(i / columns) * rowStride + (i % columns)] = value;
  });
}

/** Fills the whole memory behind a feed with NaN. */
export function poison(executable: Executable, feed: string): void {
  const { data } = executable.feed(feed);
  if (data instanceof Float32Array) new Float32Array(data.buffer).fill(Number.NaN);
}

export function runOperation(
  backend: Backend,
  op: string,
  inputs: readonly Input[],
  attributes: Attributes = {},
  phase: Phase = 'forward',
): Outcome {
  const mutates = ops.get(op)?.mutates ?? [];
  const builder = new GraphBuilder(ops);
  const ids = inputs.map(({ shape }, i) =>
    mutates.includes(i)
      ? builder.variable({
          name: `v${i}`,
          shape,
          role: 'weight',
          trainable: true,
          nodeId: 'n',
          initializer: { kind: 'constant', value: 0 },
        })
      : builder.feed(`f${i}`, shape),
  );
  // A feed of its own, so that there is always one to reach the memory by.
  builder.feed('poison', [1]);
  builder.within('n', phase, () => builder.output('y', builder.emit(op, ids, attributes)));
  const graph = builder.finish();
  const device = backend.open(graph.variables);
  const executable = device.load(programOf(graph, backend));
  poison(executable, 'poison');
  inputs.forEach((input, i) => {
    if (mutates.includes(i)) device.writeVariable(`v${i}`, input.values);
    else writeFeed(executable, `f${i}`, input);
  });
  executable.run(phase === 'probe');
  return {
    output: mutates.length > 0 ? new Float64Array(0) : executable.read('y'),
    written: new Map(mutates.map((i) => [i, device.readVariable(`v${i}`)])),
  };
}

/** Values in float32, so that both backends start from the same numbers. */
export function tensor(shape: Shape, value: (index: number) => number): Input {
  return { shape, values: Array.from({ length: sizeOf(shape) }, (_, i) => Math.fround(value(i))) };
}
