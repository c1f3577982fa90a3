/** What a node computes of a single number, where it is a function of one element: for its picture. */
import { sameShape } from '../core/shape';
import { GraphBuilder } from '../ir/builder';
import { compileScalar } from '../ir/evaluate-scalar';
import type { OpTable } from '../ir/op';
import { input, type Scalar } from '../ir/scalar';
import type { ValueId } from '../ir/types';
import type { CheckedNode, TensorType } from './types';

/** One row of one element: what holds for it holds for each element of any tensor. */
const ONE: TensorType = { kind: 'tensor', shape: [1, 1] };

/**
 * The values of an elementwise node in float64.
 *
 * @param x the elements that go in
 * @returns as many elements; null where the node is no function of one element alone (softmax, layers, losses)
 */
export function elementwiseValues(node: CheckedNode, x: readonly number[], ops: OpTable): Float64Array | null {
  const scalar = scalarOf(node, ops);
  if (!scalar) return null;
  const evaluate = compileScalar(scalar);
  const elements = [Float64Array.from(x)];
  return Float64Array.from(x, (_, i) => evaluate(elements, i));
}

/** The node's own lowering as one scalar expression. */
function scalarOf({ id, definition, parameters, bypassed }: CheckedNode, ops: OpTable): Scalar | null {
  const [from, ...furtherInputs] = definition.inputs;
  const [to, ...furtherOutputs] = definition.outputs;
  const stateful =
    definition.role !== undefined || definition.weights !== undefined || definition.scalars !== undefined;
  if (!from || !to || furtherInputs.length > 0 || furtherOutputs.length > 0 || stateful || bypassed) return null;
  // Windows, new shapes and sums do not take one element, or give another shape.
  const one = { id, parameters, inputs: { [from.name]: ONE }, batchSize: 1 };
  let told = false;
  const given = definition.infer({ ...one, report: () => (told = true) })?.[to.name];
  if (told || definition.reshapes || given?.kind !== 'tensor' || !sameShape(given.shape, ONE.shape)) return null;
  const missing = (name: string): never => {
    throw new Error(`The node "${id}" has no "${name}".`);
  };
  const builder = new GraphBuilder(ops);
  const start = builder.feed(from.name, ONE.shape);
  const lowered = definition.lower({
    ...one,
    outputs: { [to.name]: ONE },
    builder,
    mode: 'inference',
    seed: 0,
    kernels: () => [],
    values: { [from.name]: start },
    weight: missing,
    scalars: missing,
  });
  const expressionOf = (value: ValueId): Scalar | null => {
    if (value === start) return input(0);
    const { op, inputs, attributes } = builder.value(value);
    const scalar = builder.definition(op).scalar;
    const operands = inputs.map(expressionOf);
    return scalar && operands.every((operand) => operand !== null) ? scalar(operands, attributes) : null;
  };
  const end = lowered[to.name];
  return end === undefined ? null : expressionOf(end);
}
