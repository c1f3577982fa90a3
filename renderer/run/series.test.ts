import { expect, test } from 'vitest';
import { StepSeries } from './series';

function filled(steps: number, capacity: number, every = 1): StepSeries {
  const series = new StepSeries(1, capacity);
  for (let step = every; step <= steps; step += every) series.push(step, [step * 10]);
  return series;
}

test('keeps every row while there is room', () => {
  const series = filled(100, 100);
  expect([...series.steps]).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test('never holds more than its capacity, whatever the length of the run', () => {
  const series = new StepSeries(1, 64);
  for (let step = 1; step <= 20_000; step++) {
    series.push(step, [step]);
    expect(series.length).toBeLessThanOrEqual(64);
  }
});

test('spreads what it keeps evenly over the whole run', () => {
  const series = filled(100_000, 200);
  const steps = [...series.steps];
  expect(steps[0]).toBe(1);
  expect(steps.length).toBeGreaterThan(90);
  const gaps = steps.slice(1, -1).map((step, i) => step - (steps[i] as number));
  expect(Math.max(...gaps)).toBe(Math.min(...gaps));
  expect(Math.max(...gaps)).toBe(series.stride);
});

test('always holds the newest row exactly', () => {
  const series = new StepSeries(2, 16);
  for (let step = 1; step <= 1000; step++) {
    series.push(step, [Math.sin(step), step]);
    expect(series.lastStep).toBe(step);
    expect(series.latest(0)).toBe(Math.sin(step));
    expect(series.latest(1)).toBe(step);
  }
});

test('keeps steps and values together when it thins', () => {
  const series = filled(5000, 100);
  series.steps.forEach((step, row) => {
    expect(series.values(0)[row]).toBe(step * 10);
  });
});

test('takes steps that already come thinned', () => {
  const series = filled(1_000_000, 100, 250);
  expect(series.length).toBeGreaterThan(45);
  expect(series.lastStep).toBe(1_000_000);
});

test('replaces the row of a step that comes again and ignores older ones', () => {
  const series = filled(5, 10);
  series.push(5, [1]);
  series.push(3, [2]);
  expect([...series.values(0)]).toEqual([10, 20, 30, 40, 1]);
});

test('finds the nearest step', () => {
  const series = new StepSeries(1, 10);
  for (const step of [10, 20, 40]) series.push(step, [step]);
  expect([0, 14, 16, 29, 31, 99].map((step) => series.nearest(step))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(new StepSeries(1).nearest(3)).toBe(-1);
});

test('counts versions so that drawings know when to change', () => {
  const series = filled(3, 10);
  const before = series.version;
  series.push(3, [0]);
  expect(series.version).toBe(before + 1);
  series.push(1, [0]);
  expect(series.version).toBe(before + 1);
});
