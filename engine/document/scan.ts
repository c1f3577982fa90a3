/**
 * The guarded door for foreign JSON: walks the text once with its own stack, before anything recursive touches it.
 *
 * It checks size, nesting and grammar, refuses keys that stand twice and numbers that overflow, and tells line and
 * column. Only then is the text handed to JSON.parse, which makes the values. What it is not: a parser.
 */
import { type Diagnostic, type DiagnosticName, diagnose, NOWHERE } from '../core/diagnostics';

export const JSON_LIMITS = { bytes: 64 * 2 ** 20, depth: 64 } as const;

type Limits = { bytes: number; depth: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LITERALS = ['true', 'false', 'null'];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;

interface Frame {
  close: '}' | ']';
  /** Keys seen, in an object. */
  keys: Set<string> | null;
}

class Scanner {
  private place = 0;
  private readonly stack: Frame[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: Limits,
  ) {}

  scan(): Diagnostic | null {
    const problem = this.values();
    if (problem) return problem;
    this.space();
    return this.place === this.text.length ? null : this.broken('there is more after its end');
  }

  /** One value and all that it holds. */
  private values(): Diagnostic | null {
    for (;;) {
      this.space();
      const opened = this.open();
      if (opened === 'nested') continue;
      if (opened) return opened;
      // A value ended: close what ends with it, then go on after a comma.
      for (;;) {
        const frame = this.stack.at(-1);
        if (!frame) return null;
        this.space();
        const next = this.text[this.place];
        if (next === ',') {
          this.place++;
          const problem = frame.keys ? this.key(frame.keys) : null;
          if (problem) return problem;
          break;
        }
        if (next !== frame.close) return this.broken(`"," or "${frame.close}" is missing`);
        this.place++;
        this.stack.pop();
      }
    }
  }

  /** Reads a scalar (null), goes into an object or a list ("nested"), or finds a problem. */
  private open(): 'nested' | Diagnostic | null {
    const first = this.text[this.place];
    if (first === '{' || first === '[') {
      if (this.stack.length >= this.limits.depth) return this.at('fileTooDeep', { limit: this.limits.depth });
      const frame: Frame = first === '{' ? { close: '}', keys: new Set() } : { close: ']', keys: null };
      this.place++;
      this.space();
      this.stack.push(frame);
      if (this.text[this.place] === frame.close) {
        this.place++;
        this.stack.pop();
        return null;
      }
      return (frame.keys && this.key(frame.keys)) ?? 'nested';
    }
    if (first === '"') return this.string();
    const literal = LITERALS.find((word) => this.text.startsWith(word, this.place));
    if (literal) {
      this.place += literal.length;
      return null;
    }
    return this.number();
  }

  private key(keys: Set<string>): Diagnostic | null {
    this.space();
    if (this.text.charCodeAt(this.place) !== QUOTE) return this.broken('a key in quotes is missing');
    const start = this.place;
    const problem = this.string();
    if (problem) return problem;
    const raw = this.text.slice(start, this.place);
    const key = String(JSON.parse(raw));
    if (keys.has(key)) {
      this.place = start;
      return this.at('fileDuplicateKey', { key });
    }
    keys.add(key);
    this.space();
    if (this.text[this.place] !== ':') return this.broken('":" is missing after a key');
    this.place++;
    return null;
  }

  private string(): Diagnostic | null {
    const start = this.place++;
    for (; this.place < this.text.length; this.place++) {
      const code = this.text.charCodeAt(this.place);
      if (code === QUOTE) {
        this.place++;
        return null;
      }
      if (code < 0x20) return this.broken('a text holds a control character');
      if (code !== BACKSLASH) continue;
      this.place++;
      const escaped = this.text[this.place];
      if (escaped === 'u') {
        if (!/^[0-9a-fA-F]{4}$/.test(this.text.slice(this.place + 1, this.place + 5))) {
          return this.broken('"\\u" needs four hexadecimal digits');
        }
        this.place += 4;
      } else if (escaped === undefined || !'"\\/bfnrt'.includes(escaped)) return this.broken('an unknown escape');
    }
    this.place = start;
    return this.broken('a text has no closing quote');
  }

  private number(): Diagnostic | null {
    NUMBER.lastIndex = this.place;
    const match = NUMBER.exec(this.text);
    if (!match) return this.broken(this.place < this.text.length ? 'a value is missing' : 'it ends too early');
    if (!Number.isFinite(Number(match[0]))) return this.broken('a number is too large');
    this.place = NUMBER.lastIndex;
    return null;
  }

  private space(): void {
    SPACE.lastIndex = this.place;
    SPACE.exec(this.text);
    this.place = SPACE.lastIndex;
  }

  private broken(detail: string): Diagnostic {
    return this.at('fileNotJson', { detail });
  }

  private at(name: DiagnosticName, values: Record<string, string | number>): Diagnostic {
    const before = this.text.slice(0, this.place);
    const line = before.split('\n').length;
    const column = this.place - before.lastIndexOf('\n');
    return diagnose(name, NOWHERE, { ...values, line, column });
  }
}

/** The first problem of a JSON text, or null. A byte-order mark at the start is no problem. */
export function scanJson(text: string, limits: Limits = JSON_LIMITS): Diagnostic | null {
  if (text.length > limits.bytes) {
    return diagnose('fileTooLarge', NOWHERE, { size: text.length, limit: limits.bytes });
  }
  return new Scanner(text, limits).scan();
}

/** Parses foreign JSON. */
export function parseJson(text: string, limits: Limits = JSON_LIMITS): { value: unknown } | { problem: Diagnostic } {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const problem = scanJson(clean, limits);
  return problem ? { problem } : { value: JSON.parse(clean) };
}
