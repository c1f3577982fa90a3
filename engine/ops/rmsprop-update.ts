import { defineUpdate, get, set } from './update';

/**
 * RMSprop in place (Hinton, lecture 6e), from inputs w, g, v and s = [rate, ρ, 1 − ρ, ε]: v = ρv + (1−ρ)g², then
 * `convention` "keras": w −= rate·g/√(v + ε); "pytorch": w −= rate·g/(√v + ε).
 */
export const rmspropUpdate = defineUpdate({
  name: 'rmspropUpdate',
  summary: 'v = ρv + (1−ρ)g²; w −= rate·g/√v',
  mutates: [0, 2],
  tensors: 3,
  scalars: 4,
  element([w, g, v], i, s, attributes) {
    const [rate, rho, rest, epsilon] = [get(s, 0), get(s, 1), get(s, 2), get(s, 3)];
    const gradient = get(g, i);
    const mean = rho * get(v, i) + rest * gradient * gradient;
    set(v, i, mean);
    const root = attributes.convention === 'keras' ? Math.sqrt(mean + epsilon) : Math.sqrt(mean) + epsilon;
    set(w, i, get(w, i) - (rate * gradient) / root);
  },
});
