import { beforeAll, expect, test } from 'vitest';
import { type CheckedGraph, createChecker, parseDocument } from '../../engine';
import { findExample } from '../examples';
import { lectureShape, shapesOf } from './shapes';

let checked: CheckedGraph;

beforeAll(async () => {
  const parsed = parseDocument(findExample('iris')?.text ?? '');
  if (!parsed.ok) throw new Error('The example does not open.');
  checked = await createChecker().check(parsed.value, {});
});

test('a layer shows both shapes, examples first and features first', () => {
  const batch = checked.batchSize;
  const node = checked.byId.get('dense_1');
  const [input, output] = [node?.inputs.x?.shape[1], node?.outputs.z?.shape[1]];
  expect(shapesOf(node)).toEqual({
    framework: `${batch}×${input} → ${batch}×${output}`,
    lecture: `${input}×${batch} → ${output}×${batch}`,
  });
});

test('data without inputs show what they give; a loss ends in one number', () => {
  const [data] = checked.nodes;
  expect(shapesOf(data)?.framework).toMatch(/^→ /);
  const loss = checked.nodes.find(({ definition }) => definition.role === 'loss');
  expect(shapesOf(loss)?.lecture).toMatch(/→ scalar$/);
});

test('pictures have no shape in lectures, and a node of unknown types has none', () => {
  expect(lectureShape([8, 28, 28, 1])).toBeNull();
  expect(lectureShape([60])).toEqual([1, 60]);
  expect(shapesOf(undefined)).toBeNull();
});
