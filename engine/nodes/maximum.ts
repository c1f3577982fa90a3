import { defineBinary } from './maths';

/** y = max(a, b). */
export const maximum = defineBinary({
  type: 'maximum',
  title: 'Maximum',
  icon: 'maximum',
  text: 'Takes the larger of two numbers, element by element, or NaN if either is NaN. A smaller tensor is repeated to fit. The gradient goes to the larger number; equal ones get half of it each, as in PyTorch.',
  formula: 'y = max(a, b), dy/da = 1 where a > b, ½ where a = b, else 0',
  references: [
    { title: 'NumPy: numpy.maximum', url: 'https://numpy.org/doc/stable/reference/generated/numpy.maximum.html' },
    {
      title: 'PyTorch: gradients for non-differentiable functions',
      url: 'https://docs.pytorch.org/docs/stable/notes/autograd.html#gradients-for-non-differentiable-functions',
    },
  ],
});
