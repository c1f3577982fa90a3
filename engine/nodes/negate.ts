import { defineUnary } from './maths';

/** y = −x. */
export const negate = defineUnary({
  type: 'negate',
  title: 'Negate',
  icon: 'negate',
  text: 'Turns the sign of each element.',
  formula: 'y = −x',
  references: [
    { title: 'NumPy: numpy.negative', url: 'https://numpy.org/doc/stable/reference/generated/numpy.negative.html' },
  ],
});
