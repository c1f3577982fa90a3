import { expect, test } from 'vitest';
import { newDocument } from '../../engine';
import { runSteps, scheduleCurve } from './schedule-curve';

const optimizer = (data: Record<string, unknown>) => ({
  id: 'optimizer',
  type: 'optimizer',
  position: { x: 0, y: 0 },
  data: { learningRate: 0.1, ...data },
});

test('a constant rate has no curve', () => {
  expect(scheduleCurve(optimizer({}), 1000)).toBeNull();
  expect(scheduleCurve(optimizer({ schedule: 'cosine' }), 1)).toBeNull();
});

test('a warm-up and a cosine rise to the rate and fall to their share of it', () => {
  const curve = scheduleCurve(
    optimizer({ schedule: 'cosine', warmupSteps: 100, decaySteps: 900, finalFactor: 0.1 }),
    1001,
  );
  expect(curve?.first).toBeCloseTo(0.001, 12);
  expect(curve?.peak).toBeCloseTo(0.1, 3);
  expect(curve?.last).toBeCloseTo(0.01, 12);
  expect(curve?.points[0]?.step).toBe(1);
  expect(curve?.points.at(-1)?.step).toBe(1001);
});

test('a staircase halves the rate where it says', () => {
  const curve = scheduleCurve(optimizer({ schedule: 'step', decaySteps: 50, decayRate: 0.5 }), 100);
  expect(curve?.points.map(({ rate }) => rate)).toEqual([
    ...new Array<number>(50).fill(0.1),
    ...new Array<number>(50).fill(0.05),
  ]);
});

test('epochs are as many steps as there are whole batches', () => {
  const document = newDocument('Test');
  const data = [{ trainRows: 105, testRows: 0, featureShape: [2], classes: 2, classNames: [] }] as never[];
  const run = { ...document.run, batchSize: 10, epochs: 3, steps: undefined } as unknown as typeof document.run;
  expect(runSteps({ ...document, run }, data)).toBe(30);
  expect(runSteps({ ...document, run }, [])).toBeNull();
  expect(runSteps({ ...document, run: { ...document.run, steps: 77 } }, [])).toBe(77);
});
