import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../core/diagnostics';
import type { ParameterSpec, ParameterSpecs } from '../core/parameters';
import { INITIALIZERS } from '../nodes/initializers';
import { namesOf } from '../testing/documents';
import { checkParameter, describeRange, resolveParameters } from './parameters';

const common = { title: 'Title', help: 'Help.' };
const number: ParameterSpec = { kind: 'number', ...common, default: 1, min: 0, max: 1, exclusiveMax: true };
const integer: ParameterSpec = { kind: 'integer', ...common, default: 1, min: 1, max: 9 };
const boolean: ParameterSpec = { kind: 'boolean', ...common, default: true };
const choice: ParameterSpec = { kind: 'choice', ...common, default: 'a', choices: [{ value: 'a', title: 'A' }] };
const text: ParameterSpec = { kind: 'text', ...common, default: '', maxLength: 3 };
const column: ParameterSpec = { kind: 'text', ...common, default: '', orIndex: true };
const numbers: ParameterSpec = { kind: 'numbers', ...common, default: 1, maxLength: 2, min: 0 };
const nullable: ParameterSpec = { ...numbers, nullable: true, integer: true };
const initializer: ParameterSpec = { kind: 'initializer', ...common, default: 'zeros' };

describe('a value', () => {
  test.each<[ParameterSpec, unknown]>([
    [number, 0],
    [number, 0.999],
    [integer, 9],
    [boolean, false],
    [choice, 'a'],
    [text, 'abc'],
    [column, 'abc'],
    [column, 4],
    [numbers, 0],
    [numbers, [1, 2.5]],
    [numbers, []],
    [nullable, null],
    [initializer, 'heNormal'],
    [initializer, { name: 'randomNormal', stddev: 0.1 }],
    [initializer, { name: 'zeros' }],
  ])('of %o may be %j', (spec, value) => {
    expect(checkParameter(spec, value, INITIALIZERS)).toBeNull();
  });

  test.each<[ParameterSpec, unknown, string]>([
    [number, 1, 'parameterRange'],
    [number, -0.1, 'parameterRange'],
    [number, '0.5', 'parameterType'],
    [number, Number.NaN, 'parameterType'],
    [number, Number.POSITIVE_INFINITY, 'parameterType'],
    [integer, 1.5, 'parameterType'],
    [integer, 0, 'parameterRange'],
    [boolean, 1, 'parameterType'],
    [choice, 'b', 'parameterChoice'],
    [choice, 3, 'parameterChoice'],
    [text, 'abcd', 'parameterRange'],
    [text, 5, 'parameterType'],
    [column, -1, 'parameterType'],
    [column, 0.5, 'parameterType'],
    [numbers, null, 'parameterType'],
    [numbers, [1, 2, 3], 'parameterRange'],
    [numbers, [1, -1], 'parameterRange'],
    [numbers, [1, 'x'], 'parameterType'],
    [nullable, 1.5, 'parameterType'],
    [initializer, 'magic', 'parameterChoice'],
    [initializer, 4, 'parameterType'],
    [initializer, { name: 'randomNormal', stddev: -1 }, 'parameterRange'],
    [initializer, { name: 'randomNormal', spread: 1 }, 'parameterType'],
    [initializer, { name: 'constructor' }, 'parameterChoice'],
    [initializer, 'toString', 'parameterChoice'],
    [initializer, { name: 'randomNormal', valueOf: 1 }, 'parameterType'],
  ])('of %o may not be %j: %s', (spec, value, name) => {
    expect(checkParameter(spec, value, INITIALIZERS)?.name).toBe(name);
  });
});

test.each([
  [{ min: 1 }, '1 or more'],
  [{ max: 5 }, '5 or less'],
  [{ min: 0, max: 1 }, 'from 0 to 1'],
  [{ min: 0, max: 1, exclusiveMax: true }, 'from 0 to below 1'],
  [{ min: 0, exclusiveMin: true }, 'above 0'],
  [{ min: 0, max: 1, exclusiveMin: true }, 'above 0 and at most 1'],
  [{ min: 0, max: 1, exclusiveMin: true, exclusiveMax: true }, 'above 0 and below 1'],
])('the range %j reads "%s"', (range, expected) => {
  expect(describeRange(range)).toBe(expected);
});

const SPECS: ParameterSpecs = {
  base: { kind: 'number', ...common, default: 2 },
  twice: { kind: 'number', ...common, default: (before) => 2 * Number(before.base), max: 100 },
};

function resolve(data: Record<string, unknown>) {
  const diagnostics: Diagnostic[] = [];
  const values = resolveParameters('a', SPECS, data, INITIALIZERS, diagnostics);
  return { values, names: namesOf(diagnostics) };
}

test('a wrong value is told and replaced by its default, which follows those before it', () => {
  expect(resolve({ base: 5, twice: 'x' })).toEqual({ values: { base: 5, twice: 10 }, names: ['parameterType'] });
  expect(resolve({ base: 'x' })).toEqual({ values: { base: 2, twice: 4 }, names: ['parameterType'] });
});

test('the place of a column is read as its digits', () => {
  const diagnostics: Diagnostic[] = [];
  expect(resolveParameters('a', { column }, { column: 4 }, INITIALIZERS, diagnostics)).toEqual({ column: '4' });
  expect(diagnostics).toEqual([]);
});

test('names from the prototype of objects are unknown parameters like any other', () => {
  expect(resolve({ toString: 1, hasOwnProperty: 2 }).names).toEqual(['parameterUnknown', 'parameterUnknown']);
  expect(resolve(JSON.parse('{ "__proto__": { "base": 9 } }')).values.base).toBe(2);
});
