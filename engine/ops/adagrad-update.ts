import { defineUpdate, get, set } from './update';

/**
 * Adagrad in place (Duchi, Hazan and Singer 2011), from inputs w, g, a and s = [rate, ε]: a = a + g², then
 * `convention` "keras": w −= rate·g/√(a + ε); "pytorch": w −= rate·g/(√a + ε).
 */
export const adagradUpdate = defineUpdate({
  name: 'adagradUpdate',
  summary: 'a = a + g²; w −= rate·g/√a',
  mutates: [0, 2],
  tensors: 3,
  scalars: 2,
  element([w, g, a], i, s, attributes) {
    const [rate, epsilon, gradient] = [get(s, 0), get(s, 1), get(g, i)];
    const sum = get(a, i) + gradient * gradient;
    set(a, i, sum);
    const root = attributes.convention === 'keras' ? Math.sqrt(sum + epsilon) : Math.sqrt(sum) + epsilon;
    set(w, i, get(w, i) - (rate * gradient) / root);
  },
});
