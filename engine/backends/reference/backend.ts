/**
 * The reference backend: an interpreter in float64 that follows each operation's own definition, element by element.
 * The truth that generated code is held against; not fast, and not meant to be. It works in the planned arena like any
 * other backend, so a wrong memory plan shows here too.
 */
import { type Shape, sizeOf } from '../../core/shape';
import { compileScalar, scalarInputs } from '../../ir/evaluate-scalar';
import type { OpTable } from '../../ir/op';
import { printGraph } from '../../ir/printer';
import type { Program, Value, ValueId, Variable } from '../../ir/types';
import { allocate } from '../allocate';
import type { Backend, Device, Executable, FeedView, Snapshot } from '../backend';

const BYTES = Float64Array.BYTES_PER_ELEMENT;

class ReferenceDevice implements Device {
  readonly info = { backend: 'reference', threads: 1, fma: false, kernel: 'float64 interpreter' } as const;
  readonly tensors = new Map<string, Float64Array>();
  usedBytes: number;
  private readonly state: Float64Array;

  constructor(
    readonly variables: readonly Variable[],
    private readonly ops: OpTable,
  ) {
    const size = variables.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    this.state = allocate(size * BYTES, () => new Float64Array(size));
    this.usedBytes = this.state.byteLength;
    let offset = 0;
    for (const { name, shape } of variables) {
      this.tensors.set(name, this.state.subarray(offset, offset + sizeOf(shape)));
      offset += sizeOf(shape);
    }
  }

  load(program: Program): Executable {
    return new ReferenceExecutable(program, this, this.ops);
  }

  readVariable(name: string): Float64Array {
    return this.tensor(name).slice();
  }

  writeVariable(name: string, values: ArrayLike<number>): void {
    this.tensor(name).set(values);
  }

  fillVariable(name: string, value: number): void {
    this.tensor(name).fill(value);
  }

  snapshot(given?: Snapshot): Snapshot {
    const { byteLength } = this.state;
    const into = given ?? { bytes: allocate(byteLength, () => new Uint8Array(byteLength)) };
    into.bytes.set(new Uint8Array(this.state.buffer, this.state.byteOffset, this.state.byteLength));
    return into;
  }

  restore({ bytes }: Snapshot): void {
    this.state.set(new Float64Array(bytes.slice().buffer));
  }

  isFinite(role?: Variable['role']): boolean {
    const looked = this.variables.filter((variable) => role === undefined || variable.role === role);
    return looked.every(({ name }) => this.tensor(name).every(Number.isFinite));
  }

  tensor(name: string): Float64Array {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`No variable "${name}".`);
    return tensor;
  }
}

class ReferenceExecutable implements Executable {
  readonly compileMs: number;
  readonly codeBytes = 0;
  readonly fusedInto: ReadonlyMap<ValueId, ValueId> = new Map();
  private buffers: Float64Array[];
  private steps: { probe: boolean; run: () => void }[] = [];

  constructor(
    readonly program: Program,
    private readonly device: ReferenceDevice,
    ops: OpTable,
  ) {
    const start = performance.now();
    const { graph, memory } = program;
    const arena = allocate(memory.bytes, () => new Float64Array(memory.bytes / BYTES));
    this.buffers = graph.values.map((value) => {
      if (value.op === 'variable') return device.tensor(String(value.attributes.name));
      const offset = memory.offsets[value.id] as number;
      return offset < 0 ? new Float64Array(0) : arena.subarray(offset / BYTES, offset / BYTES + sizeOf(value.shape));
    });
    for (const id of program.schedule) this.prepare(graph.values[id] as Value, ops);
    device.usedBytes += memory.bytes;
    this.compileMs = performance.now() - start;
  }

  feed(name: string): FeedView {
    const value = this.program.graph.values.find((item) => item.op === 'feed' && item.attributes.name === name);
    if (!value) throw new Error(`No feed "${name}".`);
    return { data: this.buffer(value.id), rowStride: value.shape.at(-1) ?? 1 };
  }

  run(probe: boolean): void {
    for (const step of this.steps) if (probe || !step.probe) step.run();
  }

  read(output: string, target?: Float64Array): Float64Array {
    const buffer = this.outputBuffer(output);
    if (!target) return buffer.slice();
    target.set(buffer);
    return target;
  }

  readScalar(output: string): number {
    return this.outputBuffer(output)[0] as number;
  }

  print(): string {
    return printGraph(this.program.graph);
  }

  free(): void {
    if (this.buffers.length === 0) return;
    this.device.usedBytes -= this.program.memory.bytes;
    this.buffers = [];
    this.steps = [];
  }

  private outputBuffer(output: string): Float64Array {
    const id = this.program.graph.outputs[output];
    if (id === undefined) throw new Error(`No output "${output}".`);
    return this.buffer(id);
  }

  private buffer(id: number): Float64Array {
    return this.buffers[id] as Float64Array;
  }

  private prepare(value: Value, ops: OpTable): void {
    const op = ops.get(value.op);
    if (!op) throw new Error(`Unknown operation "${value.op}".`);
    const inputs = value.inputs.map((id) => this.buffer(id));
    const output = this.buffer(value.id);
    const probe = value.origin.phase === 'probe';
    if (op.scalar) {
      const element = compileScalar(op.scalar(scalarInputs(inputs.length), value.attributes));
      const run = (): void => {
        for (let i = 0; i < output.length; i++) output[i] = element(inputs, i);
      };
      this.steps.push({ probe, run });
      return;
    }
    if (!op.evaluate) return;
    const shapes = value.inputs.map((id) => (this.program.graph.values[id] as Value).shape);
    const evaluation = { inputs, shapes, output, shape: value.shape, attributes: value.attributes };
    if (value.op === 'constant') op.evaluate(evaluation);
    else this.steps.push({ probe, run: () => op.evaluate?.(evaluation) });
  }
}

/** @param ops the table of operations; the same one that the graph was built with. */
export const createReferenceBackend = (ops: OpTable): Backend => ({
  id: 'reference',
  bytesOf: (shape: Shape) => Math.max(2, sizeOf(shape) + (sizeOf(shape) % 2)) * BYTES,
  // Every value has elements of its own here, however it was made.
  sameLayout: () => false,
  prepare() {},
  open: (variables: readonly Variable[]) => new ReferenceDevice(variables, ops),
});
