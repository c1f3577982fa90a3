import { defineUpdate, get, set } from './update';

/**
 * Nesterov's momentum in place (Nesterov 1983; Sutskever et al. 2013), from inputs w, g, v and s = [μ, rate]: the step
 * is taken from where the velocity will have led.
 *
 * `convention` "keras": v = μv − rate·g, w += μv − rate·g. "pytorch": v = μv + g, w −= rate·(g + μv).
 */
export const nesterovUpdate = defineUpdate({
  name: 'nesterovUpdate',
  summary: 'v = μv − rate·g; w += μv − rate·g',
  mutates: [0, 2],
  tensors: 3,
  scalars: 2,
  element([w, g, v], i, s, attributes) {
    const [momentum, rate, gradient] = [get(s, 0), get(s, 1), get(g, i)];
    if (attributes.convention === 'keras') {
      set(v, i, momentum * get(v, i) - rate * gradient);
      set(w, i, get(w, i) + momentum * get(v, i) - rate * gradient);
    } else {
      set(v, i, momentum * get(v, i) + gradient);
      set(w, i, get(w, i) - rate * (gradient + momentum * get(v, i)));
    }
  },
});
