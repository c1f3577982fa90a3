/** Random tensors of a node: draws that depend on the document's seed, the node's id and the step alone. */
import { seedWords, streamWords } from '../core/rng';
import type { Shape } from '../core/shape';
import type { LowerContext } from '../graph/types';
import { stepScalars } from '../ir/random';
import type { ValueId } from '../ir/types';

/** The scalars that every node with draws has beside its settings. */
export const drawScalars = (step: number, settings: readonly [number, number]) => ({
  step: [...stepScalars(step)],
  settings: [...settings],
});

/** A random tensor of this shape, by an operation of ops/random.ts. */
export const lowerDraw = (
  { builder, scalars, seed, id }: Pick<LowerContext, 'builder' | 'scalars' | 'seed' | 'id'>,
  op: 'randomUniform' | 'randomNormal' | 'dropoutMask',
  shape: Shape,
): ValueId =>
  builder.emit(op, [scalars('step'), scalars('settings')], {
    shape: [...shape],
    seed: seedWords(seed),
    stream: streamWords(`draws/${id}`),
  });
