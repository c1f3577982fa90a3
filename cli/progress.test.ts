import { expect, test } from 'vitest';
import type { Io } from './io';
import { barText, duration, Progress } from './progress';

test('times are read as people say them', () => {
  expect([0.4, 59, 65, 3600, 7384].map(duration)).toEqual(['0 s', '59 s', '1:05', '1:00:00', '2:03:04']);
});

test('the bar tells share, rate and time left, and fits the terminal', () => {
  const bar = barText(250, 1000, 5, 100);
  expect(bar).toContain('25 %  250/1000 steps, 50/s, 15 s left');
  expect(bar.split('█')).toHaveLength(11);
  for (const columns of [10, 40, 60, 200]) expect(barText(1, 3, 1, columns).length).toBeLessThan(columns);
});

test('draws at most ten times a second, and clears its line', () => {
  const written: string[] = [];
  const io = { isTerminal: true, columns: () => 80, err: (text: string) => written.push(text) } as unknown as Io;
  const progress = new Progress(io, 100);
  for (let now = 0; now <= 1000; now += 10) progress.show(now / 10, now / 1000, now);
  expect(written).toHaveLength(11);
  progress.clear();
  expect(written.at(-1)).toBe('\r\u001b[2K');
});

test('writes nothing where there is no terminal', () => {
  const written: string[] = [];
  const io = { isTerminal: false, columns: () => 80, err: (text: string) => written.push(text) } as unknown as Io;
  const progress = new Progress(io, 100);
  progress.show(1, 1, 1000);
  progress.clear();
  expect(written).toEqual([]);
});
