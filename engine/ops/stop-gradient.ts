import type { OpDefinition } from '../ir/op';
import { equalShapes } from './shapes';

/** y = x, with no derivative; removed once the gradients are derived. */
export const stopGradient: OpDefinition = {
  name: 'stopGradient',
  summary: 'y = x, with no derivative',
  inferShape: equalShapes('stopGradient', 1),
  scalar: (x) => x[0] as NonNullable<(typeof x)[0]>,
  flops: () => 0,
};
