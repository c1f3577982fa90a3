import { defineBinary } from './maths';

/** y = a / b. */
export const divide = defineBinary({
  type: 'divide',
  title: 'Divide',
  icon: 'divide',
  text: 'Divides two tensors element by element. A smaller one is repeated to fit. A division by 0 gives infinity, or NaN for 0 / 0.',
  formula: 'y = a / b',
});
