/**
 * Code from scalar expressions: one loop over whole padded buffers, four lanes at a time. A map may read several
 * buffers and splatted scalars and write several buffers, in place too, so the optimizers' updates are maps as well.
 * Equal subexpressions are computed once, products of one use are fused into sums where the device fuses.
 */
import { BINARY } from '../../ir/evaluate-scalar';
import type { BinaryFunction, Scalar, UnaryFunction } from '../../ir/scalar';
import type { Code, Expression, FunctionBuilder, Local } from './assembler';
import { f32x4, load, loadSplat, madd, nmadd, store, v128 } from './instructions';
import { at, type Kernel } from './kernel';
import * as math from './math';

/** The expression with operations on constants done. */
export function foldConstants(scalar: Scalar): Scalar {
  switch (scalar.kind) {
    case 'input':
    case 'constant':
      return scalar;
    case 'unary': {
      const a = foldConstants(scalar.a);
      if (scalar.fn === 'negate' && a.kind === 'constant') return { kind: 'constant', value: -a.value };
      return { ...scalar, a };
    }
    case 'binary': {
      const [a, b] = [foldConstants(scalar.a), foldConstants(scalar.b)];
      if (a.kind === 'constant' && b.kind === 'constant') {
        return { kind: 'constant', value: BINARY[scalar.fn](a.value, b.value) };
      }
      return { ...scalar, a, b };
    }
    case 'select':
      return {
        kind: 'select',
        a: foldConstants(scalar.a),
        b: foldConstants(scalar.b),
        whenTrue: foldConstants(scalar.whenTrue),
        whenFalse: foldConstants(scalar.whenFalse),
      };
  }
}

/** A short text that is equal for equal expressions. */
export function scalarKey(scalar: Scalar): string {
  switch (scalar.kind) {
    case 'input':
      return `$${scalar.index}`;
    case 'constant':
      return Object.is(scalar.value, -0) ? '-0' : String(scalar.value);
    case 'unary':
      return `${scalar.fn}(${scalarKey(scalar.a)})`;
    case 'binary':
      return `${scalar.fn}(${scalarKey(scalar.a)},${scalarKey(scalar.b)})`;
    case 'select':
      return `select(${[scalar.a, scalar.b, scalar.whenTrue, scalar.whenFalse].map(scalarKey).join(',')})`;
  }
}

function children(scalar: Scalar): Scalar[] {
  switch (scalar.kind) {
    case 'unary':
      return [scalar.a];
    case 'binary':
      return [scalar.a, scalar.b];
    case 'select':
      return [scalar.a, scalar.b, scalar.whenTrue, scalar.whenFalse];
    default:
      return [];
  }
}

