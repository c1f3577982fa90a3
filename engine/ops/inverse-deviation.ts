import { add, divide, sqrt } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/**
 * y = 1 / √(variance + epsilon); dL/dvariance = −½ · dL/dy · y³.
 */
export const inverseDeviation = defineElementwise({
  name: 'inverseDeviation',
  arity: 1,
  summary: 'y = 1 / √(variance + ε)',
  cost: 3,
  scalar: (x, attributes) => divide(1, sqrt(add(at(x, 0), Number(attributes.epsilon)))),
  gradient({ builder, gradient, output }) {
    const cube = builder.emit('multiply', [builder.emit('square', [output]), output]);
    const half = builder.broadcast(builder.constant(-0.5), builder.shape(output));
    return [builder.emit('multiply', [builder.emit('multiply', [gradient, half]), cube])];
  },
});
