import { expect, test } from 'vitest';
import type { StepFrame, ZDetail, ZSummary } from '../../engine';
import { RunHistory, WIRE_FRAMES, zColumn } from './history';

const summary = (mean: number): ZSummary => ({
  mean,
  std: 1,
  min: mean - 3,
  max: mean + 3,
  p5: mean - 1.6,
  p15: mean - 1,
  p50: mean,
  p85: mean + 1,
  p95: mean + 1.6,
  dead: 0,
  saturated: 0.1,
});

const detail = (mean: number): ZDetail => ({
  ...summary(mean),
  count: 10,
  histogram: { low: -1, high: 1, underflow: 0, overflow: 0, counts: new Float64Array(256).fill(mean) },
  unitMean: new Float64Array(2),
  unitVariance: new Float64Array(2),
});

const frame = (step: number): StepFrame => ({
  step,
  loss: 1 / step,
  metrics: { acc: step / 1e6 },
  z: { dense_1: summary(step) },
});

const info = { probes: [{ nodeId: 'dense_1', symbol: 'z', units: 2 }], metrics: ['acc'] };

test('holds loss, metrics and z of every frame', () => {
  const history = new RunHistory(info);
  history.addFrames([1, 2, 3].map(frame), { step: 3, z: { dense_1: detail(3) } }, true);
  expect([...history.loss.values(0)]).toEqual([1, 1 / 2, 1 / 3]);
  expect(history.metrics.get('acc')?.latest(0)).toBe(3e-6);
  expect(history.probes.get('dense_1')?.series.latest(zColumn('p95'))).toBe(4.6);
  expect(history.lastStep).toBe(3);
});

test('lets one frame an event run along a wire while running, all while stepping', () => {
  const flowing = new RunHistory(info);
  const stepping = new RunHistory(info);
  const frames = Array.from({ length: 100 }, (_, i) => frame(i + 1));
  flowing.addFrames(frames, null, true);
  stepping.addFrames(frames, null, false);
  expect(flowing.probes.get('dense_1')?.recent.map(({ mean }) => mean)).toEqual([100]);
  expect(stepping.probes.get('dense_1')?.recent).toHaveLength(WIRE_FRAMES);
  expect(stepping.probes.get('dense_1')?.recent.at(-1)?.mean).toBe(100);
});

test('keeps a bounded number of full frames, evenly spread, the newest exactly', () => {
  const history = new RunHistory(info);
  const probe = history.probes.get('dense_1');
  for (let step = 1; step <= 3000; step++) {
    history.addFrames([frame(step)], { step, z: { dense_1: detail(step) } }, true);
    expect(probe?.momentNear(null)?.step).toBe(step);
  }
  const steps = history.momentSteps;
  expect(steps.length).toBeLessThanOrEqual(200);
  expect(steps.length).toBeGreaterThan(90);
  const gaps = steps.slice(1, -1).map((step, i) => step - (steps[i] as number));
  expect(new Set(gaps).size).toBe(1);
  expect(probe?.momentNear(1500)?.z.mean).toBe(probe?.momentNear(1500)?.step);
  expect(probe?.momentNear(1500)?.histogram.counts[0]).toBe(probe?.momentNear(1500)?.step);
});

test('one wild frame does not change the range of a layer', () => {
  const calm = new RunHistory(info);
  const wild = new RunHistory(info);
  for (let step = 1; step <= 300; step++) {
    const z = { dense_1: summary(Math.sin(step)) };
    calm.addFrames([{ ...frame(step), z }], null, true);
    wild.addFrames([{ ...frame(step), z: step === 150 ? { dense_1: summary(1e6) } : z }], null, true);
  }
  const [a, b] = [calm, wild].map((history) => history.probes.get('dense_1')?.robustRange());
  expect(b?.low).toBeCloseTo(a?.low as number, 1);
  expect(b?.high).toBeCloseTo(a?.high as number, 1);
});

test('of several settings at one step the last is marked', () => {
  const history = new RunHistory(info);
  const mark = { nodeId: 'sgd', parameter: 'learningRate', title: 'Learning rate' };
  history.addMark({ ...mark, step: 10, value: 0.1 });
  history.addMark({ ...mark, step: 10, value: 0.2 });
  history.addMark({ ...mark, step: 11, value: 0.3 });
  expect(history.marks.map(({ step, value }) => [step, value])).toEqual([
    [10, 0.2],
    [11, 0.3],
  ]);
});

test('a step without statistics leaves z as it was', () => {
  const history = new RunHistory(info);
  history.addFrames([frame(1), { ...frame(2), z: null }], null, true);
  expect(history.probes.get('dense_1')?.series.lastStep).toBe(1);
  expect(history.loss.lastStep).toBe(2);
});
