import { defineBinary } from './maths';

/** y = a · b. */
export const multiply = defineBinary({
  type: 'multiply',
  title: 'Multiply',
  icon: 'multiply',
  text: 'Multiplies two tensors element by element. A smaller one is repeated to fit.',
  formula: 'y = a · b',
});
