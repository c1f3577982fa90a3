/** All optimizer algorithms, in the order they are offered. */
import { adagrad } from './adagrad';
import { adam } from './adam';
import { adamW } from './adam-w';
import { momentum } from './momentum';
import { nesterov } from './nesterov';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';
import type { OptimizerAlgorithm } from './types';

export const ALGORITHMS: readonly OptimizerAlgorithm[] = [sgd, momentum, nesterov, adagrad, rmsprop, adam, adamW];

/** @throws for a name that validation has not seen. */
export function algorithmOf(name: unknown): OptimizerAlgorithm {
  const algorithm = ALGORITHMS.find((item) => item.name === name);
  if (!algorithm) throw new Error(`Unknown optimizer "${String(name)}".`);
  return algorithm;
}
