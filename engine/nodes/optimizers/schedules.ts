/**
 * Learning-rate schedules: Keras's formulas, and PyTorch's one-cycle. Pure functions of the update's number, in float64,
 * so that a curve can be drawn before anything runs. `t` counts updates already made: 0 for the first one.
 */
import { cos, power } from '../../core/math';

/** The parameters of the optimizer node that its schedule reads. */
export interface ScheduleSettings {
  schedule: string;
  learningRate: number;
  warmupSteps: number;
  decaySteps: number;
  decayRate: number;
  /** Of cosine: the last rate, as a share of the learning rate. */
  finalFactor: number;
  /** Of one-cycle: when the peak is reached, as a share of the steps. */
  peakAt: number;
  /** Of one-cycle: the first rate is the learning rate divided by this. */
  divFactor: number;
  /** Of one-cycle: the last rate is the first divided by this. */
  finalDivFactor: number;
  cycleMomentum: boolean;
  minMomentum: number;
  maxMomentum: number;
}

export interface Schedule {
  name: string;
  title: string;
  formula: string;
  reference: { title: string; url: string };
  /** Parameters that it reads, beside the learning rate. */
  reads: readonly (keyof ScheduleSettings)[];
  /** What the learning rate is multiplied with after t updates. */
  factor(settings: ScheduleSettings, t: number): number;
}

/** Half a cosine from `from` (at share 0) to `to` (at share 1). */
const annealed = (from: number, to: number, share: number): number =>
  to + ((from - to) / 2) * (1 + cos(Math.PI * share));

/** Where update t of one cycle stands: rising (0) or falling (1), and how far on the way, from 0 to 1. */
function cycleAt({ decaySteps, peakAt }: ScheduleSettings, t: number): { falling: boolean; share: number } {
  const peak = peakAt * decaySteps - 1;
  if (t <= peak) return { falling: false, share: peak > 0 ? t / peak : 1 };
  const end = decaySteps - 1;
  return { falling: true, share: end > peak ? Math.min(1, (t - peak) / (end - peak)) : 1 };
}

const keras = (name: string, path: string) => ({
  title: `Keras: ${name}`,
  url: `https://keras.io/api/optimizers/learning_rate_schedules/${path}/`,
});

export const SCHEDULES: readonly Schedule[] = [
  {
    name: 'constant',
    title: 'Constant',
    formula: 'αₜ = α',
    reference: keras('learning rate schedules', 'learning_rate_schedule'),
    reads: ['warmupSteps'],
    factor: () => 1,
  },
  {
    name: 'inverseTime',
    title: 'Inverse time',
    formula: 'αₜ = α/(1 + rate·t/steps)',
    reference: keras('InverseTimeDecay', 'inverse_time_decay'),
    reads: ['warmupSteps', 'decaySteps', 'decayRate'],
    factor: ({ decaySteps, decayRate }, t) => 1 / (1 + (decayRate * t) / decaySteps),
  },
  {
    name: 'exponential',
    title: 'Exponential',
    formula: 'αₜ = α·rate^(t/steps)',
    reference: keras('ExponentialDecay', 'exponential_decay'),
    reads: ['warmupSteps', 'decaySteps', 'decayRate'],
    factor: ({ decaySteps, decayRate }, t) => power(decayRate, t / decaySteps),
  },
  {
    name: 'step',
    title: 'Step',
    formula: 'αₜ = α·rate^⌊t/steps⌋',
    reference: keras('ExponentialDecay, staircase', 'exponential_decay'),
    reads: ['warmupSteps', 'decaySteps', 'decayRate'],
    factor: ({ decaySteps, decayRate }, t) => power(decayRate, Math.floor(t / decaySteps)),
  },
  {
    name: 'cosine',
    title: 'Cosine',
    formula: 'αₜ = α·(f + (1 − f)·(1 + cos(π·t/steps))/2), then α·f',
    reference: {
      title: 'Loshchilov and Hutter 2017, SGDR: Stochastic Gradient Descent with Warm Restarts',
      url: 'https://arxiv.org/abs/1608.03983',
    },
    reads: ['warmupSteps', 'decaySteps', 'finalFactor'],
    factor: ({ decaySteps, finalFactor }, t) => annealed(1, finalFactor, Math.min(t, decaySteps) / decaySteps),
  },
  {
    name: 'oneCycle',
    title: 'One cycle',
    formula: 'α/d ↗ α ↘ α/(d·D), in half cosines',
    reference: {
      title: 'Smith and Topin 2018, Super-Convergence: Very Fast Training Using Large Learning Rates',
      url: 'https://arxiv.org/abs/1708.07120',
    },
    reads: ['decaySteps', 'peakAt', 'divFactor', 'finalDivFactor', 'cycleMomentum'],
    factor(settings, t) {
      const { falling, share } = cycleAt(settings, t);
      const first = 1 / settings.divFactor;
      return falling ? annealed(1, first / settings.finalDivFactor, share) : annealed(first, 1, share);
    },
  },
];

function scheduleOf(name: string): Schedule {
  const schedule = SCHEDULES.find((item) => item.name === name);
  if (!schedule) throw new Error(`Unknown schedule "${name}".`);
  return schedule;
}

/**
 * The learning rate of update number `step` (from 1). A warm-up rises to the learning rate in equal steps, the first of
 * them above zero (Goyal et al. 2017); the schedule starts when it is over.
 *
 * @throws for a schedule that validation has not seen
 */
export function scheduledRate(settings: ScheduleSettings, step: number): number {
  const { learningRate, warmupSteps } = settings;
  const schedule = scheduleOf(settings.schedule);
  const warmup = schedule.reads.includes('warmupSteps') ? warmupSteps : 0;
  if (step <= warmup) return (learningRate * step) / warmup;
  return learningRate * schedule.factor(settings, step - 1 - warmup);
}

/**
 * The momentum of update number `step` (from 1) where a one-cycle schedule moves it, against the rate: from the largest
 * to the smallest and back. Null where the schedule leaves momentum alone.
 */
export function scheduledMomentum(settings: ScheduleSettings, step: number): number | null {
  const { minMomentum, maxMomentum, cycleMomentum } = settings;
  if (settings.schedule !== 'oneCycle' || !cycleMomentum) return null;
  const { falling, share } = cycleAt(settings, step - 1);
  return falling ? annealed(minMomentum, maxMomentum, share) : annealed(maxMomentum, minMomentum, share);
}
