import { defineNode, type TensorType } from '../graph/types';
import { OPERAND } from './maths';

/** y = xᵖ for a fixed exponent p. */
export const power = defineNode({
  type: 'power',
  title: 'Power',
  category: 'maths',
  icon: 'power',
  idStem: 'power',
  documentation: {
    text: 'Raises each element to a fixed exponent. Whole exponents take negative elements too; others give NaN there. x⁰ is 1 for every x, with derivative 0. For exponents between 0 and 1 the derivative at 0 is infinite.',
    formula: 'y = xᵖ, dy/dx = p·xᵖ⁻¹',
    references: [
      { title: 'NumPy: numpy.power', url: 'https://numpy.org/doc/stable/reference/generated/numpy.power.html' },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: OPERAND }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    exponent: {
      kind: 'number',
      title: 'Exponent',
      help: 'The power p that each element is raised to; .5 is the square root.',
      default: 2,
      min: -1000,
      max: 1000,
    },
  },
  infer: ({ inputs }) => ({ y: inputs.x as TensorType }),
  lower: ({ builder, values, parameters }) => ({
    y: builder.emit('power', [values.x as number], { exponent: parameters.exponent }),
  }),
});
