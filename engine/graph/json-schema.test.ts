import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDocument } from '../document/read';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { graphSchema, type JsonSchema } from './json-schema';

const schema = graphSchema(nodeRegistry, INITIALIZERS);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

type Rule = (value: unknown, argument: never, whole: JsonSchema) => boolean;

const number = (rule: (value: number, limit: number) => boolean): Rule =>
  ((value: unknown, limit: number) => typeof value !== 'number' || rule(value, limit)) as Rule;

/** The keywords that the schema uses, by their definition in the specification. */
const KEYWORDS: Readonly<Record<string, Rule>> = {
  type: (value, type: string) => TYPES[type]?.(value) ?? false,
  const: (value, wanted) => value === wanted,
  enum: (value, list: unknown[]) => list.includes(value),
  minimum: number((value, limit) => value >= limit),
  maximum: number((value, limit) => value <= limit),
  exclusiveMinimum: number((value, limit) => value > limit),
  exclusiveMaximum: number((value, limit) => value < limit),
  maxLength: (value, limit: number) => typeof value !== 'string' || value.length <= limit,
  minLength: (value, limit: number) => typeof value !== 'string' || value.length >= limit,
  minItems: (value, limit: number) => !Array.isArray(value) || value.length >= limit,
  pattern: (value, pattern: string) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  maxItems: (value, limit: number) => !Array.isArray(value) || value.length <= limit,
  items: (value, item: JsonSchema) => !Array.isArray(value) || value.every((each) => valid(item, each)),
  required: (value, names: string[]) => !isRecord(value) || names.every((name) => name in value),
  properties: (value, properties: Record<string, JsonSchema>) =>
    !isRecord(value) ||
    Object.entries(properties).every(([name, part]) => value[name] === undefined || valid(part, value[name])),
  additionalProperties: (value, _, whole) =>
    !isRecord(value) || Object.keys(value).every((name) => name in (whole.properties as object)),
  allOf: (value, parts: JsonSchema[]) => parts.every((part) => valid(part, value)),
  anyOf: (value, parts: JsonSchema[]) => parts.some((part) => valid(part, value)),
  oneOf: (value, parts: JsonSchema[]) => parts.filter((part) => valid(part, value)).length === 1,
  not: (value, part: JsonSchema) => !valid(part, value),
  if: (value, part: JsonSchema, whole) => !valid(part, value) || valid(whole.then as JsonSchema, value),
  $ref: (value, place: string) => valid(resolve(place), value),
};

const ANNOTATIONS = new Set(['$schema', '$defs', 'title', 'description', 'default', 'then']);

function resolve(place: string): JsonSchema {
  const found = place
    .slice(2)
    .split('/')
    .reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), schema);
  if (!isRecord(found)) throw new Error(`Nothing at ${place}.`);
  return found;
}

function valid(part: JsonSchema, value: unknown): boolean {
  return Object.entries(part).every(([keyword, argument]) => {
    if (ANNOTATIONS.has(keyword)) return true;
    const rule = KEYWORDS[keyword];
    if (!rule) throw new Error(`Unknown keyword "${keyword}".`);
    return rule(value, argument as never, part);
  });
}

const graph = (node: object, run?: object) => ({ format: 'zlens-graph', version: 1, nodes: [node], edges: [], run });

test('every example is valid', () => {
  const names = readdirSync('examples').filter((name) => name.endsWith('.json'));
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) {
    expect([name, valid(schema, JSON.parse(readFileSync(`examples/${name}`, 'utf8')))]).toEqual([name, true]);
  }
});

test.each([...nodeRegistry.keys()])('describes every parameter of %s, and accepts a node without any', (type) => {
  const specs = nodeRegistry.get(type)?.parameters ?? {};
  const described = resolve(`#/$defs/nodes/${type}`) as { properties: { data: { properties: object } } };
  expect(Object.keys(described.properties.data.properties)).toEqual(Object.keys(specs));
  expect(valid(schema, graph({ id: 'a', type }))).toBe(true);
  expect(valid(schema, graph({ id: 'a', type, data: {}, extra: { kept: true } }))).toBe(true);
});

test.each([
  ['an unknown type', graph({ id: 'a', type: 'dens' })],
  ['units as text', graph({ id: 'a', type: 'dense', data: { units: '5' } })],
  ['half a unit', graph({ id: 'a', type: 'dense', data: { units: 1.5 } })],
  ['no units', graph({ id: 'a', type: 'dense', data: { units: 0 } })],
  ['momentum above 1', graph({ id: 'a', type: 'batchNorm', data: { momentum: 1.01 } })],
  ['an unknown function', graph({ id: 'a', type: 'activation', data: { function: 'wave' } })],
  ['an unknown initializer', graph({ id: 'a', type: 'dense', data: { kernelInitializer: 'magic' } })],
  [
    'a setting no initializer has',
    graph({ id: 'a', type: 'dense', data: { kernelInitializer: { name: 'zeros', x: 1 } } }),
  ],
  ['an id with a space', graph({ id: 'a b', type: 'dense' })],
  ['steps and epochs', graph({ id: 'a', type: 'dense' }, { steps: 1, epochs: 1 })],
  ['a batch of none', graph({ id: 'a', type: 'dense' }, { batchSize: 0 })],
  ['another format', { ...graph({ id: 'a', type: 'dense' }), format: 'other' }],
  ['a version to come', { ...graph({ id: 'a', type: 'dense' }), version: 2 }],
])('refuses %s', (_, document) => {
  expect(valid(schema, document)).toBe(false);
});

test('accepts the label column by name and by its place', () => {
  for (const label of ['species', 4]) {
    expect(valid(schema, graph({ id: 'a', type: 'dataset', data: { source: 'csv', label } }))).toBe(true);
  }
  expect(valid(schema, graph({ id: 'a', type: 'dataset', data: { source: 'csv', label: -1 } }))).toBe(false);
});

test('accepts ids that are numbers, as React Flow counts its nodes', () => {
  expect(valid(schema, graph({ id: '1', type: 'dense' }))).toBe(true);
});

test('accepts an initializer by name and as an object', () => {
  for (const kernelInitializer of ['heNormal', { name: 'randomNormal', stddev: 0.1 }]) {
    expect(valid(schema, graph({ id: 'a', type: 'dense', data: { kernelInitializer } }))).toBe(true);
  }
});

test.each<[boolean, Record<string, unknown>]>([
  [true, { search: { parameters: [{ path: 'a.b', low: 0, high: 1 }], budget: { seconds: 1 } } }],
  [true, { search: { parameters: [{ path: 'a.b', choices: [1], when: { path: 'c.d', equals: null } }] } }],
  [true, { scripts: [{ name: 'a', text: '' }], lab: [{ expect: {} }], notes: 5 }],
  [true, { run: { stopWhen: { metric: 'loss', below: 0.1 } } }],
  [false, { search: { parameters: [{ path: 'a.b', low: 0 }] } }],
  [false, { search: { objective: { direction: 'up' } } }],
  [false, { scripts: [{ name: '', text: '' }] }],
  [false, { lab: [{}] }],
  [false, { run: { stopWhen: { metric: 'loss' } } }],
])('is %s for the parts beside the graph as they are read: %j', (fits, parts) => {
  const document = { format: 'zlens-graph', version: 1, nodes: [], ...parts };
  expect(valid(schema, document)).toBe(fits);
  expect(readDocument(JSON.stringify(document)).ok).toBe(fits);
});
