import { defineUnary } from './maths';

/** y = eˣ. */
export const exp = defineUnary({
  type: 'exp',
  title: 'Exponential',
  icon: 'exp',
  text: 'Raises e to the power of each element. Beyond about 88 the result is too large for float32 and becomes infinity.',
  formula: 'y = eˣ',
  references: [{ title: 'NumPy: numpy.exp', url: 'https://numpy.org/doc/stable/reference/generated/numpy.exp.html' }],
});
