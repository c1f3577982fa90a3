/** Weight decay and clipping in both frameworks' forms, against plain float64 loops; and what they cost when they are off. */
import { describe, expect, test } from 'vitest';
import { readWeights, writeWeights } from '../../engine/index';
import { applyWeights } from '../../engine/interchange/weights';
import { printGraph } from '../../engine/ir/printer';
import { ops } from '../../engine/ops/index';
import { compileGraph } from '../../engine/passes/pipeline';
import { backends, reference } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { expectNear } from '../../engine/testing/expect';
import { runNodes } from '../../engine/testing/programs';
import { openSession, train } from '../../engine/testing/sessions';

const START = { u: [0.5, -1, 2, 0.25], w: [3, -0.5, 0.1, -2] };
const TARGET = { u: [0.1, 0.6, 0.1, 0.2], w: [0.7, 0.1, 0.1, 0.1] };
const STEPS = 25;
type Name = 'u' | 'w';
const NAMES: readonly Name[] = ['u', 'w'];

/** The derivative of −Σ y·ln softmax(x) by x, for targets that sum to 1. */
function gradientAt(x: readonly number[], target: readonly number[]): number[] {
  const t = x.map(Math.exp);
  const sum = t.reduce((a, b) => a + b, 0);
  return t.map((value, i) => value / sum - (target[i] as number));
}

/** Two weights with a loss of their own each, so that norms of one and of all differ. */
const problem = (data: Record<string, unknown>) =>
  sketch({
    ...Object.fromEntries(
      NAMES.flatMap((name) => [
        [name, { type: 'variable', data: { initialValue: START[name], shape: [1, 4] } }],
        [`${name}y`, { type: 'constant', data: { value: TARGET[name], shape: [1, 4] } }],
        [
          `${name}loss`,
          {
            type: 'crossEntropy',
            data: { fromLogits: true, reduction: 'sum' },
            from: { prediction: name, labels: `${name}y` },
          },
        ],
      ]),
    ),
    total: { type: 'add', from: { a: 'uloss', b: 'wloss' } },
    optimizer: { type: 'optimizer', data: { learningRate: 0.3, ...data }, from: { loss: 'total' } },
  });

type Weights = Record<Name, number[]>;
const norm = (values: readonly number[]): number => Math.hypot(...values);
const both = (make: (name: Name) => number[]): Weights => ({ u: make('u'), w: make('w') });

/** One step of plain momentum with everything around it, as the frameworks' sources have it. */
interface Settings {
  convention: 'keras' | 'pytorch';
  weightDecay?: number;
  clipValue?: number;
  clipNorm?: number;
  globalClipNorm?: number;
}

function follow(settings: Settings, steps: number, changed?: { after: number; settings: Partial<Settings> }): Weights {
  const rate = 0.3;
  const momentum = 0.9;
  let weights = both((name) => [...START[name]]);
  let velocity = both(() => [0, 0, 0, 0]);
  for (let t = 1; t <= steps; t++) {
    const now = changed && t > changed.after ? { ...settings, ...changed.settings } : settings;
    const { convention, weightDecay = 0, clipValue, clipNorm, globalClipNorm } = now;
    let g = both((name) => gradientAt(weights[name], TARGET[name]));
    const map = (change: (x: number, name: Name, i: number) => number) => {
      const old = g;
      g = both((name) => old[name].map((x, i) => change(x, name, i)));
    };
    if (clipValue) map((x) => Math.sign(x) * Math.min(Math.abs(x), clipValue));
    if (convention === 'keras') {
      if (clipNorm) {
        const norms = { u: norm(g.u), w: norm(g.w) };
        map((x, name) => (norms[name] > clipNorm ? (x * clipNorm) / norms[name] : x));
      }
      if (globalClipNorm) {
        const all = norm([...g.u, ...g.w]);
        map((x) => (all > globalClipNorm ? (x * globalClipNorm) / all : x));
      }
      const old = weights;
      weights = both((name) => old[name].map((x) => x - rate * weightDecay * x));
      const before = velocity;
      velocity = both((name) => before[name].map((v, i) => momentum * v - rate * (g[name][i] as number)));
      const decayed = weights;
      weights = both((name) => decayed[name].map((x, i) => x + (velocity[name][i] as number)));
    } else {
      if (clipNorm) {
        const factor = clipNorm / (norm([...g.u, ...g.w]) + 1e-6);
        if (factor < 1) map((x) => x * factor);
      }
      map((x, name, i) => x + weightDecay * (weights[name][i] as number));
      const before = velocity;
      velocity = both((name) => before[name].map((v, i) => momentum * v + (g[name][i] as number)));
      const old = weights;
      weights = both((name) => old[name].map((x, i) => x - rate * (velocity[name][i] as number)));
    }
  }
  return weights;
}

