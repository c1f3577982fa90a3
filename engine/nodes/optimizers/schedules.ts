/** Learning-rate schedules by Keras's formulas. `t` counts updates already made: 0 for the first one. */

interface ScheduleSettings {
  learningRate: number;
  decaySteps: number;
  decayRate: number;
}

interface Schedule {
  name: string;
  title: string;
  /** The rate after t updates. */
  rate(settings: ScheduleSettings, t: number): number;
  decays: boolean;
}

export const SCHEDULES: readonly Schedule[] = [
  { name: 'constant', title: 'Constant', rate: ({ learningRate }) => learningRate, decays: false },
  {
    name: 'inverseTime',
    title: 'Inverse time',
    rate: ({ learningRate, decaySteps, decayRate }, t) => learningRate / (1 + (decayRate * t) / decaySteps),
    decays: true,
  },
  {
    name: 'exponential',
    title: 'Exponential',
    rate: ({ learningRate, decaySteps, decayRate }, t) => learningRate * decayRate ** (t / decaySteps),
    decays: true,
  },
  {
    name: 'step',
    title: 'Step',
    rate: ({ learningRate, decaySteps, decayRate }, t) => learningRate * decayRate ** Math.floor(t / decaySteps),
    decays: true,
  },
];

/** The learning rate of update number `step` (from 1). */
export function scheduledRate(name: string, settings: ScheduleSettings, step: number): number {
  const schedule = SCHEDULES.find((item) => item.name === name);
  if (!schedule) throw new Error(`Unknown schedule "${name}".`);
  return schedule.rate(settings, step - 1);
}
