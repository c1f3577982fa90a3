import { expect, test } from 'vitest';
import { rebin, type SourceHistogram } from './histogram';

/** Values on a fixed lattice with a bell over it: 0, 1, … 999, denser in the middle. */
const VALUES = Array.from({ length: 6000 }, (_, i) => {
  const u = (((i * 7919) % 6000) + 0.5) / 6000;
  return Math.log(u / (1 - u));
});

function binned(values: readonly number[], low: number, high: number, bins = 256): SourceHistogram {
  const counts = new Float64Array(bins);
  let underflow = 0;
  let overflow = 0;
  for (const value of values) {
    if (value < low) underflow++;
    else if (value > high) overflow++;
    else {
      const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return { low, high, underflow, overflow, counts };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

test('loses and invents no count', () => {
  for (const [low, high] of [
    [-5, 5],
    [-1, 1],
    [-20, 20],
    [2, 7],
    [50, 60],
  ] as const) {
    const { bars, under, over, total } = rebin(binned(VALUES, -6, 6), { low, high });
    expect(total).toBe(6000);
    expect(sum(bars.map(({ count }) => count)) + under.count + over.count).toBe(6000);
  }
});

test('every bar has exactly the values between its edges', () => {
  const { bars, under, over } = rebin(binned(VALUES, -8, 8), { low: -5, high: 5 });
  for (const { low, high, count } of bars) {
    expect(count).toBe(VALUES.filter((value) => value >= low && value < high).length);
  }
  expect(under.count).toBe(VALUES.filter((value) => value < under.limit).length);
  expect(over.count).toBe(VALUES.filter((value) => value >= over.limit).length);
});

test('gives about as many bars as wanted, without gaps', () => {
  const { bars } = rebin(binned(VALUES, -6, 6), { low: -5, high: 5 }, 22);
  expect(bars.length).toBeGreaterThanOrEqual(20);
  expect(bars.length).toBeLessThanOrEqual(24);
  for (let i = 1; i < bars.length; i++) expect(bars[i]?.low).toBe(bars[i - 1]?.high);
});

test('never makes a bar narrower than a source bin', () => {
  const { bars } = rebin(binned(VALUES, -100, 100, 64), { low: -5, high: 5 });
  expect(bars.length).toBeLessThanOrEqual(4);
  expect(sum(bars.map(({ count }) => count))).toBeGreaterThan(5000);
});

test('adds the under- and overflow of the source', () => {
  const { under, over } = rebin(binned(VALUES, -2, 2), { low: -5, high: 5 });
  expect(under.count).toBe(VALUES.filter((value) => value < -2).length);
  expect(over.count).toBe(VALUES.filter((value) => value > 2).length);
});

test('shows equal values as one bar, or as overflow beyond the axis', () => {
  const flat = { low: 3, high: 3, underflow: 0, overflow: 0, counts: new Float64Array(256).fill(0).with(0, 40) };
  expect(rebin(flat, { low: -5, high: 5 }).bars).toMatchObject([{ count: 40 }]);
  expect(rebin(flat, { low: -1, high: 1 })).toMatchObject({ bars: [], over: { count: 40 } });
});

test('is empty for no values', () => {
  expect(rebin(binned([], -1, 1), { low: -5, high: 5 })).toMatchObject({ bars: [], total: 0 });
});
