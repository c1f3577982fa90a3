/** What an optimizer algorithm is: its slots, its update operation, and the scalars of each step in float64. */
import type { Attributes } from '../../ir/types';

export type Convention = 'keras' | 'pytorch';

/** A number in each framework. */
export type ByConvention = Readonly<Record<Convention, number>>;

/** The optimizer node's parameters that algorithms read, with this step's rate after the schedule. */
export interface OptimizerSettings {
  rate: number;
  momentum: number;
  beta1: number;
  beta2: number;
  rho: number;
  epsilon: number;
  initialAccumulatorValue: number;
  convention: Convention;
}

/** Something remembered for each weight, of its shape: `nodeId/kernel/m`. */
export interface Slot {
  name: string;
  /** The parameter that it starts at. Absent: zero. */
  initial?: 'initialAccumulatorValue';
}

export interface OptimizerAlgorithm {
  name: string;
  title: string;
  /** The update in each framework's form; α is this step's rate, g the gradient after clipping and coupled decay. */
  formulas: Readonly<Record<Convention, string>>;
  references: readonly { title: string; url?: string }[];
  slots: readonly Slot[];
  /** The operation; its inputs are the weight, its gradient, the slots and the scalars. */
  op: string;
  attributes(convention: Convention): Attributes;
  /** The scalars of update number `step` (from 1). */
  scalars(settings: OptimizerSettings, step: number): readonly number[];
  /** Parameters of the node that it reads, beside the rate. */
  reads: readonly (keyof OptimizerSettings)[];
  /** Weight decay is never added to the gradient, in neither convention. */
  decoupled?: boolean;
  /** The frameworks' own. */
  defaults: {
    rate: ByConvention;
    epsilon?: ByConvention;
    rho?: ByConvention;
    weightDecay?: ByConvention;
  };
}
