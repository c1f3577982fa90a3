/**
 * A second program of the training step that also gives the gradients. It shares the state with the run, so whoever uses it
 * puts the state back (`undisturbed`).
 */
import type { Executable } from '../../backends/backend';
import type { Variable } from '../../ir/types';
import { OUTPUT } from '../../passes/lower';
import type { RunningGraph } from '../running-graph';
import { StepFeeder } from '../step-feeder';

/** A running graph that can be disturbed and put back; a session is one. */
export interface Measured extends RunningGraph {
  undisturbed<T>(run: () => T): T;
}

export class GradientProgram {
  /** Trainable variables that the loss depends on, in the order of the data flow. */
  readonly trainable: readonly Variable[];
  private readonly executable: Executable;
  private readonly feeder: StepFeeder;

  /** @throws {OutOfMemory} */
  constructor(graph: Measured) {
    this.executable = graph.programs.make(graph.checked, { mode: 'train', gradients: true });
    this.feeder = new StepFeeder(this.executable, graph.checked, graph.controls);
    const { outputs } = this.executable.program.graph;
    const order = new Map(graph.checked.nodes.map(({ id }, place) => [id, place]));
    const place = ({ nodeId }: Variable): number => order.get(nodeId) ?? 0;
    this.trainable = graph.device.variables
      .filter(({ name }) => outputs[OUTPUT.gradient(name)] !== undefined)
      .sort((a, b) => place(a) - place(b));
  }

  /** The update after `step` updates: its loss and gradients can be read then, and the state is the one after it. */
  run(step: number): void {
    this.feeder.feed(step + 1);
    this.executable.run(false);
  }

  get loss(): number {
    return this.executable.readScalar(OUTPUT.loss);
  }

  gradient(variable: string): Float64Array {
    return this.executable.read(OUTPUT.gradient(variable));
  }

  free(): void {
    this.executable.free();
  }
}

/** Runs `measure` with a gradient program; state and memory are as before afterwards. @throws {OutOfMemory} */
export function withGradients<T>(graph: Measured, measure: (program: GradientProgram) => T): T {
  return graph.undisturbed(() => {
    const program = new GradientProgram(graph);
    try {
      return measure(program);
    } finally {
      program.free();
    }
  });
}

export const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** Several vectors as one. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((size, part) => size + part.length, 0));
  let from = 0;
  for (const part of parts) {
    whole.set(part, from);
    from += part.length;
  }
  return whole;
}

export const distance = (a: Float64Array, b: Float64Array): number =>
  norm(a.map((value, place) => value - (b[place] as number)));

/** Cosine of the angle between two vectors; NaN where one of them is zero. */
export const cosine = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, place) => sum + value * (b[place] as number), 0) / (norm(a) * norm(b));
