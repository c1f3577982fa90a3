/** Graphs of 10,000 nodes: what is sound compiles and runs, what is not is told, both in time. */
import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '../engine/document/types';
import { wasm } from '../engine/testing/backends';
import { named, namesOf } from '../engine/testing/documents';
import { expectNear } from '../engine/testing/expect';
import { openSession, train } from '../engine/testing/sessions';
import { chain, timedCheck } from './long-graphs';

const activations = () => chain(['activation'], { function: 'tanh' });

/** Everything the check says of a changed chain of activations; it takes less than two seconds. */
function problemsOf(change: (document: GraphDocument) => void) {
  const document = activations();
  change(document);
  const { checked, milliseconds } = timedCheck(document);
  expect(milliseconds).toBeLessThan(2000);
  for (const { message, where } of checked.diagnostics) {
    expect(message).not.toMatch(/undefined|\{\w+\}/);
    expect(where.nodeId === null || typeof where.nodeId === 'string').toBe(true);
  }
  return checked.diagnostics;
}

test.each([
  ['activations', activations],
  ['arithmetic nodes', () => chain(['add', 'negate', 'multiply'])],
  ['layers', () => chain(['dense', 'batchNorm', 'activation'], { units: 3 })],
])('a chain of 10,000 %s is checked in less than two seconds of the processor', (_, make) => {
  const { checked, milliseconds } = timedCheck(make());
  expect(checked.nodes).toHaveLength(10_003);
  expect(checked.ok).toBe(true);
  expect(milliseconds).toBeLessThan(2000);
});

test('a chain of 10,000 activations compiles and gives what it stands for', async () => {
  const session = train(await openSession(activations(), wasm.backend), 1);
  let expected = 0.5;
  for (let i = 0; i < 10_000; i++) expected = Math.tanh(expected);
  expectNear([session.loss], [expected], { relative: 1e-4 });
});

describe('a chain of 10,000 nodes', () => {
  test('that ends where it begins is one circle, told once, with the way round cut short', () => {
    const problems = problemsOf(({ edges }) => {
      Object.assign(edges[0] as GraphDocument['edges'][0], { source: 'n9999', sourceHandle: 'y' });
    });
    const circles = named(problems, 'cycle');
    expect(circles).toHaveLength(1);
    expect(circles[0]?.where.nodeId).toMatch(/^n\d+$/);
    expect(circles[0]?.message.length).toBeLessThan(300);
  });

  test('with five thousand circles of two has each of them told', () => {
    const problems = problemsOf(({ edges }) => {
      for (let i = 0; i < 10_000; i += 2) {
        Object.assign(edges[i] as GraphDocument['edges'][0], { source: `n${i + 1}`, sourceHandle: 'y' });
      }
    });
    expect(named(problems, 'cycle')).toHaveLength(5000);
  });

  test('that all have one id are told to be doubled', () => {
    const problems = problemsOf(({ nodes }) => {
      for (const node of nodes.slice(1, -2)) node.id = 'same';
    });
    expect(named(problems, 'duplicateNode').length).toBeGreaterThan(0);
    expect(named(problems, 'duplicateNode').every(({ where }) => where.nodeId === 'same')).toBe(true);
  });

  test('whose wires all have one id are told to be doubled', () => {
    const problems = problemsOf(({ edges }) => {
      for (const edge of edges) edge.id = 'same';
    });
    expect(namesOf(problems)).toContain('duplicateEdge');
  });

  test('that all feed one input are told to be too many', () => {
    const problems = problemsOf(({ edges }) => {
      for (const edge of edges) Object.assign(edge, { target: 'mean', targetHandle: 'x' });
    });
    expect(named(problems, 'inputTaken').map(({ where }) => where.nodeId)).toEqual(['mean']);
  });

  test('whose wires lead nowhere name each of them', () => {
    const problems = problemsOf(({ edges }) => {
      for (const edge of edges) edge.source = `ghost_${edge.target}`;
    });
    expect(named(problems, 'edgeEnd')).toHaveLength(10_002);
  });
});
