/** Prints a generated module as text, close to WebAssembly's own text format. Reads only what the assembler writes. */
import { type Immediate, type Instruction, immediateOf, OPCODES } from './opcodes';

const NAMES = new Map<number, Instruction>(
  (Object.keys(OPCODES) as Instruction[]).map((name) => [OPCODES[name], name]),
);
const TYPES: Readonly<Record<number, string>> = { 127: 'i32', 125: 'f32', 124: 'f64', 123: 'v128' };

/** Reads the binary from a place onwards. */
class Reader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    public place = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.place >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.place++] as number;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value >>> 0;
    }
  }

  signed(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return next & 0x40 && shift < 25 ? value | (-1 << (shift + 7)) : value;
    }
  }

  float32(): number {
    this.place += 4;
    return this.view.getFloat32(this.place - 4, true);
  }

  float64(): number {
    this.place += 8;
    return this.view.getFloat64(this.place - 8, true);
  }

  int32(): number {
    this.place += 4;
    return this.view.getInt32(this.place - 4, true);
  }

  text(): string {
    const length = this.unsigned();
    this.place += length;
    return String.fromCharCode(...this.bytes.subarray(this.place - length, this.place));
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.unsigned() }, read);
  }
}

interface Sections {
  types: { parameters: string[]; results: string[] }[];
  functions: number[];
  exports: Map<number, string>;
  bodies: { locals: string[]; start: number; end: number }[];
  names: Map<number, string>;
}

function readSections(bytes: Uint8Array): Sections {
  const reader = new Reader(bytes, 8);
  const type = (): string => TYPES[reader.byte()] ?? '?';
  const sections: Sections = { types: [], functions: [], exports: new Map(), bodies: [], names: new Map() };
  while (!reader.done) {
    const id = reader.byte();
    const end = reader.unsigned() + reader.place;
    if (id === 1) {
      sections.types = reader.list(() => {
        reader.byte();
        return { parameters: reader.list(type), results: reader.list(type) };
      });
    } else if (id === 3) sections.functions = reader.list(() => reader.unsigned());
    else if (id === 7) {
      reader.list(() => {
        const name = reader.text();
        reader.byte();
        sections.exports.set(reader.unsigned(), name);
      });
    } else if (id === 10) {
      sections.bodies = reader.list(() => {
        const bodyEnd = reader.unsigned() + reader.place;
        const locals = reader.list(() => {
          const count = reader.unsigned();
          return new Array<string>(count).fill(type());
        });
        const body = { locals: locals.flat(), start: reader.place, end: bodyEnd };
        reader.place = bodyEnd;
        return body;
      });
    } else if (id === 0 && reader.text() === 'name') {
      reader.byte();
      reader.unsigned();
      reader.list(() => sections.names.set(reader.unsigned(), reader.text()));
    }
    reader.place = end;
  }
  return sections;
}

const READ: Readonly<Record<Immediate, (reader: Reader) => string>> = {
  none: () => '',
  block(reader) {
    reader.byte();
    return '';
  },
  index: (reader) => ` ${reader.unsigned()}`,
  i32: (reader) => ` ${reader.signed()}`,
  f32: (reader) => ` ${reader.float32()}`,
  f64: (reader) => ` ${reader.float64()}`,
  memory(reader) {
    reader.unsigned();
    const offset = reader.unsigned();
    return offset === 0 ? '' : ` offset=${offset}`;
  },
  v128(reader) {
    const words = [reader.int32(), reader.int32(), reader.int32(), reader.int32()];
    return ` i32x4 ${words.map((word) => `0x${(word >>> 0).toString(16)}`).join(' ')}`;
  },
  shuffle: (reader) => ` ${Array.from({ length: 16 }, () => reader.byte()).join(' ')}`,
  lane: (reader) => ` ${reader.byte()}`,
};

/** A name in quotes: those of kernels hold attributes, with quotes of their own. */
const identifier = (name: string): string => `$"${name.replace(/["\\]/g, (sign) => `\\${sign}`)}"`;

function printBody(bytes: Uint8Array, start: number, end: number, names: Map<number, string>): string[] {
  const reader = new Reader(bytes, start);
  const lines: string[] = [];
  let depth = 2;
  // The last byte is the end of the function itself.
  while (reader.place < end - 1) {
    let code = reader.byte();
    if (code >= 0xfc) code = code * 0x10000 + reader.unsigned();
    const name = NAMES.get(code);
    if (!name) throw new Error(`Unknown opcode ${code.toString(16)}.`);
    if (name === 'end' || name === 'else') depth--;
    const before = reader.place;
    const immediate = READ[immediateOf(name)](reader);
    const called = name === 'call' ? names.get(new Reader(bytes, before).unsigned()) : undefined;
    lines.push(`${'  '.repeat(depth)}${name}${called === undefined ? immediate : ` ${identifier(called)}`}`);
    if (name === 'block' || name === 'loop' || name === 'if' || name === 'else') depth++;
  }
  return lines;
}

/** The whole module as text, one instruction a line. */
export function printModule(bytes: Uint8Array): string {
  const { types, functions, exports, bodies, names } = readSections(bytes);
  const lines = ['(module', '  (import "host" "memory" (memory 0))'];
  bodies.forEach((body, index) => {
    const type = types[functions[index] as number];
    const part = (word: string, list: readonly string[]): string =>
      list.length > 0 ? ` (${word} ${list.join(' ')})` : '';
    const exported = exports.has(index) ? ` (export "${exports.get(index)}")` : '';
    const signature = part('param', type?.parameters ?? []) + part('result', type?.results ?? []);
    lines.push(`  (func ${identifier(names.get(index) ?? '')}${exported}${signature}`);
    if (body.locals.length > 0) lines.push(`    (local ${body.locals.join(' ')})`);
    lines.push(...printBody(bytes, body.start, body.end, names), '  )');
  });
  return [...lines, ')', ''].join('\n');
}
