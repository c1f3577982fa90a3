/** What holds for every node type and every operation there is: these tests go through the tables. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ParameterSpec, withDefaults } from '../engine/core/parameters';
import { sizeOf } from '../engine/core/shape';
import { checkParameter } from '../engine/graph/parameters';
import type { Mode } from '../engine/graph/types';
import { verify } from '../engine/ir/verifier';
import { nodeCategories, nodeRegistry } from '../engine/nodes/index';
import { INITIALIZERS } from '../engine/nodes/initializers';
import { ALGORITHMS } from '../engine/nodes/optimizers/algorithms';
import { ops } from '../engine/ops/index';
import { lower } from '../engine/passes/lower';
import { nodeCases } from '../engine/testing/node-cases';

const NAME = /^[a-z][A-Za-z0-9]*$/;
const types = [...nodeRegistry.values()];

describe.each(types)('the node $type', (node) => {
  test('is named, and registered under its name', () => {
    expect(node.type).toMatch(NAME);
    expect(nodeRegistry.get(node.type)).toBe(node);
    expect(node.idStem).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(node.title).toMatch(/^[A-Z]/);
    expect(nodeCategories.map(({ id }) => id)).toContain(node.category);
  });

  test('explains itself: whole sentences, and a formula if it computes something', () => {
    const { text, formula, references } = node.documentation;
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text.length).toBeGreaterThan(20);
    expect(text.length).toBeLessThan(400);
    if (node.category !== 'data' && node.category !== 'structure' && node.type !== 'activation')
      expect(formula).toMatch(/\S/);
    for (const { title, url } of references) {
      expect(title.length).toBeGreaterThan(5);
      if (url !== undefined) expect(new URL(url).protocol).toBe('https:');
    }
  });

  test('explains every value of the choices that it explains', () => {
    for (const { parameter, values } of node.documentation.choices ?? []) {
      const spec = node.parameters[parameter];
      const known = spec?.kind === 'choice' ? spec.choices.map(({ value }) => value) : [];
      expect(Object.keys(values).sort()).toEqual([...known].sort());
      for (const { formulas, references } of Object.values(values)) {
        expect(formulas.length).toBeGreaterThan(0);
        expect(references.length).toBeGreaterThan(0);
        for (const { formula } of formulas) expect(formula).toMatch(/\S/);
        for (const { url } of references) if (url !== undefined) expect(new URL(url).protocol).toBe('https:');
      }
    }
  });

  test('has an icon in the interface', () => {
    const icons = readFileSync(new URL('../renderer/ui/icons.tsx', import.meta.url), 'utf8');
    expect(icons).toMatch(new RegExp(`^  ${node.icon}: `, 'm'));
  });

  test('has ports with names of their own', () => {
    for (const ports of [node.inputs, node.outputs]) {
      const names = ports.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(NAME);
    }
    // An output gives one kind; a maths node may give a number where it is told a tensor.
    for (const { kinds } of node.outputs) expect(kinds.length).toBe(1);
    for (const { kinds } of node.inputs) expect(kinds.length).toBeGreaterThan(0);
  });

  test('has defaults that its own schema takes', () => {
    for (const [name, value] of Object.entries(withDefaults(node.parameters, {}))) {
      expect(checkParameter(node.parameters[name] as ParameterSpec, value, INITIALIZERS), name).toBeNull();
    }
  });

  test('has parameters with titles, help, and conditions on parameters that stand before them', () => {
    const before: string[] = [];
    for (const [name, spec] of Object.entries(node.parameters)) {
      expect(name).toMatch(NAME);
      expect(spec.title).toMatch(/^[A-Z]/);
      expect(spec.help).toMatch(/^[A-Z].*\.$/);
      if (spec.when) expect(before, `"${name}" depends on a parameter before it`).toContain(spec.when.parameter);
      if (spec.kind === 'choice') expect(spec.choices.length).toBeGreaterThan(1);
      before.push(name);
    }
  });

  test('has defaults for every choice', () => {
    for (const [name, spec] of Object.entries(node.parameters)) {
      if (spec.kind !== 'choice') continue;
      for (const { value } of spec.choices) {
        const values = withDefaults(node.parameters, { [name]: value });
        for (const [other, otherSpec] of Object.entries(node.parameters)) {
          expect(checkParameter(otherSpec, values[other], INITIALIZERS), `${name}=${value}: ${other}`).toBeNull();
        }
      }
    }
  });

  test('is probed at a port that it has', () => {
    if (node.probe) expect(node.outputs.map(({ name }) => name)).toContain(node.probe.port);
    else expect(['dense', 'batchNorm']).not.toContain(node.type);
  });
});

describe.each(nodeCases)('lowering: $title', ({ checked }) => {
  test.each<Mode>(['train', 'inference'])('gives the shapes that were inferred, in %s', (mode) => {
    const graph = checked();
    const { graph: lowered, ports } = lower(graph, ops, mode);
    verify(lowered, ops);
    for (const { id, outputs, definition } of graph.nodes) {
      expect(Object.keys(ports.get(id) ?? {}).sort(), id).toEqual(definition.outputs.map(({ name }) => name).sort());
      for (const [port, { shape }] of Object.entries(outputs)) {
        expect(lowered.values[ports.get(id)?.[port] as number]?.shape, `${id}.${port}`).toEqual(shape);
      }
    }
  });

  test('has the same variables in training and in inference, and those that the check counted', () => {
    const graph = checked();
    const variables = (mode: Mode) => lower(graph, ops, mode).graph.variables;
    expect(variables('inference')).toEqual(variables('train'));
    const declared = graph.nodes.flatMap(({ id, weights }) => weights.map(({ name }) => `${id}/${name}`));
    expect(
      variables('train')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(declared.sort());
    const weights = variables('train').filter(({ role }) => role === 'weight');
    expect(weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(graph.parameterCount);
  });
});

describe.each([...ops.values()])('the operation $name', (op) => {
  test('is registered under its name and tells in a line what it computes', () => {
    expect(op.name).toMatch(NAME);
    expect(ops.get(op.name)).toBe(op);
    expect(op.summary.length).toBeGreaterThan(5);
    expect(op.summary).not.toContain('\n');
  });

  test('is evaluated in one way', () => {
    const source = op.name === 'variable' || op.name === 'feed';
    expect([op.scalar, op.evaluate].filter(Boolean).length).toBe(source ? 0 : 1);
  });
});

test('the operations of optimizers take the slots that they declare', () => {
  for (const { name, op, slots, scalars } of ALGORITHMS) {
    const settings = {
      rate: 1,
      momentum: 0,
      beta1: 0.5,
      beta2: 0.5,
      rho: 0,
      epsilon: 1,
      initialAccumulatorValue: 0,
      convention: 'keras',
    } as const;
    const tensors = [[3], [3], ...slots.map(() => [3])];
    const shape = ops.get(op)?.inferShape([...tensors, [scalars(settings, 1).length]], {});
    expect(shape, name).toEqual([0]);
    expect(ops.get(op)?.mutates, name).toEqual([0, ...slots.map((_, i) => i + 2)]);
  }
});

test('every category of the palette has a node', () => {
  const used = new Set(types.map(({ category }) => category));
  expect(nodeCategories.filter(({ id }) => !used.has(id))).toEqual([]);
});
