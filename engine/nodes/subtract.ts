import { defineBinary } from './maths';

/** y = a − b. */
export const subtract = defineBinary({
  type: 'subtract',
  title: 'Subtract',
  icon: 'subtract',
  text: 'Subtracts b from a element by element. A smaller one is repeated to fit.',
  formula: 'y = a − b',
});
