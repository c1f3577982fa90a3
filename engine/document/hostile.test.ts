/** Foreign files: whatever stands in them, a whole document or a typed problem comes out, soon, and nothing else is touched. */
import { describe, expect, test } from 'vitest';
import { Stream } from '../core/rng';
import { cpuTime } from '../testing/cpu-time';
import { check, namesOf } from '../testing/documents';
import { examples } from '../testing/examples';
import { printDocument } from './print';
import { readDocument } from './read';
import { JSON_LIMITS, scanJson } from './scan';

const [example] = examples.filter(({ name }) => name.startsWith('hello'));
const TEXT = example?.text ?? '';

/** Reads it, and checks what holds for every text. Gives the name of the first problem, or null. */
function survive(text: string): string | null {
  const result = readDocument(text);
  if (!result.ok) {
    expect(result.diagnostics.length).toBeGreaterThan(0);
    for (const { code, message } of result.diagnostics) {
      expect(code).toMatch(/^ZL[13]/);
      expect(message.length).toBeLessThan(600);
    }
    return namesOf(result.diagnostics)[0] ?? null;
  }
  check(result.value);
  const printed = printDocument(result.value);
  const again = readDocument(printed);
  expect(again.ok && printDocument(again.value)).toBe(printed);
  return null;
}

test.each(examples)('$name cut at any place is refused as broken JSON', ({ text }) => {
  // Files end in a newline that nothing depends on.
  for (let length = 0; length < text.length - 1; length++) {
    const result = readDocument(text.slice(0, length));
    if (result.ok || result.diagnostics[0]?.code !== 'ZL103') expect.fail(`cut at ${length}`);
  }
  expect(readDocument(text.slice(0, -1)).ok).toBe(true);
});

test('a flipped bit gives a whole document or a typed problem', () => {
  const bytes = new TextEncoder().encode(TEXT);
  const stream = new Stream(1, 'bit flips');
  const decoder = new TextDecoder();
  let refused = 0;
  for (let i = 0; i < 1500; i++) {
    const flipped = bytes.slice();
    const place = stream.integer(bytes.length);
    flipped[place] = (flipped[place] as number) ^ (1 << stream.integer(8));
    if (survive(decoder.decode(flipped)) !== null) refused++;
  }
  expect(refused).toBeGreaterThan(300);
  expect(refused).toBeLessThan(1500);
});

test('a piece that is missing or doubled gives a whole document or a typed problem', () => {
  const stream = new Stream(2, 'pieces');
  for (let i = 0; i < 500; i++) {
    const [a, b] = [stream.integer(TEXT.length), stream.integer(200)];
    survive(TEXT.slice(0, a) + TEXT.slice(a + b));
    survive(TEXT.slice(0, a + b) + TEXT.slice(a));
  }
});

describe('nesting', () => {
  test.each([10, 100, 5000, 100_000, 1_000_000])('of %d levels is refused before anything recurses', (depth) => {
    const deep = depth > JSON_LIMITS.depth;
    const milliseconds = cpuTime(() => {
      expect(survive('['.repeat(depth) + ']'.repeat(depth))).toBe(deep ? 'fileTooDeep' : 'fileShape');
      const objects = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
      expect(survive(objects)).toBe(deep ? 'fileTooDeep' : 'fileNotGraph');
    });
    expect(milliseconds).toBeLessThan(2000);
  });

  test('inside a node’s data is refused too', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(survive(TEXT.replace('"initialValue": 0', `"initialValue": ${deep}`))).toBe('fileTooDeep');
  });

  test('up to the limit is read, and can be printed', () => {
    const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
    expect(survive(TEXT.replace('"initialValue": 0', `"later": ${deep}`))).toBeNull();
  });
});

describe('keys that stand twice', () => {
  test.each([
    ['{ "format": "zlens-graph", "format": "zlens-graph" }', 'line 1, column 28'],
    ['{ "a": 1,\n "\\u0061": 2 }', 'line 2, column 2'],
    ['{ "__proto__": 1, "__proto__": 2 }', 'line 1, column 19'],
  ])('%s are refused', (text, place) => {
    const [problem] = readDocument(text).diagnostics;
    expect(problem?.code).toBe('ZL108');
    expect(problem?.message).toContain(place);
  });

  test('in different objects are fine', () => {
    expect(scanJson('[{ "a": { "a": 1 } }, { "a": 2 }]')).toBeNull();
  });
});

test.each(['1e999', '-1e999', '123456789e400'])('the number %s is refused rather than read as infinity', (number) => {
  expect(survive(TEXT.replace('"seed": 1', `"seed": ${number}`))).toBe('fileNotJson');
});

test('a byte-order mark at the start is no problem, elsewhere it is', () => {
  expect(survive(`\uFEFF${TEXT}`)).toBeNull();
  expect(survive(`\uFEFF\uFEFF${TEXT}`)).toBe('fileNotJson');
  expect(survive(`{ \uFEFF"a": 1 }`)).toBe('fileNotJson');
});

test('lone surrogates are kept as they are', () => {
  for (const name of ['\ud800', 'a\udc00b', '\\ud800', '\\udfff\\ud800']) {
    const text = TEXT.replace('"Hello graph"', `"${name}"`);
    expect(survive(text)).toBeNull();
    const result = readDocument(text);
    expect(result.ok && result.value.name).toBe(JSON.parse(`"${name}"`));
  }
});

