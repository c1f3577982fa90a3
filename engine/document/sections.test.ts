import { describe, expect, test } from 'vitest';
import { printDocument } from './print';
import { readDocument } from './read';
import type { GraphDocument } from './types';

const raw = (changes: Record<string, unknown>): string =>
  JSON.stringify({ format: 'zlens-graph', version: 1, nodes: [], ...changes });

function read(changes: Record<string, unknown>): GraphDocument {
  const result = readDocument(raw(changes));
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}

const SEARCH = {
  objective: { metric: 'accuracy', split: 'test', direction: 'max', reduce: 'best' },
  budget: { epochs: 3 },
  repeats: 2,
  parameters: [
    { path: 'optimizer.learningRate', scale: 'log', low: 1e-4, high: 1, points: 5 },
    { path: 'dense_1.units', type: 'integer', low: 4, high: 64, step: 4 },
    { path: 'bn.momentum', scale: 'oneMinusLog', low: 0.5, high: 0.999 },
    { path: 'optimizer.algorithm', choices: ['sgd', 'adam', { name: 'x' }, null] },
    { path: 'optimizer.beta1', low: 0, high: 0.9, when: { path: 'optimizer.algorithm', equals: 'adam' } },
  ],
};

test('search, scripts, lab, notes and a stop are read as they stand', () => {
  const parts = {
    search: SEARCH,
    scripts: [{ name: 'a.ts', text: 'run();\n' }],
    lab: [{ title: 'Loss falls', expect: { loss: { below: 1 } } }],
    notes: ['anything', { at: 1 }],
  };
  const document = read({ ...parts, run: { stopWhen: { metric: 'loss', below: 0.1 } } });
  expect(document).toMatchObject(parts);
  expect(document.run.stopWhen).toEqual({ metric: 'loss', below: 0.1 });
});

test('what is missing of a search takes its default', () => {
  expect(read({ search: {} }).search).toEqual({
    objective: { metric: 'loss', split: 'test', direction: 'min', reduce: 'last' },
    budget: {},
    repeats: 1,
    parameters: [],
  });
});

test('a part that is null is not there', () => {
  const document = read({ search: null, scripts: null, lab: null, run: { stopWhen: null } });
  for (const key of ['search', 'scripts', 'lab']) expect(document).not.toHaveProperty(key);
  expect(document.run).not.toHaveProperty('stopWhen');
});

test('keys of the parts that this version does not know are kept', () => {
  const parts = {
    search: { ...SEARCH, sampler: 'tpe', parameters: [{ path: 'a.b', choices: [1], colour: 'red' }] },
    scripts: [{ name: 'a', text: '', pinned: true }],
    lab: [{ expect: null, points: 3 }],
    run: { stopWhen: { metric: 'loss', above: 9, patience: 3 } },
  };
  const document = read(parts);
  expect(document).toMatchObject(parts);
  const again = readDocument(printDocument(document));
  expect(again.ok && again.value).toEqual(document);
});

test('parts are printed with one item a line, in one order of keys', () => {
  const turned = Object.fromEntries(Object.entries(SEARCH).reverse());
  const flipped = { ...turned, objective: Object.fromEntries(Object.entries(SEARCH.objective).reverse()) };
  const text = printDocument(read({ search: SEARCH, scripts: [{ name: 'a', text: 'b' }], lab: [] }));
  expect(printDocument(read({ lab: [], scripts: [{ text: 'b', name: 'a' }], search: flipped }))).toBe(text);
  expect(text).toContain(`
  "search": {
    "objective": { "metric": "accuracy", "split": "test", "direction": "max", "reduce": "best" },
    "budget": { "epochs": 3 },
    "repeats": 2,
    "parameters": [
      { "path": "optimizer.learningRate", "scale": "log", "low": 0.0001, "high": 1, "points": 5 },
`);
  expect(text).toContain(`
  "scripts": [
    { "name": "a", "text": "b" }
  ],
  "lab": []`);
});

const SCRIPT = { name: 'a', text: '' };
const first = (parameter: unknown): Record<string, unknown> => ({ search: { parameters: [parameter] } });

describe('a broken part is refused with its place', () => {
  test.each<[string, Record<string, unknown>]>([
    ['"search" must be an object, but is 5', { search: 5 }],
    ['"search.repeats" must be a whole number from 1, but is 0', { search: { repeats: 0 } }],
    ['"search.objective" must be an object, but is "loss"', { search: { objective: 'loss' } }],
    ['"search.objective.split" must be "train", "test" or "all"', { search: { objective: { split: 'half' } } }],
    ['"search.budget" must be one of steps, epochs and seconds', { search: { budget: { steps: 1, seconds: 1 } } }],
    ['"search.budget.seconds" must be a number above 0', { search: { budget: { seconds: 0 } } }],
    ['"search.parameters" must be a list', { search: { parameters: {} } }],
    ['"search.parameters[0]" must be an object, but is null', first(null)],
    ['"search.parameters[0].path" must be nodeId.parameter, but is missing', first({ low: 0, high: 1 })],
    ['"search.parameters[0].high" must be a number, but is missing', first({ path: 'a.b', low: 0 })],
    ['"search.parameters[0].low" must be a whole number', first({ path: 'a.b', type: 'integer', low: 0.5, high: 1 })],
    ['"search.parameters[0].high" must be 2 or more, but is 1', first({ path: 'a.b', low: 2, high: 1 })],
    ['must be above 0 on a log scale', first({ path: 'a.b', low: 0, high: 1, scale: 'log' })],
    ['must be below 1 on the log scale', first({ path: 'a.b', low: 0, high: 1, scale: 'oneMinusLog' })],
    ['"search.parameters[0].choices" must be a list of 1', first({ path: 'a.b', choices: [] })],
    ['"search.parameters[0].when.equals" must be a value', first({ path: 'a.b', choices: [1], when: { path: 'c.d' } })],
    ['"scripts" must be a list', { scripts: {} }],
    ['"scripts[0].name" must be a text', { scripts: [{ name: '', text: '' }] }],
    ['"scripts[1].name" must be a name of its own, but is "a"', { scripts: [SCRIPT, SCRIPT] }],
    ['"scripts[0].text" must be a text', { scripts: [{ name: 'a', text: 1 }] }],
    ['"lab[1]" must be an object with "expect"', { lab: [{ expect: 1 }, { expects: 1 }] }],
    ['"run.stopWhen" must be an object, but is true', { run: { stopWhen: true } }],
    ['"run.stopWhen.metric" must be "loss" or the id', { run: { stopWhen: { below: 1 } } }],
    ['"run.stopWhen" must be an object with below, above or patience', { run: { stopWhen: { metric: 'loss' } } }],
    ['"run.stopWhen.above" must be a number, but is "x"', { run: { stopWhen: { metric: 'loss', above: 'x' } } }],
    ['"parentId" of the node "a" must be a text', { nodes: [{ id: 'a', type: 'dense', parentId: 5 }] }],
  ])('%s', (message, changes) => {
    const result = readDocument(raw(changes));
    expect(result.ok).toBe(false);
    expect(result.diagnostics.map(({ code }) => code)).toContain('ZL106');
    expect(result.diagnostics.map((problem) => problem.message).join('\n')).toContain(message);
  });
});
