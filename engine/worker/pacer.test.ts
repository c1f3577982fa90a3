import { expect, test } from 'vitest';
import { Pacer } from './pacer';

/** A clock that steps and waits move on. */
function clock() {
  let now = 0;
  return {
    now: () => now,
    pass: (milliseconds: number): void => {
      now += milliseconds;
    },
  };
}

test('at full speed a slice ends after its time, and the next follows at once', () => {
  const [pacer, time] = [new Pacer(), clock()];
  let steps = 0;
  const wait = pacer.slice(time.now, () => {
    steps++;
    time.pass(1);
    return true;
  });
  expect(wait).toBe(0);
  expect(steps).toBe(12);
});

test('a slice ends when there is nothing more to do', () => {
  const [pacer, time] = [new Pacer(), clock()];
  let steps = 0;
  pacer.slice(time.now, () => ++steps < 3);
  expect(steps).toBe(3);
});

test.each([1, 7, 60, 1000])('at %d steps a second it makes that many', (rate) => {
  const [pacer, time] = [new Pacer(), clock()];
  pacer.stepsPerSecond = rate;
  pacer.start(time.now());
  let steps = 0;
  while (time.now() < 10_000) {
    const wait = pacer.slice(time.now, () => {
      steps++;
      return true;
    });
    time.pass(Math.max(wait, 0.1));
  }
  expect(Math.abs(steps - 10 * rate)).toBeLessThanOrEqual(Math.max(1, rate / 50));
});

test('steps that a long pause missed are not made up for', () => {
  const [pacer, time] = [new Pacer(), clock()];
  pacer.stepsPerSecond = 100;
  pacer.start(time.now());
  time.pass(60_000);
  let steps = 0;
  pacer.slice(time.now, () => {
    steps++;
    return true;
  });
  expect(steps).toBe(10);
});
