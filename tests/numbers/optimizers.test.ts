/** Optimizers against their published formulas, stepped by hand in float64 on a loss with a known gradient. */
import { describe, expect, test } from 'vitest';
import { ALGORITHMS } from '../../engine/nodes/optimizers/algorithms';
import { backends } from '../../engine/testing/backends';
import { sketch } from '../../engine/testing/documents';
import { expectNear } from '../../engine/testing/expect';
import { openSession, train } from '../../engine/testing/sessions';

const START = [0.5, -1, 2, 0.25];
const TARGET = [0.1, 0.6, 0.1, 0.2];
const STEPS = 40;

/** The derivative of −Σ y·ln softmax(w) by w: softmax(w)·Σy − y. */
function gradientAt(w: readonly number[]): number[] {
  const t = w.map(Math.exp);
  const sum = t.reduce((a, b) => a + b, 0);
  return t.map((value, i) => value / sum - (TARGET[i] as number));
}

const problem = (data: Record<string, unknown>) =>
  sketch({
    w: { type: 'variable', data: { initialValue: START, shape: [1, 4] } },
    y: { type: 'constant', data: { value: TARGET, shape: [1, 4] } },
    loss: {
      type: 'crossEntropy',
      data: { fromLogits: true, reduction: 'sum' },
      from: { prediction: 'w', labels: 'y' },
    },
    optimizer: { type: 'optimizer', data, from: { loss: 'loss' } },
  });

interface Settings {
  learningRate: number;
  momentum: number;
  beta1: number;
  beta2: number;
  rho: number;
  epsilon: number;
  initialAccumulatorValue: number;
  weightDecay: number;
}

/** How one weight changes at update t (from 1) with gradient g; `slots` keeps what the formula remembers. */
type Formula = (w: number, g: number, t: number, slots: [number, number], settings: Settings) => number;

const ADAPTIVE: Readonly<Record<string, Formula>> = {
  'sgd keras': (w, g, _, __, { learningRate }) => w - learningRate * g,
  'sgd pytorch': (w, g, _, __, { learningRate }) => w - learningRate * g,
  'momentum keras': (w, g, _, slots, { learningRate, momentum }) => {
    slots[0] = momentum * slots[0] - learningRate * g;
    return w + slots[0];
  },
  'momentum pytorch': (w, g, _, slots, { learningRate, momentum }) => {
    slots[0] = momentum * slots[0] + g;
    return w - learningRate * slots[0];
  },
  'nesterov keras': (w, g, _, slots, { learningRate, momentum }) => {
    slots[0] = momentum * slots[0] - learningRate * g;
    return w + momentum * slots[0] - learningRate * g;
  },
  'nesterov pytorch': (w, g, _, slots, { learningRate, momentum }) => {
    slots[0] = momentum * slots[0] + g;
    return w - learningRate * (g + momentum * slots[0]);
  },
  'adagrad keras': (w, g, t, slots, { learningRate, epsilon, initialAccumulatorValue }) => {
    slots[0] = (t === 1 ? initialAccumulatorValue : slots[0]) + g ** 2;
    return w - (learningRate * g) / Math.sqrt(slots[0] + epsilon);
  },
  'adagrad pytorch': (w, g, t, slots, { learningRate, epsilon, initialAccumulatorValue }) => {
    slots[0] = (t === 1 ? initialAccumulatorValue : slots[0]) + g ** 2;
    return w - (learningRate * g) / (Math.sqrt(slots[0]) + epsilon);
  },
  'rmsprop keras': (w, g, _, slots, { learningRate, rho, epsilon }) => {
    slots[0] = rho * slots[0] + (1 - rho) * g ** 2;
    return w - (learningRate * g) / Math.sqrt(slots[0] + epsilon);
  },
  'rmsprop pytorch': (w, g, _, slots, { learningRate, rho, epsilon }) => {
    slots[0] = rho * slots[0] + (1 - rho) * g ** 2;
    return w - (learningRate * g) / (Math.sqrt(slots[0]) + epsilon);
  },
  'adam keras': (w, g, t, slots, { learningRate, beta1, beta2, epsilon }) => {
    slots[0] = beta1 * slots[0] + (1 - beta1) * g;
    slots[1] = beta2 * slots[1] + (1 - beta2) * g ** 2;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    return w - (rate * slots[0]) / (Math.sqrt(slots[1]) + epsilon);
  },
  'adam pytorch': (w, g, t, slots, { learningRate, beta1, beta2, epsilon }) => {
    slots[0] = beta1 * slots[0] + (1 - beta1) * g;
    slots[1] = beta2 * slots[1] + (1 - beta2) * g ** 2;
    const [m, v] = [slots[0] / (1 - beta1 ** t), slots[1] / (1 - beta2 ** t)];
    return w - (learningRate * m) / (Math.sqrt(v) + epsilon);
  },
};

