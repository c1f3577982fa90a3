/** The command line's own parser: each command is described by a table, from which its help is printed too. */
import { type Diagnostic, diagnose, NOWHERE } from '../engine/index';
import { nearest } from './suggest';

interface FlagBase {
  name: string;
  /** One letter, as in `-o`. */
  short?: string;
  help: string;
}

/** `on`: without a value; `text`: any value; `choice`: one of a list; `count`: a whole number from `min`. */
export type Flag = FlagBase &
  (
    | { kind: 'on' }
    | { kind: 'text'; value: string; repeated?: boolean }
    | { kind: 'choice'; choices: readonly string[] }
    | { kind: 'count'; min: number }
  );

export interface Usage {
  command: string;
  summary: string;
  /** Names of what stands without a flag, all needed. */
  operands: readonly string[];
  flags: readonly Flag[];
  /** Lines below the help. */
  notes?: readonly string[];
}

/** Values of one command line, read by the names in its table. */
export class Arguments {
  constructor(
    readonly operands: readonly string[],
    private readonly values: ReadonlyMap<string, readonly string[]>,
  ) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  count(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }
}

export type Parsed =
  | { kind: 'arguments'; values: Arguments }
  | { kind: 'help' }
  | { kind: 'wrong'; problem: Diagnostic };

/** A mistake on the command line. */
export const usageProblem = (detail: string, hint: string): Diagnostic => diagnose('usage', NOWHERE, { detail, hint });

const hintOf = (usage: Usage): string => `See zlens ${usage.command} --help.`;

/** What is wrong with a flag's value, or null. */
function wrongValue(flag: Flag, value: string): string | null {
  if (flag.kind === 'choice' && !flag.choices.includes(value)) {
    const near = nearest(value, flag.choices);
    const meant = near ? ` Did you mean ${near}?` : '';
    return `--${flag.name} must be one of ${flag.choices.join(', ')}, but is "${value}".${meant}`;
  }
  if (flag.kind === 'count') {
    const number = Number(value);
    if (!/^\d+(e\d+)?$/i.test(value) || !Number.isSafeInteger(number) || number < flag.min) {
      return `--${flag.name} must be a whole number from ${flag.min}, but is "${value}".`;
    }
  }
  return value === '' && flag.kind === 'text' ? `--${flag.name} needs a value.` : null;
}

/** Parses what follows the command's name. */
export function parseArguments(usage: Usage, argv: readonly string[]): Parsed {
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  const wrong = (detail: string): Parsed => ({ kind: 'wrong', problem: usageProblem(detail, hintOf(usage)) });
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '--') {
      operands.push(...argv.slice(at + 1));
      break;
    }
    if (word === '--help' || word === '-h') return { kind: 'help' };
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const given = equals < 0 ? word : word.slice(0, equals);
    const flag = usage.flags.find(({ name, short }) => given === `--${name}` || (short && given === `-${short}`));
    if (!flag) {
      const near = nearest(given.replace(/^-+/, ''), [...usage.flags.map(({ name }) => name), 'help']);
      return wrong(`There is no flag "${given}".${near ? ` Did you mean --${near}?` : ''}`);
    }
    const repeated = flag.kind === 'text' && flag.repeated;
    if (values.has(flag.name) && !repeated) return wrong(`--${flag.name} is given twice.`);
    if (flag.kind === 'on') {
      if (equals >= 0) return wrong(`--${flag.name} takes no value.`);
      values.set(flag.name, []);
      continue;
    }
    const value = equals < 0 ? argv[++at] : word.slice(equals + 1);
    if (value === undefined) return wrong(`--${flag.name} needs a value.`);
    // A flag in the place of a value was hardly meant as one.
    if (equals < 0 && /^--?[a-z]/i.test(value)) return wrong(`--${flag.name} needs a value, but "${value}" follows.`);
    const problem = wrongValue(flag, value);
    if (problem) return wrong(problem);
    values.set(flag.name, [...(values.get(flag.name) ?? []), value]);
  }
  if (operands.length < usage.operands.length) return wrong(`${usage.operands[operands.length]} is missing.`);
  if (operands.length > usage.operands.length) {
    return wrong(`"${operands[usage.operands.length]}" is one file too many.`);
  }
  return { kind: 'arguments', values: new Arguments(operands, values) };
}

function placeholder(flag: Flag): string {
  if (flag.kind === 'on') return '';
  if (flag.kind === 'count') return ' N';
  return flag.kind === 'choice' ? ` ${flag.choices.join('|')}` : ` ${flag.value}`;
}

/** The help of one command. */
export function helpText(usage: Usage): string {
  const left = usage.flags.map((flag) => `${flag.short ? `-${flag.short}, ` : ''}--${flag.name}${placeholder(flag)}`);
  const width = Math.max(10, ...left.map(({ length }) => length)) + 2;
  const lines = usage.flags.map(({ help }, i) => `  ${(left[i] as string).padEnd(width)}${help}`);
  const call = ['zlens', usage.command, ...usage.operands, ...(usage.flags.length > 0 ? ['[flags]'] : [])].join(' ');
  const flags = [...lines, `  ${'-h, --help'.padEnd(width)}Show this.`];
  const notes = usage.notes?.length ? ['', ...usage.notes] : [];
  return `${usage.summary}\n\nUsage: ${call}\n\n${flags.join('\n')}\n${notes.map((line) => `${line}\n`).join('')}`;
}
