/** Makes elementwise operations from a scalar expression and a gradient rule. */
import type { GradientContext, Health, OpDefinition } from '../ir/op';
import type { Scalar } from '../ir/scalar';
import type { Attributes, ValueId } from '../ir/types';
import { equalShapes, perElement } from './shapes';

interface ElementwiseSpec {
  name: string;
  arity: number;
  summary: string;
  /** Rough cost of one element in floating-point operations. */
  cost?: number;
  scalar(inputs: readonly Scalar[], attributes: Attributes): Scalar;
  gradient?(context: GradientContext): (ValueId | null)[];
  health?: Health;
}

export const defineElementwise = (spec: ElementwiseSpec): OpDefinition => ({
  name: spec.name,
  summary: spec.summary,
  inferShape: equalShapes(spec.name, spec.arity),
  scalar: spec.scalar,
  ...(spec.gradient ? { gradient: spec.gradient } : {}),
  ...(spec.health ? { health: spec.health } : {}),
  flops: perElement(spec.cost ?? 1),
});

/** Reads input `index` of an expression; a missing one is a bug. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`No input ${index}.`);
  return item;
}