/** How often each subexpression is used, by key. */
function countUses(roots: readonly Scalar[]): Map<string, number> {
  const uses = new Map<string, number>();
  const visit = (scalar: Scalar): void => {
    const key = scalarKey(scalar);
    const count = uses.get(key) ?? 0;
    uses.set(key, count + 1);
    if (count === 0) children(scalar).forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}

const FUNCTIONS: Record<UnaryFunction, (f: FunctionBuilder, a: Expression) => Code | Local> = {
  negate: (_, a) => f32x4.neg(a),
  absolute: (_, a) => f32x4.abs(a),
  sqrt: (_, a) => f32x4.sqrt(a),
  exp: math.exp,
  log: math.log,
  tanh: math.tanh,
  sigmoid: math.sigmoid,
  erf: math.erf,
};

/** Evaluates expressions at one vector. Values used more than once, and whole roots, are kept in locals. */
export class Evaluator {
  private readonly known = new Map<string, Local>();
  private readonly uses: Map<string, number>;

  constructor(
    private readonly f: FunctionBuilder,
    roots: readonly Scalar[],
    private readonly input: (index: number) => Expression,
  ) {
    this.uses = countUses(roots);
  }

  evaluate(scalar: Scalar): Expression {
    if (scalar.kind === 'constant') return this.f.splat(scalar.value);
    const key = scalarKey(scalar);
    const known = this.known.get(key);
    if (known) return known;
    const value = this.compute(scalar);
    if (typeof value === 'object') {
      this.known.set(key, value);
      return value;
    }
    if (scalar.kind !== 'input' && (this.uses.get(key) ?? 0) < 2) return value;
    const local = this.f.local('v128', value);
    this.known.set(key, local);
    return local;
  }

  private compute(scalar: Scalar): Expression {
    switch (scalar.kind) {
      case 'input':
        return this.input(scalar.index);
      case 'constant':
        return this.f.splat(scalar.value);
      case 'unary':
        return FUNCTIONS[scalar.fn](this.f, this.evaluate(scalar.a));
      case 'binary':
        return this.binary(scalar.fn, scalar.a, scalar.b);
      case 'select': {
        const mask = f32x4.gt(this.evaluate(scalar.a), this.evaluate(scalar.b));
        return this.select(mask, scalar.whenTrue, scalar.whenFalse);
      }
    }
  }

  private select(mask: Code, whenTrue: Scalar, whenFalse: Scalar): Expression {
    const isZero = (scalar: Scalar): boolean => scalar.kind === 'constant' && Object.is(scalar.value, 0);
    if (isZero(whenFalse)) return v128.and(this.evaluate(whenTrue), mask);
    return v128.select(this.evaluate(whenTrue), this.evaluate(whenFalse), mask);
  }

  private binary(fn: BinaryFunction, a: Scalar, b: Scalar): Expression {
    const product = (scalar: Scalar): [Expression, Expression] | undefined =>
      scalar.kind === 'binary' && scalar.fn === 'multiply' && this.uses.get(scalarKey(scalar)) === 1
        ? [this.evaluate(scalar.a), this.evaluate(scalar.b)]
        : undefined;
    if (fn === 'add') {
      const left = product(a);
      if (left) return madd(...left, this.evaluate(b));
      const right = product(b);
      if (right) return madd(...right, this.evaluate(a));
    }
    if (fn === 'subtract') {
      const right = product(b);
      if (right) return nmadd(...right, this.evaluate(a));
    }
    if (fn === 'maximum' || fn === 'minimum') return this.extreme(fn, a, b);
    const [x, y] = [this.evaluate(a), this.evaluate(b)];
    if (fn === 'add') return f32x4.add(x, y);
    if (fn === 'subtract') return f32x4.sub(x, y);
    if (fn === 'multiply') return f32x4.mul(x, y);
    return f32x4.div(x, y);
  }

  /** Against a constant one instruction keeps NaN; two variables need the slower instruction that looks at both. */
  private extreme(fn: 'maximum' | 'minimum', a: Scalar, b: Scalar): Expression {
    const [x, y] = [this.evaluate(a), this.evaluate(b)];
    const quick = fn === 'maximum' ? f32x4.pmax : f32x4.pmin;
    if (b.kind === 'constant') return quick(x, y);
    if (a.kind === 'constant') return quick(y, x);
    return fn === 'maximum' ? f32x4.max(x, y) : f32x4.min(x, y);
  }
}

/** An elementwise computation: which buffers and scalars it reads, and what it writes. */
export interface ElementMap {
  /** Number of buffers read: expression inputs 0 … buffers − 1, and parameters of the same numbers. */
  buffers: number;
  /** Number of scalars splatted from a vector, which is the next parameter: the inputs after the buffers. */
  scalars: number;
  /** What is written, and the parameter that holds where. */
  outputs: readonly { to: number; value: Scalar }[];
}

const HEAVY = /exp|log|sigmoid|erf/;

/** A text that is equal for equal maps. */
export const mapKey = (map: ElementMap): string =>
  map.outputs.map(({ to, value }) => `#${to}=${scalarKey(foldConstants(value))}`).join(' ');

/** Whether an element takes dozens of instructions, so that copies of the code are costly. */
export const isHeavy = (map: ElementMap): boolean => HEAVY.test(mapKey(map));

/** Writes a map's code into a function: the scalars once, then any number of places. */
export class MapEmitter {
  private readonly scalars: Local[];
  private readonly outputs: ElementMap['outputs'];

  /** @param addressOf the pointer of a parameter */
  constructor(
    private readonly f: FunctionBuilder,
    private readonly map: ElementMap,
    private readonly addressOf: (parameter: number) => Local,
  ) {
    this.outputs = map.outputs.map(({ to, value }) => ({ to, value: foldConstants(value) }));
    this.scalars = Array.from({ length: map.scalars }, (_, i) =>
      f.local('v128', loadSplat(addressOf(map.buffers), i * 4)),
    );
  }

  /**
   * Neighbouring vectors, from a byte offset from all pointers on. Inputs that are given are not loaded: for each
   * vector, a local in place of the inputs `given` names.
   *
   * Everything is loaded before anything is stored. Outputs may lie on inputs, and V8 pairs neighbouring vectors to
   * wider ones only if no store stands between their loads.
   */
  emit(offset: number, count: number, given: ReadonlySet<number> = new Set(), values: readonly Local[] = []): void {
    const { f, map, outputs } = this;
    const vectors = Array.from({ length: count }, (_, vector) => {
      const place = offset + vector * 16;
      const loaded = Array.from({ length: map.buffers }, (__, index) =>
        given.has(index) ? at(values, vector) : f.local('v128', load(this.addressOf(index), place)),
      );
      return { place, inputs: [...loaded, ...this.scalars] };
    });
    const results = vectors.map(({ inputs }) => {
      const roots = outputs.map(({ value }) => value);
      const evaluator = new Evaluator(f, roots, (index) => at(inputs, index));
      return roots.map((root) => f.local('v128', evaluator.evaluate(root)));
    });
    outputs.forEach(({ to }, output) => {
      vectors.forEach(({ place }, vector) => {
        store(f, this.addressOf(to), place, at(at(results, vector), output));
      });
    });
  }
}

/** A map over whole padded buffers of `length` floats, a multiple of 4. The parameters are those of the map. */
export function mapKernel(map: ElementMap, length: number): Kernel {
  const vectors = length / 4;
  const widest = isHeavy(map) ? 2 : 4;
  const unroll = [4, 2, 1].find((n) => n <= widest && vectors % n === 0) ?? 1;
  return {
    key: `map ${mapKey(map)} of ${length}`,
    build(f, addresses) {
      const emitter = new MapEmitter(f, map, (parameter) => at(addresses, parameter));
      const used = new Set([...Array(map.buffers).keys(), ...map.outputs.map(({ to }) => to)]);
      f.repeat(vectors / unroll, () => {
        for (let part = 0; part < unroll; part += 2) emitter.emit(part * 16, Math.min(2, unroll));
        for (const parameter of used) f.advance(at(addresses, parameter), unroll * 16);
      });
    },
  };
}
