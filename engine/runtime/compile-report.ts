/**
 * What became of a graph: passes, the operations of a step in their order with work, traffic and buffers, and totals.
 * Plain data, for `zlens compile` and for a panel.
 */
import type { DeviceInfo } from '../backends/backend';
import { type Shape, sizeOf } from '../core/shape';
import type { CheckedGraph } from '../graph/types';
import type { OpTable } from '../ir/op';
import { printGraph } from '../ir/printer';
import type { Phase, Value, ValueId, Variable } from '../ir/types';
import type { CompiledGraph } from '../passes/pipeline';
import { isPinned, lastReads, ownsBuffer, rootsOf } from '../passes/plan-memory';

export interface PassReport {
  pass: string;
  /** Number of values before and after it. */
  before: number;
  values: number;
  milliseconds: number;
  /** What it did, with counts. */
  notes: string[];
}

/** One value in the order of a step. */
export interface StepReport {
  id: ValueId;
  op: string;
  inputs: ValueId[];
  shape: number[];
  nodeId: string;
  /** All nodes whose operations it does: several where a pass has joined them. */
  nodes: string[];
  phase: Phase;
  flops: number;
  /** Bytes of elements read and written, without padding; 0 for what only lies in memory. */
  bytesRead: number;
  bytesWritten: number;
  /** Where its buffer lies in the arena, and how long it is with padding; −1 and 0 where it has none. */
  offset: number;
  bytes: number;
  /** The first and the last place in the step at which the buffer is its own. */
  first: number;
  last: number;
  /** The operation in whose loop the backend does this one. */
  fusedInto: ValueId | null;
}

export interface NodeReport {
  id: string;
  type: string;
  inputs: Record<string, Shape>;
  outputs: Record<string, Shape>;
  parameters: number;
  flops: Record<Phase, number>;
}

export interface CompileReport {
  name: string;
  backend: string;
  kernel: string;
  fma: boolean;
  threads: number;
  batchSize: number;
  compileMs: number;
  parameters: number;
  /** `withoutReuse`: the sum of all buffers of the arena. */
  bytes: { state: number; arena: number; withoutReuse: number; code: number };
  /** How many values have a buffer, and at how many places of the arena these lie. */
  buffersUsed: { values: number; places: number };
  flopsPerStep: number;
  nodes: NodeReport[];
  variables: { name: string; role: Variable['role']; trainable: boolean; shape: Shape; bytes: number }[];
  buffers: StepReport[];
  probes: { nodeId: string; symbol: string; units: number }[];
  passes: PassReport[];
}

/** What the report is made of; a session has it all. */
export interface Compiled {
  document: { name: string };
  checked: CheckedGraph;
  compiled: CompiledGraph;
  compileMs: number;
  codeBytes: number;
  fusedInto: ReadonlyMap<ValueId, ValueId>;
  device: { info: DeviceInfo };
}

/** The graph as text after pass number `place`; printed when it is asked for, since few are ever looked at. */
export const printPass = ({ trace }: CompiledGraph, place: number): string => {
  const pass = trace[place];
  return pass ? printGraph(pass.graph) : '';
};

/** Bytes of an element on a backend. */
const widthOf = ({ backend }: DeviceInfo): number => (backend === 'reference' ? 8 : 4);

const none = (): Record<Phase, number> => ({ forward: 0, backward: 0, update: 0, probe: 0 });

function stepsOf({ compiled, fusedInto, device }: Compiled, ops: OpTable): StepReport[] {
  const { graph, schedule, memory } = compiled.program;
  const { values } = graph;
  const width = widthOf(device.info);
  const roots = rootsOf(graph, ({ id }) => (memory.sizes[id] ?? 0) > 0);
  const last = lastReads(graph, schedule, roots);
  const outputs = new Set(Object.values(graph.outputs));
  const bytesAt = (id: ValueId): number => width * sizeOf((values[id] as Value).shape);
  return schedule.map((id, time): StepReport => {
    const value = values[id] as Value;
    const op = ops.get(value.op);
    const shapes = value.inputs.map((input) => (values[input] as Value).shape);
    const lies = value.inputs.length === 0;
    const pinned = isPinned(value, outputs);
    const written = op?.mutates?.map((place) => bytesAt(value.inputs[place] as ValueId)) ?? [bytesAt(id)];
    const { nodes = '' } = value.attributes;
    return {
      id,
      op: value.op,
      inputs: [...value.inputs],
      shape: [...value.shape],
      nodeId: value.origin.nodeId,
      nodes: nodes === '' ? [value.origin.nodeId].filter(Boolean) : String(nodes).split(' '),
      phase: value.origin.phase,
      flops: op?.flops(shapes, value.shape, value.attributes) ?? 0,
      bytesRead: value.inputs.reduce((sum, input) => sum + bytesAt(input), 0),
      bytesWritten: lies ? 0 : written.reduce((sum, bytes) => sum + bytes, 0),
      offset: memory.offsets[id] ?? -1,
      bytes: memory.sizes[id] ?? 0,
      first: pinned ? 0 : time,
      last: pinned ? schedule.length - 1 : (last[id] as number),
      fusedInto: fusedInto.get(id) ?? null,
    };
  });
}

export function compileReport(of: Compiled, ops: OpTable): CompileReport {
  const { compiled, checked, device } = of;
  const { program, probes, trace } = compiled;
  const { values, variables } = program.graph;
  const { backend, kernel, fma, threads } = device.info;
  const width = widthOf(device.info);
  const steps = stepsOf(of, ops);
  const work = new Map<string, Record<Phase, number>>();
  for (const { nodeId, phase, flops } of steps) {
    const own = work.get(nodeId) ?? none();
    own[phase] += flops;
    work.set(nodeId, own);
  }
  type Ports = CheckedGraph['nodes'][number]['inputs'];
  const shapes = (ports: Ports) => Object.fromEntries(Object.entries(ports).map(([name, { shape }]) => [name, shape]));
  const buffers = steps.filter(({ id }) => ownsBuffer(values[id] as Value, ops));
  const bytesOfVariable = ({ shape }: Variable): number => sizeOf(shape) * width;
  return {
    name: of.document.name,
    backend,
    kernel,
    fma,
    threads,
    batchSize: checked.batchSize,
    compileMs: of.compileMs,
    parameters: checked.parameterCount,
    bytes: {
      state: variables.reduce((total, variable) => total + bytesOfVariable(variable), 0),
      arena: program.memory.bytes,
      withoutReuse: buffers.reduce((sum, { bytes }) => sum + bytes, 0),
      code: of.codeBytes,
    },
    buffersUsed: { values: buffers.length, places: new Set(buffers.map(({ offset }) => offset)).size },
    flopsPerStep: steps.reduce((sum, { flops }) => sum + flops, 0),
    nodes: checked.nodes.map(({ id, definition, inputs, outputs, parameterCount }) => ({
      id,
      type: definition.type,
      inputs: shapes(inputs),
      outputs: shapes(outputs),
      parameters: parameterCount,
      flops: work.get(id) ?? none(),
    })),
    variables: variables.map((variable) => {
      const { name, role, shape, trainable } = variable;
      return { name, role, trainable, shape, bytes: bytesOfVariable(variable) };
    }),
    buffers: steps,
    probes: probes.map(({ nodeId, symbol, units }) => ({ nodeId, symbol, units })),
    passes: trace.map(({ pass, before, values: after, milliseconds, notes }) => ({
      pass,
      before,
      values: after,
      milliseconds,
      notes: [...notes],
    })),
  };
}
