import { defineBinary } from './maths';

/** y = a + b. */
export const add = defineBinary({
  type: 'add',
  title: 'Add',
  icon: 'add',
  text: 'Adds two tensors element by element. A smaller one is repeated to fit.',
  formula: 'y = a + b',
});
