/**
 * The compiler from end to end: checked graph → forward IR → probes → simplified → backward and updates → simplified →
 * schedule → memory plan. One ordered list; the IR is verified after every pass that changes it.
 */
import type { Shape } from '../core/shape';
import type { CheckedGraph, Mode } from '../graph/types';
import type { OpTable } from '../ir/op';
import type { Graph, Program, ValueId } from '../ir/types';
import { verify } from '../ir/verifier';
import { type LoweredGraph, lower, OUTPUT } from './lower';
import { planMemory } from './plan-memory';
import { addProbes, type ProbePoint } from './probe';
import { schedule } from './schedule';
import { simplify } from './simplify';
import { addUpdates } from './update';

export interface CompileOptions {
  ops: OpTable;
  mode: Mode;
  /** Bytes of a tensor in the backend's layout. */
  bytesOf: (shape: Shape) => number;
  /** Adds z-statistics. */
  probes?: boolean;
  /** Adds the prediction to the outputs. */
  prediction?: boolean;
  /** Adds the gradients to the outputs, as `gradient/` and the variable's name. */
  gradients?: boolean;
  /** Keeps every buffer, so that all values can be read after a run. */
  keepAll?: boolean;
  /** Adds the value at every output port to the outputs, named by `OUTPUT.port`. */
  ports?: boolean;
  /** In training mode, stops before the backward pass: what the layers compute, and nothing is learnt. */
  forwardOnly?: boolean;
}

/** What one pass did, for the compile report. */
export interface PassTrace {
  pass: string;
  values: number;
  milliseconds: number;
  notes: readonly string[];
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
  const pass = <T extends { graph: Graph }>(
    name: string,
    run: () => T,
    notes: (result: T) => string[] = () => [],
  ): T => {
    const start = performance.now();
    const result = run();
    verify(result.graph, ops);
    const milliseconds = performance.now() - start;
    trace.push({ pass: name, values: result.graph.values.length, milliseconds, notes: notes(result) });
    return result;
  };
  const rules = ({ applied }: { applied: Readonly<Record<string, number>> }): string[] =>
    Object.entries(applied).map(([rule, count]) => `${rule}: ${count}`);

  const lowered = pass('lower', () => {
    const made = lower(checked, ops, mode, options.prediction);
    return options.ports ? { ...made, graph: withPorts(made) } : made;
  });
  const probed =
    mode === 'train' && options.probes
      ? pass('probe', () => addProbes(lowered, checked, ops))
      : { graph: lowered.graph, points: [] };
  let { graph } = pass('simplify forward', () => simplify(probed.graph, ops, 'forward'), rules);
  if (mode === 'train' && !options.forwardOnly) {
    const forward = graph;
    graph = pass('differentiate and update', () => ({
      graph: addUpdates(forward, checked, ops, options.gradients),
    })).graph;
  }
  graph = pass('simplify', () => simplify(graph, ops, 'final'), rules).graph;
  const order: ValueId[] = schedule(graph, ops);
  const memory = planMemory(graph, order, ops, bytesOf, !options.keepAll);
  const program = { name: mode, graph, schedule: order, memory };
  return { program, probes: probed.points, trace };
}
