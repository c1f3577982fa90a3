import { defineUpdate, get, set } from './update';

/** Gradient descent in place: w −= s₀·g with s = [rate]. */
export const sgdUpdate = defineUpdate({
  name: 'sgdUpdate',
  summary: 'w −= rate · g',
  mutates: [0],
  tensors: 2,
  scalars: 1,
  element: ([w, g], i, s) => set(w, i, get(w, i) - get(s, 0) * get(g, i)),
});
