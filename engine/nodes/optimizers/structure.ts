/**
 * What of weight decay and clipping is in the graph, and the numbers that it is fed with. What is off when a graph is
 * compiled is not in it and costs nothing; what is on may change its amount while it runs, down to 0 (off) as well.
 */
import type { ResolvedParameters } from '../../core/parameters';
import type { Decay } from '../../ops/update';
import { algorithmOf } from './algorithms';
import type { Convention } from './types';

export const conventionOf = (parameters: Readonly<Record<string, unknown>>): Convention =>
  parameters.convention === 'pytorch' ? 'pytorch' : 'keras';

/** The operations around an optimizer's update, in the order in which they are applied to a gradient. */
export interface UpdateStructure {
  convention: Convention;
  /** Every element is cut to a range. */
  clipValue: boolean;
  /** Every weight's gradient is scaled down to a norm of its own (Keras's `clipnorm`). */
  clipNorm: boolean;
  /** All gradients are scaled down by one factor to a norm together, fed by this name. */
  globalNorm: 'clipNorm' | 'globalClipNorm' | null;
  decay: Decay | null;
}

/** @param parameters of an optimizer node, as they are when it is compiled */
export function updateStructure(parameters: ResolvedParameters): UpdateStructure {
  const convention = conventionOf(parameters);
  const on = (name: string): boolean => Number(parameters[name]) > 0;
  const keras = convention === 'keras';
  const coupled = !keras && !algorithmOf(parameters.algorithm).decoupled;
  return {
    convention,
    clipValue: on('clipValue'),
    clipNorm: keras && on('clipNorm'),
    globalNorm: keras ? (on('globalClipNorm') ? 'globalClipNorm' : null) : on('clipNorm') ? 'clipNorm' : null,
    decay: on('weightDecay') ? (coupled ? 'coupled' : 'decoupled') : null,
  };
}

/** A limit of 0 is none: the largest float32, which no norm exceeds. */
const NO_LIMIT = 3.4028234663852886e38;

/** What a limit is fed as. */
export const limitOf = (limit: unknown): number => (Number(limit) > 0 ? Math.min(Number(limit), NO_LIMIT) : NO_LIMIT);

/** The factor on the weight that decay takes off it, or adds to its gradient. */
export const decayAmount = (parameters: ResolvedParameters, rate: number): number => {
  const amount = Number(parameters.weightDecay);
  const coupled = conventionOf(parameters) === 'pytorch' && !algorithmOf(parameters.algorithm).decoupled;
  return coupled ? amount : rate * amount;
};
