/** The example projects: each is canonical, free of warnings, and learns what its notes say. */
import { describe, expect, test } from 'vitest';
import { isError } from '../engine/core/diagnostics';
import type { GraphDocument } from '../engine/document/types';
import { applyEdits, parseDocument, printDocument } from '../engine/index';
import { DataLoader } from '../engine/runtime/load-data';
import { Session } from '../engine/runtime/session';
import { reference, wasm } from '../engine/testing/backends';
import { examples } from '../engine/testing/examples';
import { expectNear } from '../engine/testing/expect';
import { losses, openSession, train } from '../engine/testing/sessions';

function document(name: string): GraphDocument {
  const parsed = parseDocument(examples.find((example) => example.name === `${name}.json`)?.text ?? '');
  if (!parsed.ok) throw new Error(`${name} cannot be read.`);
  return parsed.value;
}

/** What each example reaches, and in how many steps. */
const GOALS: Readonly<Record<string, { steps: number; reached: (session: Session) => void }>> = {
  'hello-graph.json': {
    steps: 1000,
    reached: ({ device }) => expect(device.readVariable('w/value')[0]).toBeCloseTo(5, 4),
  },
  'softmax-blobs.json': { steps: 500, reached: (session) => expect(accuracy(session)).toBeGreaterThanOrEqual(0.95) },
  'spirals.json': { steps: 2000, reached: (session) => expect(accuracy(session)).toBeGreaterThanOrEqual(0.95) },
  'iris.json': {
    steps: 600,
    // Thirty flowers are few: one more or less right moves the accuracy by .033.
    reached(session) {
      expect(accuracy(session, 'train')).toBeGreaterThanOrEqual(0.95);
      expect(accuracy(session)).toBeGreaterThanOrEqual(0.9);
    },
  },
  'digits-batchnorm.json': { steps: 500, reached: (session) => expect(accuracy(session)).toBeGreaterThanOrEqual(0.8) },
  // Without batch norm it is meant to have learnt little by then: at least .3 less.
  'digits-plain.json': { steps: 500, reached: (session) => expect(accuracy(session)).toBeLessThan(0.5) },
  'digits-convolution.json': {
    steps: 800,
    reached(session) {
      expect(accuracy(session)).toBeGreaterThanOrEqual(0.95);
      expect(session.checked.parameterCount).toBe(5258);
    },
  },
  'cats-shift.json': {
    steps: 310,
    reached(session) {
      expect(accuracy(session, 'train')).toBe(1);
      expect(accuracy(session)).toBeLessThan(0.6);
    },
  },
  'moons-regularized.json': {
    steps: 3000,
    reached(session) {
      expect(lossOf(session)).toBeLessThan(0.3);
      expect(accuracy(session)).toBeGreaterThanOrEqual(0.92);
    },
  },
  'residual-blocks.json': { steps: 1000, reached: (session) => expect(accuracy(session)).toBeGreaterThanOrEqual(0.95) },
};

function evaluated(session: Session, split: 'train' | 'test') {
  const result = session.evaluate(split);
  if (!result.ok) throw new Error('It cannot be evaluated.');
  return result.value;
}

const accuracy = (session: Session, split: 'train' | 'test' = 'test'): number =>
  evaluated(session, split).metrics.accuracy as number;

const lossOf = (session: Session): number => evaluated(session, 'test').loss;

/** Data that two tests need is read once. */
const loader = new DataLoader();

describe.each(examples)('$name', ({ name, text }) => {
  // `npx vitest run tests/examples --update` prints them anew.
  test('is canonical, with all defaults written out', async () => {
    const parsed = parseDocument(text);
    expect(parsed.diagnostics).toEqual([]);
    await expect(parsed.ok && printDocument(parsed.value)).toMatchFileSnapshot(`../examples/${name}`);
  });

  test('has a name and notes for the start page', () => {
    const { name: title, notes } = document(name.replace('.json', ''));
    expect(title).toMatch(/^[A-Z]/);
    expect(String(notes)).toMatch(/^[A-Z][\s\S]*[.?]$/);
  });

  test('opens without a word of warning, on both backends', async () => {
    for (const { backend } of [reference, wasm]) {
      const opened = await Session.open(document(name.replace('.json', '')), { backend, loader });
      expect(opened.diagnostics).toEqual([]);
      expect(opened.diagnostics.some(isError)).toBe(false);
    }
  });

  test('learns what it is meant to', async () => {
    const goal = GOALS[name];
    if (!goal) throw new Error(`There is no goal for ${name}.`);
    const session = await openSession(document(name.replace('.json', '')), wasm.backend, { loader });
    goal.reached(train(session, goal.steps));
  });

  test('has the same first losses on both backends', async () => {
    const run = async ({ backend }: typeof wasm) =>
      losses(await openSession(document(name.replace('.json', '')), backend, { loader }), 5);
    expectNear(await run(wasm), await run(reference), { relative: 1e-4 });
  });
});

/** An example with other parameters, after a run of its own length. */
async function changed(name: string, edits: readonly [nodeId: string, parameter: string, value: unknown][]) {
  const other = applyEdits(
    document(name),
    edits.map(([nodeId, parameter, value]) => ({ kind: 'setParameter' as const, nodeId, parameter, value })),
  );
  const session = await openSession(other, wasm.backend, { loader });
  return train(session, session.totalSteps);
}

describe('what the notes suggest to try', () => {
  test('coloured cats among the training rows teach the shape', async () => {
    const recolour = { kind: 'recolour', amount: 1, from: 0 };
    const shift = [
      { ...recolour, on: 'test', share: 1 },
      { ...recolour, on: 'train', share: 0.5 },
    ];
    expect(accuracy(await changed('cats-shift', [['data', 'shift', shift]]))).toBeGreaterThan(0.93);
  });

  test('without dropout and penalty every point is learnt by heart, and the test loss is four times as large', async () => {
    const session = await changed('moons-regularized', [
      ['drop_1', 'rate', 0],
      ['drop_2', 'rate', 0],
      ['penalty', 'l2', 0],
    ]);
    expect(accuracy(session, 'train')).toBe(1);
    expect(lossOf(session)).toBeGreaterThan(4 * 0.28);
  });

  test('a bypassed residual block hands on what comes in, and the rest still learns', async () => {
    const edits = [{ kind: 'setFlag' as const, nodeId: 'block_1', flag: 'bypassed' as const, value: true }];
    const session = await openSession(applyEdits(document('residual-blocks'), edits), wasm.backend, { loader });
    expect(session.checked.parameterCount).toBe(386);
    expect(accuracy(train(session, 1000))).toBeGreaterThanOrEqual(0.95);
  });
});
