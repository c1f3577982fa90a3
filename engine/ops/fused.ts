import { sameShape, sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { type Scalar, scalarOperands, withOperands } from '../ir/scalar';
import { parseScalar } from '../ir/scalar-text';
import type { Attributes } from '../ir/types';
import { shapeBug } from './shapes';

/** The expression with its inputs put in. */
function filled(scalar: Scalar, inputs: readonly Scalar[]): Scalar {
  if (scalar.kind !== 'input')
    return withOperands(
      scalar,
      scalarOperands(scalar).map((item) => filled(item, inputs)),
    );
  const operand = inputs[scalar.index];
  if (!operand) throw new Error(`A fused operation has no input ${scalar.index}.`);
  return operand;
}

/** How many inputs an expression has. */
const inputsOf = (scalar: Scalar): number =>
  scalar.kind === 'input' ? scalar.index + 1 : Math.max(0, ...scalarOperands(scalar).map(inputsOf));

/**
 * Several elementwise operations as one. The attribute `expression` is what they compute together, as text with inputs
 * $0, $1, …, already contracted; `cost` is their work for one element, and `nodes` names the nodes they are of, if there
 * are several. It is made when gradients are derived already, so it has none.
 */
export const fused: OpDefinition = {
  name: 'fused',
  summary: 'y = an expression of several elementwise operations',
  inferShape(shapes, { expression }) {
    const first = shapes[0];
    const fits = shapes.length === inputsOf(parseScalar(String(expression)));
    return first && fits && shapes.every((shape) => sameShape(shape, first)) ? first : shapeBug('fused', shapes);
  },
  scalar: (inputs: readonly Scalar[], attributes: Attributes) =>
    filled(parseScalar(String(attributes.expression)), inputs),
  flops: (_, output, attributes) => Number(attributes.cost) * sizeOf(output),
};
