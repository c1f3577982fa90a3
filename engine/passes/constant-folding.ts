/**
 * Evaluates operations whose operands are all known, in float64 by their own definition. Only small results from little
 * work are kept, so that neither the code nor the compile grows with them.
 *
 * A result that is not finite stays a computation: whoever searches for the first NaN of a run shall find it there. So
 * does one with a negative zero, which a list of numbers would not keep apart from zero.
 */
import { sizeOf } from '../core/shape';
import { compileScalar, scalarInputs } from '../ir/evaluate-scalar';
import type { OpDefinition } from '../ir/op';
import type { Value } from '../ir/types';
import { type Rule, rulePass } from './rewrite';

/** Elements of a result, and operations spent on it. */
const LARGEST = 1024;
const MOST_WORK = 1e6;

function elementsOf(constant: Value): Float64Array {
  const values = constant.attributes.values as readonly number[];
  return values.length === 1
    ? new Float64Array(sizeOf(constant.shape)).fill(values[0] as number)
    : Float64Array.from(values);
}

/** The operation's result on constants, or null where it does not tell. */
function evaluate(op: OpDefinition, value: Value, operands: readonly Value[]): Float64Array | null {
  const output = new Float64Array(sizeOf(value.shape));
  const inputs = operands.map(elementsOf);
  const { attributes, shape } = value;
  if (op.scalar) {
    const element = compileScalar(op.scalar(scalarInputs(inputs.length), attributes));
    for (let i = 0; i < output.length; i++) output[i] = element(inputs, i);
    return output;
  }
  if (!op.evaluate) return null;
  op.evaluate({ inputs, shapes: operands.map((operand) => operand.shape), output, shape, attributes });
  return output;
}

const RULE: Rule = {
  name: 'operation on constants',
  op: null,
  apply({ value, inputs, builder, ops, input }) {
    const op = ops.get(value.op);
    if (!op || op.mutates || inputs.length === 0 || value.origin.phase === 'probe') return null;
    const operands = inputs.map((_, index) => input(index));
    if (operands.some((operand) => operand.op !== 'constant')) return null;
    const shapes = operands.map(({ shape }) => shape);
    if (sizeOf(value.shape) > LARGEST || shapes.some((shape) => sizeOf(shape) > MOST_WORK)) return null;
    if (op.flops(shapes, value.shape, value.attributes) > MOST_WORK) return null;
    const result = evaluate(op, value, operands);
    if (!result?.every((item) => Number.isFinite(item) && !Object.is(item, -0))) return null;
    const first = result[0];
    if (first === undefined) return null;
    return builder.constant(result.every((item) => item === first) ? first : [...result], value.shape);
  },
};

export const constantFolding = rulePass('constant folding', [RULE]);
