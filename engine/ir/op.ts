/**
 * What an operation is: its shape rule, gradient rule, float64 reference and (for elementwise ones) the scalar
 * expression that code is generated from. One operation is one file in ops/; this file is only the interface.
 */
import type { Shape } from '../core/shape';
import type { Scalar } from './scalar';
import type { Attributes, ValueId } from './types';

/** The reference evaluator's view of one operation: dense row-major float64 tensors. */
export interface Evaluation {
  inputs: readonly Float64Array[];
  shapes: readonly Shape[];
  /** Written by the evaluator; for an operation that mutates, of length 0. */
  output: Float64Array;
  shape: Shape;
  attributes: Attributes;
}

/** What gradient rules need of the graph builder. */
export interface Emitter {
  emit(op: string, inputs?: readonly ValueId[], attributes?: Attributes): ValueId;
  shape(id: ValueId): Shape;
  constant(values: number | readonly number[], shape?: Shape): ValueId;
  broadcast(id: ValueId, shape: Shape): ValueId;
}

export interface GradientContext {
  builder: Emitter;
  inputs: readonly ValueId[];
  output: ValueId;
  /** The derivative of the loss by the output, of the output's shape. */
  gradient: ValueId;
  attributes: Attributes;
  /** Whether the loss's derivative by input `index` is wanted at all. */
  needs(index: number): boolean;
}

/** Where an activation stops to learn. */
export interface Health {
  /** A unit that is never above zero gives nothing and gets no gradient. */
  dead?: boolean;
  /** Inputs beyond ± this are on a flat end; in units of the input. */
  saturation?: number;
}

export interface OpDefinition {
  name: string;
  /** What it computes, in a line, with its formula. */
  summary: string;
  /** @throws {Error} when shapes or attributes cannot be: a bug of the lowering, never a user's mistake. */
  inferShape(shapes: readonly Shape[], attributes: Attributes): Shape;
  /** The value of one element, for elementwise operations; all inputs then have the output's shape. */
  scalar?(inputs: readonly Scalar[], attributes: Attributes): Scalar;
  /** Writes `output` (or, where it mutates, the inputs named by `mutates`). Absent where `scalar` tells it. */
  evaluate?(evaluation: Evaluation): void;
  /**
   * Derivatives by each input (null: none). Absent: the operation is not differentiable and stops gradients.
   */
  gradient?(context: GradientContext): (ValueId | null)[];
  /** What z-statistics of the input tell of an activation's health. Absent: nothing. */
  health?: Health;
  /** Places of the inputs that are variables and are written in place. */
  mutates?: readonly number[];
  /** Floating-point operations of one evaluation, for the compile report. */
  flops(shapes: readonly Shape[], output: Shape, attributes: Attributes): number;
}

export type OpTable = ReadonlyMap<string, OpDefinition>;
