import { describe, expect, test } from 'vitest';
import { expectNearNumber } from '../../testing/expect';
import { SCHEDULES, type ScheduleSettings, scheduledMomentum, scheduledRate } from './schedules';

const BASE: ScheduleSettings = {
  schedule: 'constant',
  learningRate: 0.8,
  warmupSteps: 0,
  decaySteps: 10,
  decayRate: 0.5,
  finalFactor: 0,
  peakAt: 0.3,
  divFactor: 25,
  finalDivFactor: 10_000,
  cycleMomentum: false,
  minMomentum: 0.85,
  maxMomentum: 0.95,
};

const rate = (step: number, settings: Partial<ScheduleSettings>) => scheduledRate({ ...BASE, ...settings }, step);
const EXACT = { relative: 1e-14 };

test('the first update has the full rate in every schedule but one cycle', () => {
  for (const { name } of SCHEDULES) {
    expectNearNumber(rate(1, { schedule: name }), name === 'oneCycle' ? 0.8 / 25 : 0.8, EXACT);
  }
});

test('after the decay steps, rates have fallen by the decay rate', () => {
  expect(rate(1_000_000, {})).toBe(0.8);
  expectNearNumber(rate(11, { schedule: 'exponential' }), 0.4, EXACT);
  expectNearNumber(rate(6, { schedule: 'exponential' }), 0.8 * Math.SQRT1_2, EXACT);
  expectNearNumber(rate(10, { schedule: 'step' }), 0.8, EXACT);
  expectNearNumber(rate(11, { schedule: 'step' }), 0.4, EXACT);
  expectNearNumber(rate(11, { schedule: 'inverseTime' }), 0.8 / 1.5, EXACT);
});

test('cosine falls by a half cosine to its final factor, and stays there', () => {
  // torch.optim.lr_scheduler.CosineAnnealingLR with T_max 8 and eta_min .03.
  const frozen = [
    0.3, 0.28972373688902375, 0.2604594154601839, 0.21666226336928715, 0.165, 0.11333773663071289, 0.0695405845398161,
    0.04027626311097629, 0.03,
  ];
  const settings = { schedule: 'cosine', learningRate: 0.3, decaySteps: 8, finalFactor: 0.1 };
  frozen.forEach((value, t) => {
    expectNearNumber(rate(t + 1, settings), value, { relative: 1e-13 });
  });
  expectNearNumber(rate(500, settings), 0.03, EXACT);
  expect(rate(11, { schedule: 'cosine' })).toBe(0);
});

describe('one cycle follows torch.optim.lr_scheduler.OneCycleLR', () => {
  const cases = [
    {
      settings: { learningRate: 0.4, decaySteps: 12 },
      rates: [
        0.016000000000000014, 0.1399158616878332, 0.3517140636488515, 0.39776617418036475, 0.3732051879365647,
        0.3246982615799052, 0.25895159907804133, 0.18505484106679002, 0.11322439928347969, 0.05339101207553224,
        0.01382679497015809, 1.6e-6,
      ],
      momenta: [
        0.95, 0.9177302443521267, 0.8625744625914449, 0.8505584586887436, 0.856698729810778, 0.8688255099070633,
        0.8852622412794547, 0.9037365046793212, 0.9216941869558779, 0.9366525935914912, 0.9465436874322102, 0.95,
      ],
    },
    {
      settings: { learningRate: 1, decaySteps: 7, peakAt: 0.5, divFactor: 10, finalDivFactor: 100 },
      rates: [
        0.09999999999999998, 0.41094235253127365, 0.9140576474687263, 0.9505339495172583, 0.611649206511179,
        0.18906684397156262, 0.001,
      ],
      momenta: [
        0.95, 0.9154508497187474, 0.8595491502812526, 0.854951556604879, 0.8888739533021842, 0.9311744900929366, 0.95,
      ],
    },
  ];

  test.each(cases)('with $settings', ({ settings, rates, momenta }) => {
    const all = { ...BASE, ...settings, schedule: 'oneCycle', cycleMomentum: true };
    rates.forEach((value, t) => {
      // PyTorch anneals by differences of large numbers, so its smallest rates carry its own rounding.
      expectNearNumber(scheduledRate(all, t + 1), value, { relative: 1e-10 });
    });
    momenta.forEach((value, t) => {
      expectNearNumber(scheduledMomentum(all, t + 1) ?? 0, value, { relative: 1e-13 });
    });
    expectNearNumber(scheduledRate(all, 1000), rates.at(-1) as number, { relative: 1e-10 });
    expectNearNumber(scheduledMomentum(all, 1000) ?? 0, 0.95, EXACT);
  });
});

test('one cycle is finite for cycles of any length and peaks at either end', () => {
  for (const decaySteps of [1, 2, 3, 10]) {
    for (const peakAt of [0, 0.1, 0.5, 1]) {
      for (let step = 1; step <= 12; step++) {
        const value = rate(step, { schedule: 'oneCycle', decaySteps, peakAt });
        expect(value > 0 && value <= 0.8 * (1 + 1e-12), `${decaySteps} ${peakAt} ${step}: ${value}`).toBe(true);
      }
    }
  }
});

test('momentum is left alone by every schedule unless one cycle moves it', () => {
  for (const { name } of SCHEDULES) expect(scheduledMomentum({ ...BASE, schedule: name }, 3)).toBeNull();
  expect(scheduledMomentum({ ...BASE, cycleMomentum: true }, 3)).toBeNull();
});

test('a warm-up rises in equal steps to the rate, and then the schedule starts from its beginning', () => {
  for (const { name, reads } of SCHEDULES) {
    const warm = { schedule: name, warmupSteps: 4 };
    if (!reads.includes('warmupSteps')) {
      expect(rate(2, warm)).toBe(rate(2, { schedule: name }));
      continue;
    }
    expect([1, 2, 3, 4].map((step) => rate(step, warm))).toEqual(
      [0.2, 0.4, 0.8 * 0.75, 0.8].map((x) => expect.closeTo(x, 14)),
    );
    for (const step of [5, 6, 15, 40]) expect(rate(step, warm)).toBe(rate(step - 4, { schedule: name }));
  }
});

test('an unknown schedule is a bug', () => {
  expect(() => rate(1, { schedule: 'none' })).toThrow('none');
});
