import { type ChoiceDocumentation, defineNode } from '../graph/types';
import { ALGORITHMS, algorithmOf } from './optimizers/algorithms';
import {
  SCHEDULES,
  type Schedule,
  type ScheduleSettings,
  scheduledMomentum,
  scheduledRate,
} from './optimizers/schedules';
import { conventionOf, decayAmount, limitOf } from './optimizers/structure';
import type { OptimizerAlgorithm, OptimizerSettings } from './optimizers/types';

const readBy = (parameter: keyof OptimizerSettings) => ({
  parameter: 'algorithm',
  in: ALGORITHMS.filter(({ reads }) => reads.includes(parameter)).map(({ name }) => name),
});

const defaultsOf = (before: Readonly<Record<string, unknown>>) =>
  ALGORITHMS.find(({ name }) => name === before.algorithm)?.defaults;

const readBySchedule = (parameter: keyof ScheduleSettings) => ({
  parameter: 'schedule',
  in: SCHEDULES.filter(({ reads }) => reads.includes(parameter)).map(({ name }) => name),
});

const documentedAlgorithm = ({ name, formulas, references }: OptimizerAlgorithm): [string, ChoiceDocumentation] => {
  const { keras, pytorch } = formulas;
  const both = [
    { title: 'Keras', formula: keras },
    { title: 'PyTorch', formula: pytorch },
  ];
  return [name, { formulas: keras === pytorch ? [{ formula: keras }] : both, references }];
};

const documentedSchedule = ({ name, title, formula, reference }: Schedule): [string, ChoiceDocumentation] => [
  name,
  { formulas: [{ title, formula }], references: [reference] },
];

