import { defineUnary } from './maths';

/** y = x². */
export const square = defineUnary({
  type: 'square',
  title: 'Square',
  icon: 'square',
  text: 'Squares every element.',
  formula: 'y = x²',
});
