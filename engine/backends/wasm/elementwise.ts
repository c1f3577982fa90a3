/**
 * Code from scalar expressions: one loop over whole padded buffers, four lanes at a time. A map may read several
 * buffers and splatted scalars and write several buffers, in place too, so the optimizers' updates are maps as well.
 * Equal subexpressions are computed once.
 */
import { contract, countUses } from '../../ir/contract';
import type { BinaryFunction, Scalar, UnaryFunction } from '../../ir/scalar';
import { scalarText } from '../../ir/scalar-text';
import type { Code, Expression, FunctionBuilder, Local } from './assembler';
import { f32x4, load, loadSplat, madd, nmadd, store, v128 } from './instructions';
import { at, type Kernel } from './kernel';
import * as math from './math';

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
    const key = scalarText(scalar);
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
      case 'fused': {
        const [a, b, c] = [this.evaluate(scalar.a), this.evaluate(scalar.b), this.evaluate(scalar.c)];
        return scalar.negated ? nmadd(a, b, c) : madd(a, b, c);
      }
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
  /** The expressions are to be computed as they stand: they are contracted already. */
  exact?: boolean;
}

const HEAVY = /exp|log|sigmoid|erf/;

/** Maps are looked at by several parts of the backend: what is found out about one is kept with it. */
const known = new WeakMap<ElementMap, { outputs: ElementMap['outputs']; key: string }>();

function lookedAt(map: ElementMap): { outputs: ElementMap['outputs']; key: string } {
  const found = known.get(map);
  if (found) return found;
  const values = map.outputs.map(({ value }) => value);
  const joined = map.exact ? values : contract(values);
  const outputs = map.outputs.map(({ to }, i) => ({ to, value: at(joined, i) }));
  const key = outputs.map(({ to, value }) => `#${to}=${scalarText(value)}`).join(' ');
  known.set(map, { outputs, key });
  return { outputs, key };
}

/** What a map's code is made from: products joined with the sums that they are for. */
export const prepared = (map: ElementMap): ElementMap['outputs'] => lookedAt(map).outputs;

/** A text that is equal for equal maps. */
export const mapKey = (map: ElementMap): string => lookedAt(map).key;

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
    this.outputs = prepared(map);
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
