import { beforeEach, expect, test } from 'vitest';
import { parseDocument } from '../../engine';
import { findExample } from '../examples';
import { findNode } from './lookup';
import { resetParameters, setParameters } from './parameters';
import { currentDocument, endStep, loadDocument, undoEdit, useDocument } from './store';

const undoNames = (): string[] => useDocument.getState().history.past.map(({ name }) => name);
const data = (id: string): Record<string, unknown> => findNode(currentDocument(), id)?.data ?? {};

beforeEach(() => {
  const parsed = parseDocument(findExample('digits-batchnorm')?.text ?? '');
  if (!parsed.ok) throw new Error('The example does not open.');
  loadDocument(parsed.value);
});

test('a parameter of several nodes is one step, named by how many there are', () => {
  const before = currentDocument();
  setParameters(['dense_1', 'dense_2', 'dense_3'], 'units', 32);
  expect(['dense_1', 'dense_2', 'dense_3'].map((id) => data(id).units)).toEqual([32, 32, 32]);
  expect(undoNames()).toEqual(['Units of 3 nodes']);
  undoEdit();
  expect(currentDocument()).toBe(before);
});

test('typing in one field is one step, another field another one', () => {
  for (const units of [1, 12, 128]) setParameters(['dense_1'], 'units', units);
  setParameters(['dense_1'], 'useBias', true);
  expect(undoNames()).toEqual(['Units of dense_1', 'Bias of dense_1']);
});

test('a value that is there already is no step, whether it is written or the default', () => {
  const before = currentDocument();
  setParameters(['dense_1'], 'units', data('dense_1').units);
  setParameters(['dense_1', 'gone'], 'biasInitializer', 'zeros');
  setParameters(['gone'], 'units', 3);
  setParameters(['dense_1'], 'noSuchParameter', 3);
  expect(currentDocument()).toBe(before);
  expect(undoNames()).toEqual([]);
});

test('of several nodes only those that have the parameter change', () => {
  setParameters(['dense_1', 'softmax'], 'units', 7);
  expect(data('dense_1').units).toBe(7);
  expect(data('softmax').units).toBeUndefined();
});

test('a drag of a label is one step, the next drag another', () => {
  setParameters(['dense_1'], 'units', 10, 'scrub 1');
  setParameters(['dense_1'], 'units', 20, 'scrub 1');
  endStep();
  setParameters(['dense_1'], 'units', 30, 'scrub 2');
  expect(undoNames()).toHaveLength(2);
});

test('a default that follows the parameter moves along, unless it was set', () => {
  setParameters(['optimizer'], 'algorithm', 'adam');
  expect(data('optimizer').epsilon).toBe(1e-7);
  setParameters(['optimizer'], 'convention', 'pytorch');
  expect(data('optimizer').epsilon).toBe(1e-8);
});

test('a part of the form goes back to its defaults as one step', () => {
  setParameters(['optimizer'], 'clipNorm', 1);
  setParameters(['optimizer'], 'clipValue', 2);
  resetParameters('optimizer', { clipNorm: 0, clipValue: 0 });
  expect(data('optimizer')).toMatchObject({ clipNorm: 0, clipValue: 0 });
  expect(undoNames().at(-1)).toBe('reset optimizer');
  expect(undoNames()).toHaveLength(3);
});
