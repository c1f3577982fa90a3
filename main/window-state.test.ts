import { expect, test } from 'vitest';
import { defaultSize, openingBounds, smallestSize } from './window-state';

const display = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };

function state(x: number, y: number, width = 1000, height = 700) {
  return { bounds: { x, y, width, height }, maximized: false };
}

test('the first start has the usual size and no place of its own', () => {
  expect(openingBounds(null, [display])).toEqual(defaultSize);
});

test('a small display gets a window that fits', () => {
  expect(openingBounds(null, [{ ...display, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
});

test('the window opens where it was', () => {
  expect(openingBounds(state(2000, 50), [display, second])).toEqual({ x: 2000, y: 50, width: 1000, height: 700 });
});

test('a place on a display that is gone is forgotten, the size is not', () => {
  expect(openingBounds(state(2000, 50), [display])).toEqual({ width: 1000, height: 700 });
});

test('a title bar that cannot be gripped is moved back', () => {
  expect(openingBounds(state(1900, 50), [display])).not.toHaveProperty('x');
  expect(openingBounds(state(100, -500), [display])).not.toHaveProperty('x');
  expect(openingBounds(state(100, 1075), [display])).not.toHaveProperty('x');
});

test('sizes are kept between the smallest and the display', () => {
  expect(openingBounds(state(0, 0, 10, 10), [display])).toMatchObject(smallestSize);
  expect(openingBounds(state(0, 0, 9999, 9999), [display])).toMatchObject({ width: 1920, height: 1080 });
});

test('numbers that are none are as good as no state', () => {
  expect(openingBounds(state(Number.NaN, 0), [display])).toEqual(defaultSize);
});