describe('names that live on prototypes', () => {
  const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const poison = '{ "polluted": true, "units": 3 }';
  const untouched = (): void => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  };

  test.each(NAMES)('%s as a key at any level touches no prototype', (name) => {
    const [node, edge, run] = ['"type": "square"', '"source": "w"', '"batchSize": 1'];
    for (const place of ['"format"', node, edge, run, '"initialValue": 0', '"x": 24']) {
      const text = TEXT.replace(place, `"${name}": ${poison}, ${place}`);
      expect(text).not.toBe(TEXT);
      expect(survive(text)).toBeNull();
      const result = readDocument(text);
      expect(result.ok && printDocument(result.value)).toContain(`"${name}"`);
      untouched();
    }
  });

  test.each(NAMES)('%s as an id, a type, a port or a wire’s end is a typed problem or nothing', (name) => {
    for (const [from, to] of [
      ['"id": "w"', `"id": "${name}"`],
      ['"type": "square"', `"type": "${name}"`],
      ['"sourceHandle": "value"', `"sourceHandle": "${name}"`],
      ['"targetHandle": "x"', `"targetHandle": "${name}"`],
      ['"source": "w"', `"source": "${name}"`],
      ['"algorithm": "sgd"', `"algorithm": "${name}"`],
      ['"schedule": "constant"', `"schedule": "${name}"`],
    ] as const) {
      const text = TEXT.replace(from, to);
      expect(text).not.toBe(TEXT);
      const result = readDocument(text);
      if (result.ok) expect(check(result.value).diagnostics.length).toBeGreaterThan(0);
      untouched();
    }
  });
});

describe('large files', () => {
  const timed = (text: string): { name: string | null; milliseconds: number } => {
    let name: string | null = null;
    const milliseconds = cpuTime(() => {
      name = namesOf(readDocument(text).diagnostics)[0] ?? null;
    });
    return { name, milliseconds };
  };

  test('beyond the limit of size are refused before they are looked at', () => {
    const { name, milliseconds } = timed(`"${'x'.repeat(JSON_LIMITS.bytes)}"`);
    expect(name).toBe('fileTooLarge');
    expect(milliseconds).toBeLessThan(2000);
  });

  test.each([
    ['one long text', `"${'x'.repeat(8_000_000)}"`],
    ['a text of escapes', `"${'\\u0041'.repeat(1_000_000)}"`],
    ['many small numbers', `[${'1,'.repeat(2_000_000)}1]`],
    ['many keys', `{${Array.from({ length: 300_000 }, (_, i) => `"k${i}":0`).join()}}`],
    ['many lines', `[${'\n'.repeat(3_000_000)}`],
    ['a long number', `[${'9'.repeat(300)}, ${'1'.repeat(2_000_000)}]`],
    ['an open text', `["${'\\'.repeat(2_000_001)}`],
    ['spaces', ' '.repeat(8_000_000)],
  ])('of %s are read or refused within two seconds', (_, text) => {
    const { name, milliseconds } = timed(text);
    expect(name).not.toBeNull();
    expect(milliseconds).toBeLessThan(2000);
  });

  test('with too many nodes or edges say how many', () => {
    const many = `[${'{},'.repeat(20_000)}{}]`;
    expect(timed(`{ "format": "zlens-graph", "version": 1, "nodes": ${many} }`).name).toBe('fileTooMany');
  });
});

test('what no JSON has is refused with its line and column', () => {
  for (const [text, place] of [
    ['{ "a": 1, }', 'line 1, column 11'],
    ["{ 'a': 1 }", 'line 1, column 3'],
    ['{ "a": 01 }', 'line 1, column 9'],
    ['{ "a": .5 }', 'line 1, column 8'],
    ['{ "a": +1 }', 'line 1, column 8'],
    ['{ "a": NaN }', 'line 1, column 8'],
    ['{ "a": Infinity }', 'line 1, column 8'],
    ['{ "a": "\t" }', 'line 1, column 9'],
    ['{ "a": "\\x41" }', 'line 1, column 10'],
    ['{ "a": 1 } x', 'line 1, column 12'],
    ['{ "a": 1 // no\n }', 'line 1, column 10'],
    ['[1 2]', 'line 1, column 4'],
    ['[1, 2}', 'line 1, column 6'],
    ['\n\n  tru', 'line 3, column 3'],
    ['', 'line 1, column 1'],
  ] as const) {
    expect(() => JSON.parse(text)).toThrow();
    const [problem] = readDocument(text).diagnostics;
    expect(problem?.code, text).toBe('ZL103');
    expect(problem?.message, text).toContain(place);
  }
});

test('the scan takes just what JSON.parse takes, but for what it is there to refuse', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '1',
    '-0.5e-3',
    'true',
    'null',
    ' ',
    '"\\n"',
    '01',
    'x',
    '"',
  ];
  const stream = new Stream(3, 'json pieces');
  let taken = 0;
  for (let i = 0; i < 20_000; i++) {
    const text = Array.from({ length: 1 + stream.integer(9) }, () => pieces[stream.integer(pieces.length)]).join('');
    const problem = scanJson(text);
    let parses = true;
    try {
      JSON.parse(text);
    } catch {
      parses = false;
    }
    if (problem?.code === 'ZL108') continue;
    if ((problem === null) !== parses) expect.fail(`${text}: ${problem?.message ?? 'taken'}`);
    if (parses) taken++;
  }
  expect(taken).toBeGreaterThan(500);
});