/** Decoupled decay: the weight loses its share before Adam's step. */
const decayed =
  (formula: Formula | undefined): Formula =>
  (w, g, t, slots, settings) =>
    (formula as Formula)(w - settings.learningRate * settings.weightDecay * w, g, t, slots, settings);

const FORMULAS: Readonly<Record<string, Formula>> = {
  ...ADAPTIVE,
  'adamW keras': decayed(ADAPTIVE['adam keras']),
  'adamW pytorch': decayed(ADAPTIVE['adam pytorch']),
};

const combinations = ALGORITHMS.flatMap(({ name }) =>
  (['keras', 'pytorch'] as const).flatMap((convention) => [
    { name, convention, settings: {} },
    {
      name,
      convention,
      settings: {
        learningRate: 0.05,
        momentum: 0.5,
        beta1: 0.7,
        beta2: 0.9,
        rho: 0.6,
        epsilon: 0.01,
        initialAccumulatorValue: 0.3,
        ...(name === 'adamW' ? { weightDecay: 0.2 } : {}),
      },
    },
  ]),
);

/** The defaults that frameworks publish. */
const DEFAULTS: Readonly<Record<string, Partial<Settings>>> = {
  'sgd keras': { learningRate: 0.01 },
  'sgd pytorch': { learningRate: 0.001 },
  'momentum keras': { learningRate: 0.01, momentum: 0.9 },
  'momentum pytorch': { learningRate: 0.001, momentum: 0.9 },
  'nesterov keras': { learningRate: 0.01, momentum: 0.9 },
  'nesterov pytorch': { learningRate: 0.001, momentum: 0.9 },
  'adagrad keras': { learningRate: 0.001, epsilon: 1e-7, initialAccumulatorValue: 0.1 },
  'adagrad pytorch': { learningRate: 0.01, epsilon: 1e-10, initialAccumulatorValue: 0 },
  'rmsprop keras': { learningRate: 0.001, rho: 0.9, epsilon: 1e-7 },
  'rmsprop pytorch': { learningRate: 0.01, rho: 0.99, epsilon: 1e-8 },
  'adam keras': { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  'adam pytorch': { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  'adamW keras': { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 },
  'adamW pytorch': { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
};

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  const near = precision === 'float64' ? { relative: 1e-11, absolute: 1e-13 } : { relative: 1e-5, absolute: 1e-5 };

  test.each(combinations)(
    '$name in the convention of $convention with settings $settings: 40 steps by hand',
    async (item) => {
      const key = `${item.name} ${item.convention}`;
      const settings = { ...DEFAULTS[key], ...item.settings } as Settings;
      const formula = FORMULAS[key];
      if (!formula) throw new Error(`No formula for ${key}.`);
      const data = { algorithm: item.name, convention: item.convention, ...item.settings };
      const session = await openSession(problem(data), backend);
      let w = [...START];
      const slots = START.map((): [number, number] => [0, 0]);
      for (let t = 1; t <= STEPS; t++) {
        const g = gradientAt(w);
        w = w.map((value, i) => formula(value, g[i] as number, t, slots[i] as [number, number], settings));
        train(session, 1);
        expectNear(session.device.readVariable('w/value'), w, near, `w after ${t}`);
      }
    },
  );

  test('the rate of a schedule is the rate of the step', async () => {
    const settings = { learningRate: 0.5, schedule: 'exponential', decaySteps: 7, decayRate: 0.6, warmupSteps: 3 };
    const session = await openSession(problem({ algorithm: 'sgd', ...settings }), backend);
    let w = [...START];
    for (let t = 1; t <= STEPS; t++) {
      const rate = t <= 3 ? (0.5 * t) / 3 : 0.5 * 0.6 ** ((t - 4) / 7);
      const g = gradientAt(w);
      w = w.map((value, i) => value - rate * (g[i] as number));
      train(session, 1);
      expectNear(session.device.readVariable('w/value'), w, near, `w after ${t}`);
    }
  });

  test('slots start at 0 and carry the name of their weight', async () => {
    const session = await openSession(problem({ algorithm: 'adam' }), backend);
    expect(session.device.variables.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'w/value weight',
      'w/value/m slot',
      'w/value/v slot',
    ]);
    expect([...session.device.readVariable('w/value/v')]).toEqual([0, 0, 0, 0]);
  });
});
