/**
 * Small sums in number fields: `2*64`, `1e-3/2`, `(28-4)^2`, `sqrt(2/784)`, `20%`. A parser of its own, by recursive
 * descent; nothing that is typed is ever run as a program.
 */
import { readNumber } from './format';

/** `at`: the place in the text that cannot be read, from 0; the text's length where something is missing. */
export type Evaluated =
  | { ok: true; value: number; isSum: boolean }
  | { ok: false; problem: 'empty' | 'syntax' | 'infinite'; at: number };

/** Longer sums are no sums any more; this also bounds how deep they are nested. */
const MOST_LETTERS = 200;

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  log: Math.log10,
  log2: Math.log2,
  abs: Math.abs,
  round: Math.round,
  floor: Math.floor,
  ceil: Math.ceil,
};
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, π: Math.PI, e: Math.E };

class SyntaxProblem extends Error {
  constructor(readonly at: number) {
    super('syntax');
  }
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  all(): number {
    const value = this.sum();
    if (this.at < this.text.length) throw new SyntaxProblem(this.at);
    return value;
  }

  private blanks(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  /** The one of these signs that comes next, which is then read; null where none does. */
  private sign(...signs: readonly string[]): string | null {
    this.blanks();
    const found = signs.find((sign) => this.text.startsWith(sign, this.at));
    if (found === undefined) return null;
    this.at += found.length;
    this.blanks();
    return found;
  }

  private sum(): number {
    let value = this.product();
    for (let sign = this.sign('+', '-'); sign !== null; sign = this.sign('+', '-')) {
      const right = this.product();
      value = sign === '+' ? value + right : value - right;
    }
    return value;
  }

  private product(): number {
    let value = this.signed();
    // `**` is a power: it is looked for first, in `power`.
    for (let sign = this.sign('*', '/'); sign !== null; sign = this.sign('*', '/')) {
      const right = this.signed();
      value = sign === '*' ? value * right : value / right;
    }
    return value;
  }

  /** A minus binds less than a power: −2² is −4. */
  private signed(): number {
    const sign = this.sign('+', '-');
    if (sign !== null) return sign === '-' ? -this.signed() : this.signed();
    return this.power();
  }

  private power(): number {
    const base = this.percent();
    return this.sign('**', '^') === null ? base : base ** this.signed();
  }

  private percent(): number {
    const value = this.atom();
    return this.sign('%') === null ? value : value / 100;
  }

  private atom(): number {
    this.blanks();
    const rest = this.text.slice(this.at);
    const number = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i.exec(rest)?.[0];
    if (number !== undefined) {
      this.at += number.length;
      return Number(number);
    }
    const name = /^\p{L}[\p{L}\d]*/u.exec(rest)?.[0].toLowerCase();
    if (name !== undefined) return this.named(name);
    return this.inBrackets();
  }

  private named(name: string): number {
    const constant = Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name] : undefined;
    const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (constant === undefined && !apply) throw new SyntaxProblem(this.at);
    this.at += name.length;
    return constant ?? (apply as (x: number) => number)(this.inBrackets());
  }

  private inBrackets(): number {
    const open = this.at;
    if (this.sign('(') === null) throw new SyntaxProblem(open);
    const value = this.sum();
    if (this.sign(')') === null) throw new SyntaxProblem(this.at);
    return value;
  }
}

/** Reads a number or a sum; typographic signs are understood. */
export function evaluate(text: string): Evaluated {
  const number = readNumber(text);
  if (number !== null) return { ok: true, value: number, isSum: false };
  const plain = text.trim().replace(/[×·]/g, '*').replace(/÷/g, '/').replace(/[−–]/g, '-');
  if (plain === '') return { ok: false, problem: 'empty', at: 0 };
  if (plain.length > MOST_LETTERS) return { ok: false, problem: 'syntax', at: MOST_LETTERS };
  try {
    const value = new Parser(plain).all();
    return Number.isFinite(value) ? { ok: true, value, isSum: true } : { ok: false, problem: 'infinite', at: 0 };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { ok: false, problem: 'syntax', at: error.at };
    throw error;
  }
}
