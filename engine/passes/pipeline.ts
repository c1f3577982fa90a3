/**
 * The compiler from end to end: checked graph → forward IR → probes → simplified → backward and updates → simplified →
 * schedule → memory plan. One ordered list; the IR is verified after every pass that changes it.
 */
import type { Shape } from '../core/shape';
import type { CheckedGraph, Mode } from '../graph/types';
import type { OpTable } from '../ir/op';
import type { Graph, MemoryPlan, Program, ValueId } from '../ir/types';
import { verify } from '../ir/verifier';
import { copyBeforeUpdate } from './copy-before-update';
import { foldBatchNorm } from './fold-batch-norm';
import { fuseElementwise } from './fuse-elementwise';
import { type LoweredGraph, lower, OUTPUT } from './lower';
import { minimizeMemory } from './minimize-memory';
import type { Pass, PassResult } from './pass';
import { planMemory } from './plan-memory';
import { addProbes, type ProbePoint } from './probe';
import { schedule } from './schedule';
import { SIMPLIFY } from './simplify';
import { addUpdates } from './update';

export interface CompileOptions {
  ops: OpTable;
  mode: Mode;
  /** Bytes of a tensor in the backend's layout. */
  bytesOf: (shape: Shape) => number;
  /** Whether tensors of two shapes lie equally in the backend's memory; by default they never do. */
  sameLayout?: (a: Shape, b: Shape) => boolean;
  /** Adds z-statistics. */
  probes?: boolean;
  /** Adds the prediction to the outputs. */
  prediction?: boolean;
  /** Adds the gradients to the outputs, as `gradient/` and the variable's name. */
  gradients?: boolean;
  /** In inference, whether batch norm goes into the weights before it; it does by default. */
  foldBatchNorm?: boolean;
  /** Keeps every buffer and every operation as it is, so that all values can be read after a run. */
  keepAll?: boolean;
  /** Adds the value at every output port to the outputs, named by `OUTPUT.port`. */
  ports?: boolean;
  /** In training mode, stops before the backward pass: what the layers compute, and nothing is learnt. */
  forwardOnly?: boolean;
}

/** What one pass did, for the compile report. */
export interface PassTrace {
  pass: string;
  /** Number of values before and after it. */
  before: number;
  values: number;
  milliseconds: number;
  notes: readonly string[];
  /** The graph after it, to be printed when somebody asks. */
  graph: Graph;
}

export interface CompiledGraph {
  program: Program;
  probes: readonly ProbePoint[];
  trace: readonly PassTrace[];
}

/** The lowered graph with every port among its outputs. */
function withPorts({ graph, ports }: LoweredGraph): Graph {
  const outputs: Record<string, ValueId> = { ...graph.outputs };
  for (const [nodeId, values] of ports) {
    for (const [port, value] of Object.entries(values)) outputs[OUTPUT.port(nodeId, port)] = value;
  }
  return { ...graph, outputs };
}

/** Compiles a graph that has no errors. */
export function compileGraph(checked: CheckedGraph, options: CompileOptions): CompiledGraph {
  if (!checked.ok) throw new Error('A graph with errors cannot be compiled.');
  const { ops, mode, bytesOf } = options;
  const trace: PassTrace[] = [];
  const timed = <T>(
    pass: string,
    run: () => T,
    after: (result: T) => { graph: Graph; notes?: readonly string[] },
  ): T => {
    const start = performance.now();
    const result = run();
    const { graph, notes = [] } = after(result);
    const before = trace.at(-1)?.values ?? 0;
    const milliseconds = performance.now() - start;
    trace.push({ pass, before, values: graph.values.length, milliseconds, notes, graph });
    return result;
  };
  const verified = <T extends { graph: Graph }>(name: string, run: () => T): T =>
    timed(name, run, (result) => ({ graph: verify(result.graph, ops) }));
  const inOrder = (passes: readonly Pass[], from: Graph): Graph =>
    passes.reduce((graph, pass) => {
      const run = (): PassResult => pass.run(graph, ops);
      const after = (result: PassResult) => ({ graph: verify(result.graph, ops), notes: notesOf(result) });
      return timed(pass.name, run, after).graph;
    }, from);

  const lowered = verified('lower', () => {
    const made = lower(checked, ops, mode, options.prediction);
    return options.ports ? { ...made, graph: withPorts(made) } : made;
  });
  const probed =
    mode === 'train' && options.probes
      ? verified('probe', () => addProbes(lowered, checked, ops))
      : { graph: lowered.graph, points: [] };
  let graph = inOrder(SIMPLIFY.forward, probed.graph);
  if (mode === 'train' && !options.forwardOnly) {
    const forward = graph;
    graph = verified('differentiate and update', () => ({
      graph: addUpdates(forward, checked, ops, options.gradients),
    })).graph;
  }
  const folds = mode === 'inference' && !options.keepAll && options.foldBatchNorm !== false;
  if (folds) graph = inOrder([foldBatchNorm], graph);
  graph = inOrder(SIMPLIFY.final, graph);
  if (!options.keepAll) graph = inOrder([fuseElementwise], graph);
  if (mode === 'train') graph = inOrder([copyBeforeUpdate], graph);
  const plan = (order: readonly ValueId[]): Plan => ({
    order,
    memory: planMemory(graph, order, ops, bytesOf, !options.keepAll, options.sameLayout),
  });
  const own = timed(
    'schedule',
    () => plan(schedule(graph, ops)),
    ({ memory }) => ({ graph, notes: [`arena of ${memory.bytes} bytes`] }),
  );
  const { order, memory } = options.keepAll
    ? own
    : timed(
        'minimize memory',
        () => smaller(own, plan(schedule(graph, ops, minimizeMemory(graph, ops, bytesOf)))),
        (best) => ({ graph, notes: best === own ? [] : [`arena of ${best.memory.bytes} bytes`] }),
      );
  const program = { name: mode, graph, schedule: order, memory };
  return { program, probes: probed.points, trace };
}

interface Plan {
  order: readonly ValueId[];
  memory: MemoryPlan;
}

const smaller = (a: Plan, b: Plan): Plan => (b.memory.bytes < a.memory.bytes ? b : a);

const notesOf = ({ applied }: PassResult): string[] =>
  Object.entries(applied).map(([what, count]) => `${what}: ${count}`);
