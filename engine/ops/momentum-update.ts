import { defineUpdate, get, set } from './update';

/**
 * Gradient descent with momentum in place, from inputs w, g, v and s = [μ, rate].
 *
 * `convention` "keras": v = μv − rate·g, w += v. "pytorch": v = μv + g, w −= rate·v.
 */
export const momentumUpdate = defineUpdate({
  name: 'momentumUpdate',
  summary: 'v = μv − rate·g; w += v',
  mutates: [0, 2],
  tensors: 3,
  scalars: 2,
  element([w, g, v], i, s, attributes) {
    const [momentum, rate] = [get(s, 0), get(s, 1)];
    if (attributes.convention === 'keras') {
      set(v, i, momentum * get(v, i) - rate * get(g, i));
      set(w, i, get(w, i) + get(v, i));
    } else {
      set(v, i, momentum * get(v, i) + get(g, i));
      set(w, i, get(w, i) - rate * get(v, i));
    }
  },
});
