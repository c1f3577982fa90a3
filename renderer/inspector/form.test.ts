import { expect, test } from 'vitest';
import { nodeRegistry } from '../../engine';
import { entriesOf, type FormNode, sectionsOf } from './form';

const node = (type: string, data: Record<string, unknown> = {}): FormNode => {
  const specs = nodeRegistry.get(type)?.parameters;
  if (!specs) throw new Error(`There is no node type ${type}.`);
  return { specs, data };
};

const names = (nodes: readonly FormNode[]): string[] => entriesOf(nodes).map(({ name }) => name);

test('only what applies is in the form', () => {
  expect(names([node('optimizer', { algorithm: 'sgd' })])).not.toContain('beta1');
  expect(names([node('optimizer', { algorithm: 'adam' })])).toContain('beta1');
  expect(names([node('optimizer', { schedule: 'oneCycle' })])).toContain('peakAt');
  expect(names([node('dataset', { source: 'digits' })])).not.toContain('path');
});

test('nodes of one type have all in common, and tell where they differ', () => {
  const entries = entriesOf([node('dense', { units: 8 }), node('dense', { units: 16, useBias: false })]);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  expect(byName.get('units')).toMatchObject({ mixed: true, changed: true });
  expect(byName.get('kernelInitializer')).toMatchObject({ mixed: false, value: 'glorotUniform', changed: false });
  // The bias initializer has no effect where there is no bias.
  expect(byName.has('biasInitializer')).toBe(false);
});

test('nodes of several types have what means the same in each', () => {
  expect(names([node('dense'), node('conv2d')])).toEqual(expect.arrayContaining(['useBias', 'kernelInitializer']));
  expect(names([node('dense'), node('conv2d')])).not.toContain('units');
  expect(names([node('dense'), node('softmax')])).toEqual([]);
});

test('what nothing was changed in is folded where it is rarely touched', () => {
  const sections = sectionsOf(entriesOf([node('optimizer', { algorithm: 'adam' })]));
  expect(sections.map(({ title }) => title)).toEqual([null, 'Schedule', 'Averages', 'Weight decay and clipping']);
  expect(sections.map(({ advanced }) => advanced)).toEqual([false, false, true, true]);
  expect(sections.every(({ changed }) => changed === 0 || changed === 1)).toBe(true);
  const touched = sectionsOf(entriesOf([node('optimizer', { algorithm: 'adam', beta1: 0.8, clipNorm: 1 })]));
  expect(touched.map(({ changed }) => changed).slice(2)).toEqual([1, 1]);
});

test('every node type has a form whose parameters each stand in one part', () => {
  for (const [type, { parameters }] of nodeRegistry) {
    const entries = entriesOf([node(type)]);
    const inParts = sectionsOf(entries).flatMap((section) => section.entries.map(({ name }) => name));
    expect(new Set(inParts)).toEqual(new Set(entries.map(({ name }) => name)));
    expect(inParts.every((name) => name in parameters)).toBe(true);
  }
});
