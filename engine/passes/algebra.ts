/**
 * Algebraic simplification: what is equal to something cheaper, for all numbers. A rule may round less (log e^x is x), but
 * none turns a NaN into a number or a number into a NaN, and none holds only "as a rule".
 */
import { sameShape, sizeOf } from '../core/shape';
import type { Value, ValueId } from '../ir/types';
import { uniformNumber } from './constants';
import { type Match, type Rule, rulePass } from './rewrite';

const first = ({ inputs }: Match): ValueId => inputs[0] as ValueId;
const second = ({ inputs }: Match): ValueId => inputs[1] as ValueId;
const inner = (value: Value): ValueId => value.inputs[0] as ValueId;

/** `op` with a neutral right operand is its left one; of a commutative one also the other way round. */
const neutral = (name: string, op: string, number: number, commutative: boolean): Rule => ({
  name,
  op,
  apply(match) {
    const { builder } = match;
    if (uniformNumber(builder, second(match)) === number) return first(match);
    return commutative && uniformNumber(builder, first(match)) === number ? second(match) : null;
  },
});

/** Operations whose result is never negative (it may be NaN). */
const NEVER_NEGATIVE = new Set(['exp', 'square', 'relu', 'sigmoid', 'softmax', 'softplus', 'columnVariance']);

const IDENTITIES: readonly Rule[] = [
  neutral('x · 1', 'multiply', 1, true),
  neutral('x + 0', 'add', 0, true),
  neutral('x − 0', 'subtract', 0, false),
  neutral('x / 1', 'divide', 1, false),
  {
    name: 'double negation',
    op: 'negate',
    apply: ({ input }) => (input(0).op === 'negate' ? inner(input(0)) : null),
  },
  {
    name: 'x + (−y) to x − y',
    op: 'add',
    apply(match) {
      const [a, b] = [match.input(0), match.input(1)];
      if (b.op === 'negate') return match.builder.emit('subtract', [first(match), inner(b)]);
      return a.op === 'negate' ? match.builder.emit('subtract', [second(match), inner(a)]) : null;
    },
  },
  {
    name: 'x − (−y) to x + y',
    op: 'subtract',
    apply(match) {
      const b = match.input(1);
      return b.op === 'negate' ? match.builder.emit('add', [first(match), inner(b)]) : null;
    },
  },
  {
    name: 'ReLU of a ReLU',
    op: 'relu',
    apply: (match) => (match.input(0).op === 'relu' ? first(match) : null),
  },
  {
    name: 'log eˣ to x',
    op: 'log',
    apply: ({ input }) => (input(0).op === 'exp' ? inner(input(0)) : null),
  },
  {
    name: '(√x)² to x, of an x that is never negative',
    op: 'square',
    apply({ input, builder }) {
      const root = input(0);
      if (root.op !== 'sqrt') return null;
      return NEVER_NEGATIVE.has(builder.value(inner(root)).op) ? inner(root) : null;
    },
  },
];

const SHAPES: readonly Rule[] = [
  {
    name: 'reshape to the same shape',
    op: 'reshape',
    apply: (match) => (sameShape(match.value.shape, match.input(0).shape) ? first(match) : null),
  },
  {
    name: 'reshape of a reshape',
    op: 'reshape',
    apply({ value, input, builder }) {
      if (input(0).op !== 'reshape') return null;
      const source = inner(input(0));
      return sameShape(builder.shape(source), value.shape)
        ? source
        : builder.emit('reshape', [source], value.attributes);
    },
  },
  {
    name: 'broadcast to the same shape',
    op: 'broadcastTo',
    apply: (match) => (sameShape(match.value.shape, match.input(0).shape) ? first(match) : null),
  },
  {
    name: 'broadcast of a broadcast',
    op: 'broadcastTo',
    apply: ({ value, input, builder }) =>
      input(0).op === 'broadcastTo' ? builder.emit('broadcastTo', [inner(input(0))], value.attributes) : null,
  },
  {
    name: 'broadcast of a constant',
    op: 'broadcastTo',
    apply({ value, input, builder }) {
      const constant = input(0);
      if (constant.op !== 'constant' || sizeOf(constant.shape) !== 1) return null;
      return builder.constant(constant.attributes.values as readonly number[], value.shape);
    },
  },
];

/** An elementwise operation on what was only repeated is done before the repeating. */
const SINK: Rule = {
  name: 'broadcast moved behind an elementwise operation',
  op: null,
  apply({ value, inputs, builder, ops, input, soleReader }) {
    if (!ops.get(value.op)?.scalar || value.origin.phase === 'probe' || inputs.length === 0) return null;
    let from: readonly number[] | null = null;
    for (let index = 0; index < inputs.length; index++) {
      const operand = input(index);
      if (uniformNumber(builder, operand.id) !== null) continue;
      // A repetition that others read stays, and nothing would be gained by little of it.
      if (operand.op !== 'broadcastTo' || !soleReader(index)) return null;
      const shape = builder.shape(inner(operand));
      if (from && !sameShape(from, shape)) return null;
      from = shape;
    }
    if (!from || 2 * sizeOf(from) > sizeOf(value.shape)) return null;
    const shape = from;
    const operands = inputs.map((id, index) => {
      const number = uniformNumber(builder, id);
      return number === null ? inner(input(index)) : builder.constant(number, shape);
    });
    return builder.broadcast(builder.emit(value.op, operands, value.attributes), value.shape);
  },
};

const RULES = [...SHAPES, ...IDENTITIES, SINK];

export const algebra = rulePass('algebra', RULES);

/** Once gradients are derived, nothing needs to be kept from them. */
export const finalAlgebra = rulePass('algebra', [
  { name: 'stop-gradient is done', op: 'stopGradient', apply: first },
  ...RULES,
]);