const CASES: Settings[] = (['keras', 'pytorch'] as const).flatMap((convention) => [
  { convention, weightDecay: 0.1 },
  { convention, clipValue: 0.1 },
  { convention, clipNorm: 0.2 },
  { convention, clipNorm: 1e6 },
  { convention, weightDecay: 0.05, clipValue: 0.3, clipNorm: 0.25 },
]);
CASES.push({ convention: 'keras', globalClipNorm: 0.2 }, { convention: 'keras', clipNorm: 0.3, globalClipNorm: 0.35 });

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  const near = precision === 'float64' ? { relative: 1e-11, absolute: 1e-13 } : { relative: 1e-5, absolute: 1e-5 };

  test.each(CASES)('%j: 25 steps of momentum by hand', async (settings) => {
    const session = await openSession(problem({ algorithm: 'momentum', ...settings }), backend);
    train(session, STEPS);
    const expected = follow(settings, STEPS);
    for (const name of NAMES) expectNear(session.device.readVariable(`${name}/value`), expected[name], near, name);
  });

  test('amounts change while it runs, down to none at all', async () => {
    const settings: Settings = { convention: 'pytorch', weightDecay: 0.1, clipValue: 0.1, clipNorm: 0.05 };
    const session = await openSession(problem({ algorithm: 'momentum', ...settings }), backend);
    train(session, 10);
    const none = { weightDecay: 0, clipValue: 0, clipNorm: 0 };
    for (const [name, value] of Object.entries(none)) expect(session.set('optimizer', name, value)).toBeNull();
    train(session, 10);
    const expected = follow(settings, 20, { after: 10, settings: none });
    for (const name of NAMES) expectNear(session.device.readVariable(`${name}/value`), expected[name], near, name);
  });

  test('what shows as gradient is the derivative of the loss, before clipping and decay', () => {
    const data = { clipValue: 0.01, clipNorm: 0.01, weightDecay: 0.5, convention: 'pytorch' };
    const running = runNodes(check(problem(data)), backend).run();
    for (const name of NAMES) {
      expectNear(running.read(`gradient/${name}/value`), gradientAt(START[name], TARGET[name]), near, name);
    }
  });

  test('a NaN in one gradient reaches every weight that it is clipped with', async () => {
    const session = await openSession(problem({ clipNorm: 1, convention: 'pytorch' }), backend);
    session.device.writeVariable('u/value', [Number.NaN, 0, 0, 0]);
    session.update();
    expect([...session.device.readVariable('w/value')].every(Number.isNaN)).toBe(true);
  });

  test('Adagrad’s sums start at its initial value, also where a file lacks them', async () => {
    const session = await openSession(problem({ algorithm: 'adagrad' }), backend);
    expectNear(session.device.readVariable('u/value/accumulator'), [0.1, 0.1, 0.1, 0.1], near);
    const file = readWeights(writeWeights(await openSession(problem({ algorithm: 'sgd' }), backend)));
    train(session, 3);
    if (!file.ok) throw new Error('The file is not read.');
    expect(applyWeights(session, file.value)).toEqual([]);
    expectNear(session.device.readVariable('u/value/accumulator'), [0.1, 0.1, 0.1, 0.1], near);
  });
});

const program = (data: Record<string, unknown>): string =>
  printGraph(compileGraph(check(problem(data)), { ops, mode: 'train', bytesOf: () => 16 }).program.graph);

test('what is off is not in the program', () => {
  const plain = program({ algorithm: 'sgd' });
  expect(plain).not.toMatch(/clip|decay|euclideanNorm/i);
  const off = { algorithm: 'sgd', weightDecay: null, clipNorm: 0, clipValue: null, globalClipNorm: 0 };
  expect(program(off)).toBe(plain);
  expect(program({ ...off, clipNorm: 1 })).toContain('clipByNorm');
  expect(program({ ...off, clipValue: 1 })).toContain('clipByValue');
  expect(program({ ...off, weightDecay: 1 })).toContain('decoupled');
  expect(program({ ...off, weightDecay: 1, convention: 'pytorch' })).toMatch(/\bcoupled/);
  // PyTorch's form clips the norm of all gradients, so Keras's further parameter has no effect there.
  expect(program({ convention: 'pytorch', globalClipNorm: 1 })).toBe(program({ convention: 'pytorch' }));
});

test('what was off when it was compiled is not switched on while it runs', async () => {
  const session = await openSession(problem({ algorithm: 'sgd' }), reference.backend);
  for (const name of ['weightDecay', 'clipNorm', 'clipValue', 'globalClipNorm']) {
    expect(session.set('optimizer', name, 0.1)?.message).toContain('compiled anew');
    expect(session.set('optimizer', name, 0)).toBeNull();
  }
});

test('one cycle moves momentum against the rate while it trains', async () => {
  const settings = { schedule: 'oneCycle', decaySteps: 4, cycleMomentum: true, peakAt: 0.5 };
  const session = await openSession(problem({ algorithm: 'momentum', ...settings }), reference.backend);
  let weights = [...START.u];
  let velocity = [0, 0, 0, 0];
  // Peak after update 2 of 4: rates .3/25, .3, half way down, .3/250000; momentum the other way.
  for (const [rate, momentum] of [
    [0.012, 0.95],
    [0.3, 0.85],
    [(0.3 + 0.3 / 250_000) / 2, 0.9],
    [0.3 / 250_000, 0.95],
  ] as const) {
    const g = gradientAt(weights, TARGET.u);
    velocity = velocity.map((v, i) => momentum * v - rate * (g[i] as number));
    weights = weights.map((x, i) => x + (velocity[i] as number));
    train(session, 1);
    expectNear(session.device.readVariable('u/value'), weights, { relative: 1e-12 });
  }
});
