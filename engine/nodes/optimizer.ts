import { defineNode } from '../graph/types';
import { ALGORITHMS, algorithmOf } from './optimizers/algorithms';
import { SCHEDULES, scheduledRate } from './optimizers/schedules';
import type { Convention, OptimizerSettings } from './optimizers/types';

const readBy = (parameter: keyof OptimizerSettings) => ({
  parameter: 'algorithm',
  in: ALGORITHMS.filter(({ reads }) => reads.includes(parameter)).map(({ name }) => name),
});

const convention = (before: Readonly<Record<string, unknown>>): Convention =>
  before.convention === 'pytorch' ? 'pytorch' : 'keras';

const defaultsOf = (before: Readonly<Record<string, unknown>>) =>
  ALGORITHMS.find(({ name }) => name === before.algorithm)?.defaults;

const DECAYING = { parameter: 'schedule', in: SCHEDULES.filter(({ decays }) => decays).map(({ name }) => name) };

/** Changes the trainable weights to lower the loss; how, is told by its algorithm. */
export const optimizer = defineNode({
  type: 'optimizer',
  title: 'Optimizer',
  category: 'training',
  icon: 'optimizer',
  idStem: 'optimizer',
  documentation: {
    text: 'Derives the gradient of the loss by every trainable weight that leads to it, and changes the weights a little at each step.',
    formula: 'w ← w − α·∂L/∂w',
    references: [
      { title: 'Keras: optimizers', url: 'https://keras.io/api/optimizers/' },
      {
        title: 'Kingma and Ba 2014, Adam: A Method for Stochastic Optimization',
        url: 'https://arxiv.org/abs/1412.6980',
      },
    ],
  },
  inputs: [{ name: 'loss', title: 'loss', kinds: ['scalar', 'tensor'] }],
  outputs: [],
  parameters: {
    algorithm: {
      kind: 'choice',
      title: 'Algorithm',
      help: 'How a gradient becomes a change of the weights.',
      default: 'sgd',
      choices: ALGORITHMS.map(({ name, title }) => ({ value: name, title })),
    },
    convention: {
      kind: 'choice',
      title: 'Convention',
      help: 'Frameworks place epsilon and the rate differently; choose whose formula to follow.',
      default: 'keras',
      choices: [
        { value: 'keras', title: 'Keras' },
        { value: 'pytorch', title: 'PyTorch' },
      ],
      when: readBy('convention'),
    },
    learningRate: {
      kind: 'number',
      title: 'Learning rate α',
      help: 'Size of the steps. The first thing to tune.',
      default: (before) => defaultsOf(before)?.rate ?? 0.01,
      min: 0,
      scale: 'log',
      live: true,
    },
    schedule: {
      kind: 'choice',
      title: 'Schedule',
      help: 'How the learning rate falls while training goes on.',
      default: 'constant',
      choices: SCHEDULES.map(({ name, title }) => ({ value: name, title })),
      live: true,
    },
    decaySteps: {
      kind: 'integer',
      title: 'Decay steps',
      help: 'Steps after which the decay rate has applied once.',
      default: 1000,
      min: 1,
      when: DECAYING,
      live: true,
    },
    decayRate: {
      kind: 'number',
      title: 'Decay rate',
      help: 'Exponential and step: factor on the rate each time. Inverse time: added to the divisor each time.',
      default: 0.5,
      min: 0,
      when: DECAYING,
      live: true,
    },
    momentum: {
      kind: 'number',
      title: 'Momentum μ',
      help: 'Share of the last change that goes on. Remembers about 1/(1 − μ) steps.',
      default: 0.9,
      min: 0,
      max: 1,
      exclusiveMax: true,
      scale: 'oneMinusLog',
      live: true,
      when: readBy('momentum'),
    },
    beta1: {
      kind: 'number',
      title: 'Beta 1',
      help: 'Share of the old mean gradient that is kept. Almost never tuned.',
      default: 0.9,
      min: 0,
      max: 1,
      exclusiveMax: true,
      scale: 'oneMinusLog',
      live: true,
      when: readBy('beta1'),
    },
    beta2: {
      kind: 'number',
      title: 'Beta 2',
      help: 'Share of the old mean square that is kept. Almost never tuned.',
      default: 0.999,
      min: 0,
      max: 1,
      exclusiveMax: true,
      scale: 'oneMinusLog',
      live: true,
      when: readBy('beta2'),
    },
    rho: {
      kind: 'number',
      title: 'Rho ρ',
      help: 'Share of the old mean square that is kept.',
      default: (before) => defaultsOf(before)?.rho?.[convention(before)] ?? 0.9,
      min: 0,
      max: 1,
      exclusiveMax: true,
      scale: 'oneMinusLog',
      live: true,
      when: readBy('rho'),
    },
    epsilon: {
      kind: 'number',
      title: 'Epsilon ε',
      help: 'Keeps the division by the root away from zero.',
      default: (before) => defaultsOf(before)?.epsilon?.[convention(before)] ?? 1e-7,
      min: 0,
      scale: 'log',
      live: true,
      when: readBy('epsilon'),
    },
  },
  role: 'optimizer',
  infer({ inputs, report }) {
    const shape = inputs.loss?.shape ?? [];
    if (shape.length > 0) report('notScalar', { port: 'loss' }, { found: shape.join('×') });
    return {};
  },
  scalars({ parameters, step }) {
    const rate = scheduledRate(parameters.schedule, parameters, step);
    const settings: OptimizerSettings = { ...parameters, rate, convention: convention(parameters) };
    return { update: algorithmOf(parameters.algorithm).scalars(settings, step) };
  },
  lower: () => ({}),
});
