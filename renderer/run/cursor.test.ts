import { beforeEach, expect, test, vi } from 'vitest';
import { cursorKeys, cursorStep, followRun, hoverStep, nearestStop, pinStep, useCursor } from './cursor';

const STOPS = [1, 5, 9, 13, 17, 21, 25, 29, 33, 37, 41, 45];

function press(key: string, shiftKey = false, ctrlKey = false) {
  const event = {
    ...{ key, shiftKey, ctrlKey, metaKey: false, altKey: false },
    preventDefault: vi.fn(),
    stopPropagation: vi.fn(),
  };
  cursorKeys(event, STOPS);
  return event;
}

beforeEach(followRun);

test('follows the pointer and goes back to the newest step when it leaves', () => {
  hoverStep(9);
  expect(cursorStep()).toBe(9);
  hoverStep(null);
  expect(cursorStep()).toBeNull();
});

test('a click pins the step against the pointer, a second one lets it go', () => {
  pinStep(9);
  hoverStep(17);
  expect(useCursor.getState()).toEqual({ step: 9, pinned: true });
  pinStep(9);
  hoverStep(17);
  expect(useCursor.getState()).toEqual({ step: 17, pinned: false });
});

test('arrow keys move from the newest step over the stops, with Shift by ten', () => {
  press('ArrowLeft');
  expect(cursorStep()).toBe(41);
  press('ArrowLeft', true);
  expect(cursorStep()).toBe(1);
  press('ArrowRight');
  expect(cursorStep()).toBe(5);
  press('End');
  expect(cursorStep()).toBe(45);
  press('Home');
  expect(cursorStep()).toBe(1);
});

test('Esc returns to the newest step and is left to others when there is nothing to leave', () => {
  press('ArrowLeft');
  expect(press('Escape').preventDefault).toHaveBeenCalled();
  expect(cursorStep()).toBeNull();
  expect(press('Escape').preventDefault).not.toHaveBeenCalled();
});

test('leaves keys with modifiers and other keys alone', () => {
  expect(press('ArrowLeft', false, true).stopPropagation).not.toHaveBeenCalled();
  expect(press('a').stopPropagation).not.toHaveBeenCalled();
  expect(cursorStep()).toBeNull();
});

test('finds the nearest stop', () => {
  expect(nearestStop(STOPS, 6.9)).toBe(1);
  expect(nearestStop(STOPS, 1000)).toBe(11);
  expect(nearestStop([], 3)).toBe(-1);
});
