/**
 * The optimizers' updates as maps over variables, gradients and slots, in place. Slots are flushed to zero below about
 * 1e-25: a dead unit's moments decay into denormal numbers, which processors compute many times more slowly.
 */
import { add, divide, input, multiply, type Scalar, sqrt, subtract } from '../../../ir/scalar';
import type { Attributes } from '../../../ir/types';
import type { ElementMap } from '../elementwise';

const TINY = 1e-25;

/** Adding and subtracting a tiny number leaves ordinary values alone and makes denormal ones zero. */
const flushed = (x: Scalar): Scalar => subtract(add(x, TINY), TINY);

type Rule = (inputs: readonly Scalar[], scalars: readonly Scalar[], attributes: Attributes) => ElementMap['outputs'];

interface Update {
  buffers: number;
  /** Without that of weight decay. */
  scalars: number;
  rule: Rule;
}

const UPDATES: Readonly<Record<string, Update>> = {
  sgdUpdate: {
    buffers: 2,
    scalars: 1,
    rule: ([w, g], [rate]) => [{ to: 0, value: subtract(w as Scalar, multiply(rate as Scalar, g as Scalar)) }],
  },
  momentumUpdate: {
    buffers: 3,
    scalars: 2,
    rule(inputs, scalars, { convention }) {
      const [w, g, v] = inputs as [Scalar, Scalar, Scalar];
      const [momentum, rate] = scalars as [Scalar, Scalar];
      const kept = multiply(momentum, v);
      if (convention === 'keras') {
        const next = flushed(subtract(kept, multiply(rate, g)));
        return [
          { to: 0, value: add(w, next) },
          { to: 2, value: next },
        ];
      }
      const next = flushed(add(kept, g));
      return [
        { to: 0, value: subtract(w, multiply(rate, next)) },
        { to: 2, value: next },
      ];
    },
  },
  nesterovUpdate: {
    buffers: 3,
    scalars: 2,
    rule(inputs, scalars, { convention }) {
      const [w, g, v] = inputs as [Scalar, Scalar, Scalar];
      const [momentum, rate] = scalars as [Scalar, Scalar];
      const kept = multiply(momentum, v);
      if (convention === 'keras') {
        const step = multiply(rate, g);
        const next = flushed(subtract(kept, step));
        return [
          { to: 0, value: subtract(add(w, multiply(momentum, next)), step) },
          { to: 2, value: next },
        ];
      }
      const next = flushed(add(kept, g));
      return [
        { to: 0, value: subtract(w, multiply(rate, add(g, multiply(momentum, next)))) },
        { to: 2, value: next },
      ];
    },
  },
  adagradUpdate: {
    buffers: 3,
    scalars: 2,
    rule(inputs, scalars, { convention }) {
      const [w, g, sum] = inputs as [Scalar, Scalar, Scalar];
      const [rate, epsilon] = scalars as [Scalar, Scalar];
      const next = flushed(add(sum, multiply(g, g)));
      const root = convention === 'keras' ? sqrt(add(next, epsilon)) : add(sqrt(next), epsilon);
      return [
        { to: 0, value: subtract(w, divide(multiply(rate, g), root)) },
        { to: 2, value: next },
      ];
    },
  },
  rmspropUpdate: {
    buffers: 3,
    scalars: 4,
    rule(inputs, scalars, { convention }) {
      const [w, g, v] = inputs as [Scalar, Scalar, Scalar];
      const [rate, rho, rest, epsilon] = scalars as [Scalar, Scalar, Scalar, Scalar];
      const next = flushed(add(multiply(rho, v), multiply(multiply(rest, g), g)));
      const root = convention === 'keras' ? sqrt(add(next, epsilon)) : add(sqrt(next), epsilon);
      return [
        { to: 0, value: subtract(w, divide(multiply(rate, g), root)) },
        { to: 2, value: next },
      ];
    },
  },
  adamUpdate: {
    buffers: 4,
    scalars: 7,
    rule(inputs, scalars) {
      const [w, g, m, v] = inputs as [Scalar, Scalar, Scalar, Scalar];
      const [rate, beta1, rest1, beta2, rest2, epsilon, c] = scalars as Scalar[] as [
        Scalar,
        Scalar,
        Scalar,
        Scalar,
        Scalar,
        Scalar,
        Scalar,
      ];
      const first = flushed(add(multiply(beta1, m), multiply(rest1, g)));
      const second = flushed(add(multiply(beta2, v), multiply(multiply(rest2, g), g)));
      const root = add(multiply(sqrt(second), c), epsilon);
      return [
        { to: 0, value: subtract(w, divide(multiply(rate, first), root)) },
        { to: 2, value: first },
        { to: 3, value: second },
      ];
    },
  },
  movingAverageUpdate: {
    buffers: 2,
    scalars: 2,
    rule: ([moving, value], [keep, take]) => [
      { to: 0, value: add(multiply(keep as Scalar, moving as Scalar), multiply(take as Scalar, value as Scalar)) },
    ],
  },
};

/** The map of an update operation, or undefined where `op` is none. Parameters: the operation's inputs. */
export function updateMap(op: string, attributes: Attributes): ElementMap | undefined {
  const update = UPDATES[op];
  if (!update) return undefined;
  const { buffers, rule } = update;
  const { decay } = attributes;
  const scalars = update.scalars + (decay === undefined ? 0 : 1);
  const inputs = Array.from({ length: buffers }, (_, index) => input(index));
  const rates = Array.from({ length: scalars }, (_, index) => input(buffers + index));
  const [w, g] = [inputs[0] as Scalar, inputs[1] as Scalar];
  const loss = multiply(rates.at(-1) as Scalar, w);
  if (decay === 'coupled') inputs[1] = add(g, loss);
  if (decay === 'decoupled') inputs[0] = subtract(w, loss);
  return { buffers, scalars, outputs: rule(inputs, rates, attributes) };
}
