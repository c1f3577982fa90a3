import { expect, test } from 'vitest';
import { helpText, parseArguments, type Usage } from './arguments';

const usage: Usage = {
  command: 'train',
  summary: 'Trains.',
  operands: ['GRAPH.json'],
  flags: [
    { kind: 'count', name: 'steps', min: 1, help: 'Steps.' },
    { kind: 'on', name: 'json', help: 'JSON.' },
    { kind: 'choice', name: 'backend', choices: ['wasm', 'reference'], help: 'Backend.' },
    { kind: 'text', name: 'output', short: 'o', value: 'FILE', help: 'Output.' },
    { kind: 'text', name: 'set', value: 'a=b', repeated: true, help: 'Setting.' },
  ],
};

function valuesOf(...argv: string[]) {
  const parsed = parseArguments(usage, argv);
  if (parsed.kind !== 'arguments') throw new Error(JSON.stringify(parsed));
  return parsed.values;
}

function problemOf(...argv: string[]): string {
  const parsed = parseArguments(usage, argv);
  return parsed.kind === 'wrong' ? parsed.problem.message : parsed.kind;
}

test('reads flags before and after the operand, with space or equals sign', () => {
  const values = valuesOf('--steps=20', 'g.json', '--json', '-o', 'out.csv', '--set', 'a.b=1', '--set=c.d=x=y');
  expect(values.operands).toEqual(['g.json']);
  expect(values.count('steps')).toBe(20);
  expect(values.has('json')).toBe(true);
  expect(values.text('output')).toBe('out.csv');
  expect(values.all('set')).toEqual(['a.b=1', 'c.d=x=y']);
  expect(values.has('backend')).toBe(false);
  expect(values.count('missing')).toBeUndefined();
});

test('takes what follows a double dash as operands', () => {
  expect(valuesOf('--', '--steps').operands).toEqual(['--steps']);
});

test('suggests the flag that was meant', () => {
  expect(problemOf('g.json', '--step', '3')).toBe('There is no flag "--step". Did you mean --steps?');
  expect(problemOf('g.json', '--jsno')).toContain('Did you mean --json?');
  expect(problemOf('g.json', '--qqqqqqqq')).toBe('There is no flag "--qqqqqqqq".');
  expect(problemOf('g.json', '--backend', 'wsam')).toContain('Did you mean wasm?');
});

test.each(['0', '-5', '1.5', 'ten', '', '9007199254740993', '1e400', 'Infinity', '0x10'])(
  'refuses %j as a number of steps',
  (text) => {
    expect(problemOf('g.json', `--steps=${text}`)).toContain('--steps must be a whole number from 1');
  },
);

test('takes 1e3 as a number of steps', () => {
  expect(valuesOf('g.json', '--steps', '1e3').count('steps')).toBe(1000);
});

test('refuses what is missing, doubled or too much', () => {
  expect(problemOf()).toBe('GRAPH.json is missing.');
  expect(problemOf('a.json', 'b.json')).toBe('"b.json" is one file too many.');
  expect(problemOf('a.json', '--steps')).toBe('--steps needs a value.');
  expect(problemOf('a.json', '--steps', '--json')).toBe('--steps needs a value, but "--json" follows.');
  expect(problemOf('a.json', '--steps', '1', '--steps', '2')).toBe('--steps is given twice.');
  expect(problemOf('a.json', '--json=yes')).toBe('--json takes no value.');
  expect(problemOf('a.json', '--output=')).toBe('--output needs a value.');
});

test('help names every flag with its value, and wins over mistakes after it', () => {
  expect(problemOf('--help', '--nonsense')).toBe('help');
  const help = helpText(usage);
  for (const part of [
    'zlens train GRAPH.json',
    '--steps N',
    '--backend wasm|reference',
    '-o, --output FILE',
    '--help',
  ]) {
    expect(help).toContain(part);
  }
});
