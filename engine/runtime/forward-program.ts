/** The forward pass of a running graph for any rows, with what stands at its ports. */
import type { Executable } from '../backends/backend';
import type { Shape } from '../core/shape';
import { checkGraph } from '../graph/check';
import type { CheckedGraph, Mode } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { OUTPUT } from '../passes/lower';
import type { RunningGraph } from './running-graph';
import { StepFeeder } from './step-feeder';

/** The value at an output port. */
export interface PortValue {
  nodeId: string;
  port: string;
  shape: Shape;
  values: Float64Array;
}

/** The graph's graph, checked for another number of rows. Its diagnostics say where it holds for its own batch only. */
export const checkedForRows = (graph: RunningGraph, batchSize: number): CheckedGraph =>
  checkGraph(graph.document, {
    registry: nodeRegistry,
    initializers: INITIALIZERS,
    data: graph.checked.data,
    batchSize,
    fed: new Set(graph.controls.fed.keys()),
  });

/** A program of the forward pass alone, with every port readable. */
export class ForwardProgram {
  private readonly executable: Executable;
  private readonly feeder: StepFeeder;

  /** @throws {OutOfMemory} */
  constructor(
    private readonly graph: RunningGraph,
    readonly checked: CheckedGraph,
    mode: Mode,
  ) {
    this.executable = graph.programs.make(checked, { mode, ports: true, forwardOnly: true });
    this.feeder = new StepFeeder(this.executable, checked, graph.controls);
  }

  /** In training mode this writes moving statistics: the caller puts them back. */
  run(rows: Iterable<readonly [string, Uint32Array]>, updates = this.graph.step): void {
    this.feeder.feedRows(rows, updates);
    this.executable.run(false);
  }

  /** The value at a port; null where it has none. */
  read(nodeId: string, port: string): PortValue | null {
    const { outputs, values } = this.executable.program.graph;
    const name = OUTPUT.port(nodeId, port);
    const id = outputs[name];
    if (id === undefined) return null;
    return { nodeId, port, shape: values[id]?.shape ?? [], values: this.executable.read(name) };
  }

  free(): void {
    this.executable.free();
  }
}
