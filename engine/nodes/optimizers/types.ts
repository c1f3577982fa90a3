/** What an optimizer algorithm is: its slots, its update operation, and the scalars of each step in float64. */
import type { Attributes } from '../../ir/types';

export type Convention = 'keras' | 'pytorch';

/** The optimizer node's parameters that algorithms read, with this step's rate after the schedule. */
export interface OptimizerSettings {
  rate: number;
  momentum: number;
  beta1: number;
  beta2: number;
  rho: number;
  epsilon: number;
  convention: Convention;
}

export interface OptimizerAlgorithm {
  name: string;
  title: string;
  formula: string;
  /** Names of the slots, each of the weight's shape and starting at zero: `nodeId/kernel/m`. */
  slots: readonly string[];
  /** The operation; its inputs are the weight, its gradient, the slots and the scalars. */
  op: string;
  attributes(convention: Convention): Attributes;
  /** The scalars of update number `step` (from 1). */
  scalars(settings: OptimizerSettings, step: number): readonly number[];
  /** Parameters of the node that it reads, beside the rate. */
  reads: readonly (keyof OptimizerSettings)[];
  defaults: {
    rate: number;
    epsilon?: Readonly<Record<Convention, number>>;
    rho?: Readonly<Record<Convention, number>>;
  };
}
