import { add, divide, maximum, minimum, negate, sqrt, subtract } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/**
 * r = σ_B/σ, at least `low` and at most `high`, from inputs σ²_B, σ², low, high (Ioffe 2017, algorithm 1). It has no
 * derivative: the paper stops gradients at r and d.
 */
export const renormScale = defineElementwise({
  name: 'renormScale',
  arity: 4,
  summary: 'r = σ_B/σ between two limits, with no derivative',
  cost: 7,
  scalar(x, { epsilon }) {
    const deviation = (index: number) => sqrt(add(at(x, index), Number(epsilon)));
    return minimum(maximum(divide(deviation(0), deviation(1)), at(x, 2)), at(x, 3));
  },
});

/** d = (μ_B − μ)/σ between ± the limit, from inputs μ_B, μ, σ², limit (Ioffe 2017, algorithm 1). It has no derivative. */
export const renormShift = defineElementwise({
  name: 'renormShift',
  arity: 4,
  summary: 'd = (μ_B − μ)/σ between two limits, with no derivative',
  cost: 6,
  scalar(x, { epsilon }) {
    const distance = divide(subtract(at(x, 0), at(x, 1)), sqrt(add(at(x, 2), Number(epsilon))));
    return minimum(maximum(distance, negate(at(x, 3))), at(x, 3));
  },
});