/** The parts of the form behind what is tuned first: algorithm, rate and momentum. */
const SCHEDULE = { section: 'Schedule' } as const;
const DETAILS = { section: 'Averages', advanced: true } as const;
const LIMITS = { section: 'Weight decay and clipping', advanced: true } as const;

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
      { title: 'PyTorch: torch.optim', url: 'https://docs.pytorch.org/docs/stable/optim.html' },
    ],
    choices: [
      { parameter: 'algorithm', values: Object.fromEntries(ALGORITHMS.map(documentedAlgorithm)) },
      { parameter: 'schedule', values: Object.fromEntries(SCHEDULES.map(documentedSchedule)) },
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
      help: 'Frameworks place epsilon, rate, weight decay and clipping differently; choose whose formulas to follow.',
      default: 'keras',
      choices: [
        { value: 'keras', title: 'Keras' },
        { value: 'pytorch', title: 'PyTorch' },
      ],
    },
    learningRate: {
      kind: 'number',
      title: 'Learning rate α',
      help: 'Size of the steps. The first thing to tune.',
      default: (before) => defaultsOf(before)?.rate[conventionOf(before)] ?? 0.01,
      min: 0,
      scale: 'log',
      live: true,
    },
    schedule: {
      ...SCHEDULE,
      kind: 'choice',
      title: 'Schedule',
      help: 'How the learning rate moves while training goes on.',
      default: 'constant',
      choices: SCHEDULES.map(({ name, title }) => ({ value: name, title })),
      live: true,
    },
    decaySteps: {
      ...SCHEDULE,
      kind: 'integer',
      title: 'Decay steps',
      help: 'Steps after which the decay rate has applied once; for cosine and one cycle, the steps they take.',
      default: 1000,
      min: 1,
      when: readBySchedule('decaySteps'),
      live: true,
    },
    decayRate: {
      ...SCHEDULE,
      kind: 'number',
      title: 'Decay rate',
      help: 'Exponential and step: factor on the rate each time. Inverse time: added to the divisor each time.',
      default: 0.5,
      min: 0,
      when: readBySchedule('decayRate'),
      live: true,
    },
    warmupSteps: {
      ...SCHEDULE,
      kind: 'integer',
      title: 'Warm-up steps',
      help: 'Steps in which the rate rises to the learning rate before the schedule starts. 0: none.',
      default: 0,
      min: 0,
      when: readBySchedule('warmupSteps'),
      live: true,
    },
    finalFactor: {
      ...SCHEDULE,
      kind: 'number',
      title: 'Final factor',
      help: 'The last rate, as a share of the learning rate (Keras’s alpha).',
      default: 0,
      min: 0,
      when: readBySchedule('finalFactor'),
      live: true,
    },
    peakAt: {
      ...SCHEDULE,
      kind: 'number',
      title: 'Peak at',
      help: 'Share of the steps in which the rate rises (PyTorch’s pct_start).',
      default: 0.3,
      min: 0,
      max: 1,
      when: readBySchedule('peakAt'),
      live: true,
    },
    divFactor: {
      ...SCHEDULE,
      kind: 'number',
      title: 'First divisor',
      help: 'The first rate is the learning rate divided by this.',
      default: 25,
      min: 0,
      exclusiveMin: true,
      scale: 'log',
      when: readBySchedule('divFactor'),
      live: true,
    },
    finalDivFactor: {
      ...SCHEDULE,
      kind: 'number',
      title: 'Final divisor',
      help: 'The last rate is the first one divided by this.',
      default: 10_000,
      min: 0,
      exclusiveMin: true,
      scale: 'log',
      when: readBySchedule('finalDivFactor'),
      live: true,
    },
    cycleMomentum: {
      ...SCHEDULE,
      kind: 'boolean',
      title: 'Cycle momentum',
      help: 'Moves momentum (of Adam, beta 1) against the rate: down while it rises, and back.',
      default: false,
      when: readBySchedule('cycleMomentum'),
      live: true,
    },
    minMomentum: {
      ...SCHEDULE,
      kind: 'number',
      title: 'Smallest momentum',
      help: 'Momentum where the rate is highest.',
      default: 0.85,
      min: 0,
      max: 1,
      exclusiveMax: true,
      when: { parameter: 'cycleMomentum', in: [true] },
      live: true,
    },
    maxMomentum: {
      ...SCHEDULE,
      kind: 'number',
      title: 'Largest momentum',
      help: 'Momentum where the rate is lowest.',
      default: 0.95,
      min: 0,
      max: 1,
      exclusiveMax: true,
      when: { parameter: 'cycleMomentum', in: [true] },
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
      ...DETAILS,
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
      ...DETAILS,
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
      ...DETAILS,
      kind: 'number',
      title: 'Rho ρ',
      help: 'Share of the old mean square that is kept.',
      default: (before) => defaultsOf(before)?.rho?.[conventionOf(before)] ?? 0.9,
      min: 0,
      max: 1,
      exclusiveMax: true,
      scale: 'oneMinusLog',
      live: true,
      when: readBy('rho'),
    },
    epsilon: {
      ...DETAILS,
      kind: 'number',
      title: 'Epsilon ε',
      help: 'Keeps the division by the root away from zero.',
      default: (before) => defaultsOf(before)?.epsilon?.[conventionOf(before)] ?? 1e-7,
      min: 0,
      scale: 'log',
      live: true,
      when: readBy('epsilon'),
    },
    initialAccumulatorValue: {
      ...DETAILS,
      kind: 'number',
      title: 'Initial accumulator',
      help: 'What the sum of squared gradients starts at.',
      default: (before) => (conventionOf(before) === 'keras' ? 0.1 : 0),
      min: 0,
      when: readBy('initialAccumulatorValue'),
    },
    weightDecay: {
      ...LIMITS,
      kind: 'number',
      title: 'Weight decay λ',
      help: 'Share of each weight that is lost per step: times the rate in Keras and AdamW, by way of the gradient in PyTorch. 0: none.',
      default: (before) => defaultsOf(before)?.weightDecay?.[conventionOf(before)] ?? 0,
      min: 0,
      scale: 'log',
      live: true,
      zeroIsOff: true,
    },
    clipValue: {
      ...LIMITS,
      kind: 'number',
      title: 'Clip by value',
      help: 'Cuts every element of the gradients to plus or minus this. Before clipping by norm. 0: off.',
      default: 0,
      min: 0,
      live: true,
      zeroIsOff: true,
    },
    clipNorm: {
      ...LIMITS,
      kind: 'number',
      title: 'Clip by norm',
      help: 'Scales gradients down to this norm: in Keras each weight’s own, in PyTorch all of them together. 0: off.',
      default: 0,
      min: 0,
      live: true,
      zeroIsOff: true,
    },
    globalClipNorm: {
      ...LIMITS,
      kind: 'number',
      title: 'Clip by global norm',
      help: 'Scales all gradients by one factor, so that their norm together is at most this. 0: off.',
      default: 0,
      min: 0,
      live: true,
      zeroIsOff: true,
      when: { parameter: 'convention', in: ['keras'] },
    },
  },
  role: 'optimizer',
  infer({ inputs, report }) {
    const shape = inputs.loss?.shape ?? [];
    if (shape.length > 0) report('notScalar', { port: 'loss' }, { found: shape.join('×') });
    return {};
  },
  scalars({ parameters, step }) {
    const rate = scheduledRate(parameters, step);
    const cycled = scheduledMomentum(parameters, step);
    // Field by field: this runs at every step, and copying all parameters takes longer than a small net does.
    const settings: OptimizerSettings = {
      rate,
      momentum: cycled ?? parameters.momentum,
      beta1: cycled ?? parameters.beta1,
      beta2: parameters.beta2,
      rho: parameters.rho,
      epsilon: parameters.epsilon,
      initialAccumulatorValue: parameters.initialAccumulatorValue,
      convention: conventionOf(parameters),
    };
    const update = algorithmOf(parameters.algorithm).scalars(settings, step);
    return {
      update,
      decayedUpdate: [...update, decayAmount(parameters, rate)],
      clipValue: [limitOf(parameters.clipValue)],
      clipNorm: [limitOf(parameters.clipNorm)],
      globalClipNorm: [limitOf(parameters.globalClipNorm)],
    };
  },
  lower: () => ({}),
});
