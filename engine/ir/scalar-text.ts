/**
 * Scalar expressions as text and back: `tanh(add($0,$1))`, inputs as `$` and their number. Equal expressions have equal
 * texts, so the text is their key as well.
 */
import type { BinaryFunction, Scalar, UnaryFunction } from './scalar';

/** Number of operands by name; the names of {@link Scalar}'s functions. */
const UNARY: Readonly<Record<UnaryFunction, true>> = {
  negate: true,
  absolute: true,
  exp: true,
  log: true,
  sqrt: true,
  tanh: true,
  sigmoid: true,
  erf: true,
};
const BINARY: Readonly<Record<BinaryFunction, true>> = {
  add: true,
  subtract: true,
  multiply: true,
  divide: true,
  maximum: true,
  minimum: true,
};

export function scalarText(scalar: Scalar): string {
  switch (scalar.kind) {
    case 'input':
      return `$${scalar.index}`;
    case 'constant':
      return Object.is(scalar.value, -0) ? '-0' : String(scalar.value);
    case 'unary':
      return `${scalar.fn}(${scalarText(scalar.a)})`;
    case 'binary':
      return `${scalar.fn}(${scalarText(scalar.a)},${scalarText(scalar.b)})`;
    case 'fused':
      return `${scalar.negated ? 'fnma' : 'fma'}(${[scalar.a, scalar.b, scalar.c].map(scalarText).join(',')})`;
    case 'select':
      return `select(${[scalar.a, scalar.b, scalar.whenTrue, scalar.whenFalse].map(scalarText).join(',')})`;
  }
}

const isUnary = (name: string): name is UnaryFunction => Object.hasOwn(UNARY, name);
const isBinary = (name: string): name is BinaryFunction => Object.hasOwn(BINARY, name);

function call(name: string, operands: readonly Scalar[]): Scalar | null {
  const [a, b, c, d] = operands;
  if (a && !b && isUnary(name)) return { kind: 'unary', fn: name, a };
  if (a && b && !c && isBinary(name)) return { kind: 'binary', fn: name, a, b };
  if (a && b && c && !d && (name === 'fma' || name === 'fnma')) {
    return { kind: 'fused', negated: name === 'fnma', a, b, c };
  }
  if (a && b && c && d && name === 'select') return { kind: 'select', a, b, whenTrue: c, whenFalse: d };
  return null;
}

/** @throws {Error} for a text that {@link scalarText} did not write: a bug. */
export function parseScalar(text: string): Scalar {
  const tokens = text.match(/[^(),]+|[(),]/g) ?? [];
  let place = 0;
  const broken = (): never => {
    throw new Error(`"${text}" is no scalar expression.`);
  };
  const expression = (): Scalar => {
    const token = tokens[place++] ?? broken();
    if (tokens[place] !== '(') {
      if (/^\$\d+$/.test(token)) return { kind: 'input', index: Number(token.slice(1)) };
      const value = Number(token);
      return token !== 'NaN' && Number.isNaN(value) ? broken() : { kind: 'constant', value };
    }
    const operands: Scalar[] = [];
    do {
      place++;
      operands.push(expression());
    } while (tokens[place] === ',');
    if (tokens[place++] !== ')') broken();
    return call(token, operands) ?? broken();
  };
  const scalar = expression();
  return place === tokens.length ? scalar : broken();
}
