import { defineUpdate, get, set } from './update';

/** An exponentially weighted average in place: moving = s₀·moving + s₁·value. */
export const movingAverageUpdate = defineUpdate({
  name: 'movingAverageUpdate',
  summary: 'moving = m·moving + k·value',
  mutates: [0],
  tensors: 2,
  scalars: 2,
  element: ([moving, value], i, s) => set(moving, i, get(s, 0) * get(moving, i) + get(s, 1) * get(value, i)),
});
