import { expect, test } from 'vitest';
import { CARD_HEIGHT, CARD_WIDTH } from './geometry';
import { detailAt, fittingView } from './viewport';

const at = (x: number, y: number) => ({ x, y, width: CARD_WIDTH, height: CARD_HEIGHT });

test('shows a small graph at its own size, in the middle', () => {
  const view = fittingView([at(0, 0), at(244, 0)], { width: 900, height: 500 }, 0);
  expect(view.zoom).toBe(1);
  expect(view.x).toBe((900 - 404) / 2);
  expect(view.y).toBe((500 - 104) / 2);
});

test('zooms out until a large graph fits with room about it', () => {
  const view = fittingView([at(-1000, 0), at(2000, 900)], { width: 900, height: 500 }, 0);
  expect(view.zoom).toBeLessThan(1);
  expect(view.x - 1000 * view.zoom).toBeGreaterThanOrEqual(21);
  expect(view.x + 2160 * view.zoom).toBeLessThanOrEqual(879);
});

test('moves aside for the map where there is room, and not where there is none', () => {
  const tall = fittingView([at(0, 0), at(0, 1000)], { width: 500, height: 400 }, 176);
  expect(tall.x).toBeGreaterThanOrEqual(176 + 22);
  const wide = fittingView([at(0, 0), at(732, 0)], { width: 936, height: 500 }, 176);
  expect(wide.x).toBe((936 - 892) / 2);
});

test('shows less on a card the further the view is away', () => {
  expect([1, 0.75, 0.55, 0.3].map(detailAt)).toEqual(['full', 'compact', 'small', 'far']);
});
