/**
 * Builds WebAssembly modules: functions from expressions, and the binary around them. The module imports one memory
 * and exports the functions that are asked for; there are no tables, globals or data segments.
 *
 * An {@link Expression} is a closure that writes itself into a function, so kernels read like formulas
 * (`f.set(sum, f32x4.add(sum, load(p, 0)))`) and cost one pass, no tree. Constants made by `f.splat` live in locals
 * that are set before the body: V8 would otherwise rebuild a vector constant in every iteration of a loop.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 */
import { append, name as encodeName, float32Bits, float64, int32, signed, unsigned } from './encoding';
import { alignmentOf, type Instruction, type LaneInstruction, type MemoryInstruction, OPCODES } from './opcodes';

export type WasmType = 'i32' | 'f32' | 'f64' | 'v128';

const TYPE_CODES: Readonly<Record<WasmType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** A parameter or local variable of the function it was made by. */
export interface Local {
  readonly index: number;
  readonly type: WasmType;
}

export type Code = (f: FunctionBuilder) => void;

/** A value on the stack: a local, an `i32` constant, or code that leaves one value. */
export type Expression = Local | number | Code;

/** Bytes in pieces that follow each other: a function's code is copied once, into the finished binary. */
type Chunks = readonly (readonly number[])[];

const sizeOfChunks = (chunks: Chunks): number => chunks.reduce((size, { length }) => size + length, 0);

export interface BuilderOptions {
  /** Whether `relaxed_madd` may be used. */
  relaxed: boolean;
}

export class FunctionBuilder {
  private readonly prologue: number[] = [];
  private readonly body: number[] = [];
  private readonly types: WasmType[] = [];
  private readonly constants = new Map<string, Local>();

  constructor(
    private readonly parameterTypes: readonly WasmType[],
    private readonly resultTypes: readonly WasmType[],
    readonly options: BuilderOptions,
  ) {}

  get parameters(): Local[] {
    return this.parameterTypes.map((type, index) => ({ index, type }));
  }

  /** A new local, optionally with a first value. */
  local(type: WasmType, value?: Expression): Local {
    const local = { index: this.parameterTypes.length + this.types.length, type };
    this.types.push(type);
    if (value !== undefined) this.set(local, value);
    return local;
  }

  locals(count: number, type: WasmType): Local[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  /** Writes an instruction's opcode; immediates follow through {@link immediate} and the like. */
  op(name: Instruction): void {
    const code = OPCODES[name];
    if (code > 0xff) {
      this.body.push(code >> 16);
      unsigned(this.body, code & 0xffff);
    } else this.body.push(code);
  }

  /** An unsigned immediate. */
  immediate(value: number): void {
    unsigned(this.body, value);
  }

  /** Leaves the value of an expression on the stack. */
  push(expression: Expression): void {
    if (typeof expression === 'number') {
      this.op('i32.const');
      signed(this.body, expression);
    } else if (typeof expression === 'function') expression(this);
    else {
      this.op('local.get');
      this.immediate(expression.index);
    }
  }

  set(local: Local, value: Expression): void {
    this.push(value);
    this.op('local.set');
    this.immediate(local.index);
  }

  /** Adds to an `i32` local. */
  advance(local: Local, by: Expression): void {
    if (by === 0) return;
    this.push(local);
    this.push(by);
    this.op('i32.add');
    this.op('local.set');
    this.immediate(local.index);
  }

  access(instruction: MemoryInstruction, offset: number): void {
    this.op(instruction);
    this.immediate(alignmentOf(instruction) > 2 ? 2 : alignmentOf(instruction));
    this.immediate(offset);
  }

  store(instruction: MemoryInstruction, address: Expression, offset: number, value: Expression): void {
    this.push(address);
    this.push(value);
    this.access(instruction, offset);
  }

  lane(instruction: LaneInstruction, lane: number): void {
    this.op(instruction);
    this.body.push(lane);
  }

  /** Sixteen raw bytes: a shuffle's lanes. */
  bytes(values: readonly number[]): void {
    append(this.body, values);
  }

  f32(value: number): void {
    this.op('f32.const');
    int32(this.body, float32Bits(value));
  }

  f64(value: number): void {
    this.op('f64.const');
    float64(this.body, value);
  }

  /** A vector of four equal floats, set once before the body. */
  splat(value: number): Local {
    const bits = float32Bits(value);
    return this.constant([bits, bits, bits, bits]);
  }

  /** A vector of four equal integers, set once before the body. */
  splatBits(bits: number): Local {
    return this.constant([bits, bits, bits, bits]);
  }

  /** A vector constant of four 32-bit patterns, set once before the body. */
  constant(words: readonly [number, number, number, number]): Local {
    const key = words.join(',');
    const known = this.constants.get(key);
    if (known) return known;
    const local = this.local('v128');
    const code = OPCODES['v128.const'];
    this.prologue.push(code >> 16);
    unsigned(this.prologue, code & 0xffff);
    for (const word of words) int32(this.prologue, word);
    this.prologue.push(OPCODES['local.set']);
    unsigned(this.prologue, local.index);
    this.constants.set(key, local);
    return local;
  }

  /** `do body while (condition)`. The body writes itself and returns the condition. */
  loop(body: () => Expression): void {
    this.op('loop');
    this.body.push(0x40);
    const condition = body();
    this.push(condition);
    this.op('br_if');
    this.immediate(0);
    this.op('end');
  }

  /** Runs the body `count` times (a constant); with `count` 1 there is no loop, with 0 nothing. */
  repeat(count: number, body: () => void): void {
    if (count <= 0) return;
    if (count === 1) {
      body();
      return;
    }
    const counter = this.local('i32', count);
    this.loop(() => {
      body();
      this.advance(counter, -1);
      return counter;
    });
  }

  if(condition: Expression, then: () => void, otherwise?: () => void): void {
    this.push(condition);
    this.op('if');
    this.body.push(0x40);
    then();
    if (otherwise) {
      this.op('else');
      otherwise();
    }
    this.op('end');
  }

  /** `while (condition) body`. */
  while(condition: Expression, body: () => void): void {
    this.op('block');
    this.body.push(0x40);
    this.op('loop');
    this.body.push(0x40);
    this.push(condition);
    this.op('i32.eqz');
    this.op('br_if');
    this.immediate(1);
    body();
    this.op('br');
    this.immediate(0);
    this.op('end');
    this.op('end');
  }

  call(functionIndex: number, values: readonly Expression[]): void {
    for (const value of values) this.push(value);
    this.op('call');
    this.immediate(functionIndex);
  }

  /** The signature, for the type section. */
  signature(): number[] {
    const bytes = [0x60];
    for (const types of [this.parameterTypes, this.resultTypes]) {
      unsigned(bytes, types.length);
      for (const type of types) bytes.push(TYPE_CODES[type]);
    }
    return bytes;
  }

  /** The function's code with its size in front, in pieces that follow each other. */
  finish(): Chunks {
    const groups: { type: WasmType; count: number }[] = [];
    for (const type of this.types) {
      const last = groups[groups.length - 1];
      if (last?.type === type) last.count++;
      else groups.push({ type, count: 1 });
    }
    const locals: number[] = [];
    unsigned(locals, groups.length);
    for (const group of groups) {
      unsigned(locals, group.count);
      locals.push(TYPE_CODES[group.type]);
    }
    const code = [locals, this.prologue, this.body, [OPCODES.end]];
    const size: number[] = [];
    unsigned(size, sizeOfChunks(code));
    return [size, ...code];
  }
}

interface BuiltFunction {
  name: string;
  type: number;
  code: Chunks;
  exported: boolean;
}

export class ModuleBuilder {
  private readonly functions: BuiltFunction[] = [];
  private readonly signatures = new Map<string, number>();

