import { defineUnary } from './maths';

/** y = ln x. */
export const log = defineUnary({
  type: 'log',
  title: 'Logarithm',
  icon: 'log',
  text: 'Takes the natural logarithm of each element. 0 gives −∞, and a negative number NaN.',
  formula: 'y = ln x',
  references: [{ title: 'NumPy: numpy.log', url: 'https://numpy.org/doc/stable/reference/generated/numpy.log.html' }],
});
