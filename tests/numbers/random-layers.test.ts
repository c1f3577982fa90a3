/** Dropout and noise: which numbers are drawn, for whom, when, and again. */
import { describe, expect, test } from 'vitest';
import { backends, reference, wasm } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { expectNear } from '../../engine/testing/expect';
import { blobsNet } from '../../engine/testing/networks';
import { runNodes } from '../../engine/testing/programs';
import { losses, openSession, train } from '../../engine/testing/sessions';

type Backend = typeof reference.backend;

/** What a node makes of ones of this shape at a step. */
function draw(
  type: string,
  data: Record<string, unknown>,
  shape: number[],
  { step = 1, seed = 1, id = 'y', backend = reference.backend as Backend } = {},
): Float64Array {
  const nodes = { x: { type: 'constant', data: { value: 1, shape } }, [id]: { type, data, from: { x: 'x' } } };
  const checked = check(sketch(nodes, { seed }));
  const running = runNodes(checked, backend);
  const node = checked.byId.get(id);
  const scalars = node?.definition.scalars?.({ parameters: node.parameters, step, inputs: node.inputs }) ?? {};
  for (const [name, values] of Object.entries(scalars)) running.feed(`${id}/scalars/${name}`, values);
  return running.run().read(`${id}.y`);
}

const UNIFORM = { operation: 'multiply', distribution: 'uniform', low: 0, high: 1 };
const NORMAL = { operation: 'multiply', mean: 0, standardDeviation: 1 };

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const moment = (values: Float64Array, power: number): number => mean(values.map((value) => value ** power));