  constructor(readonly options: BuilderOptions = { relaxed: false }) {}

  /** Adds a function and gives its index. */
  add(
    name: string,
    parameterTypes: readonly WasmType[],
    build: (f: FunctionBuilder, parameters: Local[]) => void,
    { exported = false, results = [] as readonly WasmType[] } = {},
  ): number {
    const builder = new FunctionBuilder(parameterTypes, results, this.options);
    build(builder, builder.parameters);
    const key = builder.signature().join(',');
    const type = this.signatures.get(key) ?? this.signatures.size;
    this.signatures.set(key, type);
    return this.functions.push({ name, type, code: builder.finish(), exported }) - 1;
  }

  /** The binary. The memory is imported as `host.memory`. */
  finish(): Uint8Array {
    const chunks: (readonly number[])[] = [[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]];
    const section = (id: number, contents: Chunks): void => {
      const head = [id];
      unsigned(head, sizeOfChunks(contents));
      chunks.push(head, ...contents);
    };
    const list = (id: number, items: Chunks, count = items.length): void => {
      const length: number[] = [];
      unsigned(length, count);
      section(id, [length, ...items]);
    };
    const indexed = (value: number): number[] => {
      const item: number[] = [];
      unsigned(item, value);
      return item;
    };
    const named = (text: string, rest: readonly number[]): number[] => {
      const item: number[] = [];
      encodeName(item, text);
      append(item, rest);
      return item;
    };
    list(
      1,
      [...this.signatures.keys()].map((key) => key.split(',').map(Number)),
    );
    // One import: a memory of any size (limits without a maximum, from 0 pages).
    list(2, [named('host', named('memory', [0x02, 0x00, 0x00]))]);
    list(
      3,
      this.functions.map((f) => indexed(f.type)),
    );
    list(
      7,
      this.functions.flatMap((f, index) => (f.exported ? [named(f.name, [0x00, ...indexed(index)])] : [])),
    );
    list(
      10,
      this.functions.flatMap((f) => f.code),
      this.functions.length,
    );
    // The names of the functions, for profilers and for the printer.
    const names: number[] = [];
    unsigned(names, this.functions.length);
    this.functions.forEach((f, index) => {
      append(names, indexed(index));
      append(names, named(f.name, []));
    });
    const head = [1];
    unsigned(head, names.length);
    section(0, [named('name', head), names]);
    const bytes = new Uint8Array(sizeOfChunks(chunks));
    let end = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, end);
      end += chunk.length;
    }
    return bytes;
  }
}
