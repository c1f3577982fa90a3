import { defineUpdate, get, set } from './update';

/**
 * Adam in place (Kingma and Ba 2014), from inputs w, g, m, v and s = [α, β1, 1 − β1, β2, 1 − β2, ε, c]:
 * m = β1·m + (1−β1)·g, v = β2·v + (1−β2)·g², w −= α·m/(√v·c + ε).
 *
 * α and c carry the bias corrections, computed by the host in float64: the "epsilon-hat" form of the paper's section 2
 * has α = rate·√(1−β2ᵗ)/(1−β1ᵗ) and c = 1; the plain form has α = rate/(1−β1ᵗ) and c = 1/√(1−β2ᵗ).
 */
export const adamUpdate = defineUpdate({
  name: 'adamUpdate',
  summary: 'w −= α·m/(√v·c + ε)',
  mutates: [0, 2, 3],
  tensors: 4,
  scalars: 7,
  element([w, g, m, v], i, s) {
    const gradient = get(g, i);
    const first = get(s, 1) * get(m, i) + get(s, 2) * gradient;
    const second = get(s, 3) * get(v, i) + get(s, 4) * gradient * gradient;
    set(m, i, first);
    set(v, i, second);
    set(w, i, get(w, i) - (get(s, 0) * first) / (Math.sqrt(second) * get(s, 6) + get(s, 5)));
  },
});