describe('the numbers', () => {
  test('uniform draws have equal bits on both backends, at every step, and are fractions of 24 bits', () => {
    for (const shape of [[1, 1], [3, 5], [4, 16], [2, 3, 3, 20], [300]]) {
      for (const step of [1, 2, 1000, 2 ** 24 - 1, 2 ** 24, 2 ** 24 + 1, 2 ** 31]) {
        const exact = draw('noise', UNIFORM, shape, { step });
        expect(draw('noise', UNIFORM, shape, { step, backend: wasm.backend })).toEqual(exact);
        expect(exact.every((u) => u >= 0 && u < 1 && Number.isInteger(u * 2 ** 24))).toBe(true);
      }
    }
  });

  test('normal draws agree to what float32 can hold', () => {
    for (const step of [1, 2, 3]) {
      const [exact, fast] = [reference.backend, wasm.backend].map((backend) =>
        draw('noise', NORMAL, [40, 50], { step, backend }),
      ) as [Float64Array, Float64Array];
      expectNear(fast, exact, { absolute: 1e-6, relative: 2e-6 });
    }
  });

  test('have the moments of their distributions', () => {
    const uniform = draw('noise', UNIFORM, [200, 500]);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(moment(uniform, 2)).toBeCloseTo(1 / 3, 2);
    const normal = draw('noise', NORMAL, [200, 500]);
    // 1e5 draws: four standard errors.
    expect(Math.abs(mean(normal))).toBeLessThan(4 / Math.sqrt(1e5));
    expect(Math.abs(moment(normal, 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / 1e5));
    expect(Math.abs(moment(normal, 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / 1e5));
    expect(mean(normal.map((z) => (Math.abs(z) > 1.959964 ? 1 : 0)))).toBeCloseTo(0.05, 2);
    // Neighbours, which share a block, do not know of each other.
    const products = normal.slice(1).map((z, i) => z * (normal[i] as number));
    const far = normal.slice(4).map((z, i) => z * (normal[i] as number));
    for (const list of [products, far]) expect(Math.abs(mean(list))).toBeLessThan(4 / Math.sqrt(1e5));
  });

  test('differ from step to step, from node to node and from seed to seed, and are the same again', () => {
    const first = draw('noise', UNIFORM, [4, 40]);
    expect(draw('noise', UNIFORM, [4, 40])).toEqual(first);
    for (const other of [{ step: 2 }, { seed: 2 }, { id: 'z' }, { step: 2 ** 24 + 1 }]) {
      const drawn = draw('noise', UNIFORM, [4, 40], other);
      expect(drawn.filter((u, i) => u === first[i]).length).toBeLessThan(3);
    }
    expect(new Set(first).size).toBeGreaterThan(155);
  });

  test('a larger batch leaves the rows before it alone', () => {
    expect(draw('noise', UNIFORM, [9, 21]).slice(0, 4 * 21)).toEqual(draw('noise', UNIFORM, [4, 21]));
  });
});

describe('dropout', () => {
  test.each([0.1, 0.5, 0.9])('drops a share of %d and scales the rest', (rate) => {
    const y = draw('dropout', { rate }, [100, 1000]);
    const kept = y.filter((value) => value !== 0);
    const spread = Math.sqrt((rate * (1 - rate)) / 1e5);
    expect(Math.abs(1 - kept.length / 1e5 - rate)).toBeLessThan(4 * spread);
    expect(kept.every((value) => value === 1 / (1 - rate))).toBe(true);
  });

  test('of rate 0 changes nothing', () => {
    expect(draw('dropout', { rate: 0 }, [7, 33], { backend: wasm.backend }).every((value) => value === 1)).toBe(true);
  });
});

describe('noise', () => {
  const rowsOf = (values: Float64Array, columns: number): number[][] =>
    Array.from({ length: values.length / columns }, (_, row) => [...values.slice(row * columns, (row + 1) * columns)]);

  test.each(['add', 'multiply'])(
    '%s: per unit is the same for all examples, per example for all units',
    (operation) => {
      const unit = rowsOf(draw('noise', { operation, per: 'unit' }, [5, 8]), 8);
      for (const row of unit) expect(row).toEqual(unit[0]);
      expect(new Set(unit[0]).size).toBe(8);
      const example = rowsOf(draw('noise', { operation, per: 'example' }, [5, 8]), 8);
      for (const row of example) expect(new Set(row).size).toBe(1);
      expect(new Set(example.map(([value]) => value)).size).toBe(5);
    },
  );

  test('of images per unit has a number for each channel', () => {
    const rows = rowsOf(draw('noise', { per: 'unit' }, [2, 3, 3, 4]), 4);
    for (const row of rows) expect(row).toEqual(rows[0]);
  });

  test('lies between low and high', () => {
    const y = draw('noise', { ...UNIFORM, low: 1, high: 1.25 }, [50, 50]);
    expect(y.every((value) => value >= 1 && value < 1.25)).toBe(true);
    expect(Math.max(...y) - Math.min(...y)).toBeGreaterThan(0.24);
  });
});

/** Noisy batch norm: three noise nodes behind it, and dropout behind the activation. */
function noisyNet() {
  const document = blobsNet();
  const chain = [
    { id: 'factor', data: { operation: 'multiply', distribution: 'uniform', per: 'unit', low: 1, high: 1.25 } },
    { id: 'shift', data: { operation: 'add', distribution: 'uniform', per: 'unit', low: -0.5, high: 0.5 } },
    { id: 'jitter', data: { operation: 'add', distribution: 'normal', per: 'element', standardDeviation: 0.1 } },
  ].map(({ id, data }) => ({ id, type: 'noise', position: { x: 0, y: 0 }, data }));
  const dropout = { id: 'drop', type: 'dropout', position: { x: 0, y: 0 }, data: { rate: 0.2 } };
  const wire = (source: string, target: string) => ({
    id: `${source}-${target}`,
    source,
    sourceHandle: 'y',
    target,
    targetHandle: 'x',
  });
  const cut = document.edges.filter(({ target }) => target !== 'act' && target !== 'dense_2');
  const path = ['bn', 'factor', 'shift', 'jitter', 'act', 'drop', 'dense_2'];
  const edges = [...cut, ...path.slice(1).map((target, i) => wire(path[i] as string, target))];
  return { ...document, nodes: [...document.nodes, ...chain, dropout], edges };
}

describe.each(backends)('a session with dropout and noise on the $name backend', ({ backend }) => {
  test('draws the same numbers again after a restore and after a reset', async () => {
    const session = train(await openSession(noisyNet(), backend), 13);
    const snapshot = session.snapshot();
    const first = losses(session, 20);
    const end = session.digest();
    session.restore(snapshot);
    expect(losses(session, 20)).toEqual(first);
    expect(session.digest()).toBe(end);
    session.reset();
    train(session, 13);
    expect(losses(session, 20)).toEqual(first);
  });

  test('draws anew at each step, but not in evaluation', async () => {
    const session = await openSession(noisyNet(), backend);
    session.set('optimizer', 'learningRate', 0);
    session.set('bn', 'momentum', 1);
    expect(new Set(losses(session, 6)).size).toBe(6);
    const before = session.evaluate('test');
    train(session, 3);
    expect(session.evaluate('test')).toEqual(before);
  });

  test('takes another rate and spread without compiling', async () => {
    const [session, twin] = [
      train(await openSession(noisyNet(), backend), 5),
      train(await openSession(noisyNet(), backend), 5),
    ];
    const { compiled } = session;
    expect(session.set('drop', 'rate', 0.5)).toBeNull();
    expect(session.set('jitter', 'standardDeviation', 0.5)).toBeNull();
    expect(session.set('factor', 'high', 2)).toBeNull();
    expect(losses(session, 3)).not.toEqual(losses(twin, 3));
    expect(session.compiled).toBe(compiled);
  });
});
