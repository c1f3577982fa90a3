import { expect, test } from 'vitest';
import type { Point, PortSpot, Rect, WirePlan } from './geometry';
import { type Route, roundedPath, routeWires, shapeWires } from './routing';

const card = (column: number, row: number): Rect => ({ x: column * 244, y: row * 148, width: 160, height: 104 });
const output = (rect: Rect, index = 0, count = 1): PortSpot => ({
  x: rect.x + 160,
  y: rect.y + (index === 0 ? 52 : 86),
  index,
  count,
});
const input = (rect: Rect, index = 0, count = 1): PortSpot => ({
  x: rect.x,
  y: rect.y + 52 + (index - (count - 1) / 2) * 28,
  index,
  count,
});

const grid = (columns: number, rows: number): Map<string, Rect> => {
  const cards = new Map<string, Rect>();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) cards.set(`${column},${row}`, card(column, row));
  }
  return cards;
};

const wire = (id: string, source: string, target: string, from: PortSpot, to: PortSpot): WirePlan => ({
  id,
  net: `${source}/${from.index}`,
  from,
  to,
  source,
  target,
});

const crosses = (route: Route, rect: Rect): boolean =>
  route.slice(1).some((b, place) => {
    const a = route[place] as Point;
    return (
      Math.max(a.x, b.x) > rect.x &&
      Math.min(a.x, b.x) < rect.x + rect.width &&
      Math.max(a.y, b.y) > rect.y &&
      Math.min(a.y, b.y) < rect.y + rect.height
    );
  });

const orthogonal = (route: Route): boolean =>
  route.slice(1).every((b, place) => {
    const a = route[place] as Point;
    return a.x === b.x || a.y === b.y;
  });

test('joins level neighbours by a straight line', () => {
  const cards = grid(2, 1);
  const from = output(card(0, 0));
  const to = input(card(1, 0));
  const route = routeWires([wire('a', '0,0', '1,0', from, to)], cards).get('a');
  expect(route?.map(({ x, y }) => [x, y])).toEqual([
    [160, 52],
    [244, 52],
  ]);
});

test('wraps to the next row through the gap between the rows', () => {
  const cards = grid(4, 2);
  const route = routeWires([wire('a', '3,0', '0,1', output(card(3, 0)), input(card(0, 1)))], cards).get('a') as Route;
  expect(orthogonal(route)).toBe(true);
  for (const rect of cards.values()) expect(crosses(route, rect)).toBe(false);
  expect(route.some(({ y }) => y > 104 && y < 148)).toBe(true);
});

test('keeps every wire of a full grid out of the cards', () => {
  const cards = grid(5, 4);
  const ids = [...cards.keys()];
  const wires = ids.flatMap((source, place) => {
    const target = ids[(place * 7 + 3) % ids.length] as string;
    if (target === source) return [];
    return [wire(`w${place}`, source, target, output(cards.get(source) as Rect), input(cards.get(target) as Rect))];
  });
  const routes = routeWires(wires, cards);
  expect(routes.size).toBe(wires.length);
  for (const { id, from, to } of wires) {
    const route = routes.get(id) as Route;
    expect(orthogonal(route)).toBe(true);
    expect(route[0]).toMatchObject({ x: from.x, y: from.y });
    expect(route.at(-1)).toMatchObject({ x: to.x, y: to.y });
    for (const rect of cards.values()) expect(crosses(route, rect)).toBe(false);
  }
});

test('keeps wires of different nets apart, and lets wires of one net share their way', () => {
  const cards = grid(4, 3);
  const softmax = output(card(3, 1));
  const labels = output(card(0, 0), 1, 2);
  const wires = [
    wire('toAccuracy', '3,1', '1,2', softmax, input(card(1, 2), 0, 2)),
    wire('toLoss', '3,1', '2,2', softmax, input(card(2, 2), 0, 2)),
    wire('labelsToAccuracy', '0,0', '1,2', labels, input(card(1, 2), 1, 2)),
    wire('labelsToLoss', '0,0', '2,2', labels, input(card(2, 2), 1, 2)),
  ];
  const routes = routeWires(wires, cards);
  const levels = (id: string): number[] => (routes.get(id) as Route).slice(1, -1).map(({ y }) => y);
  expect(levels('toAccuracy').some((y) => levels('toLoss').includes(y))).toBe(true);
  const level = (id: string): number | undefined => {
    const route = routes.get(id) as Route;
    return route.length > 4 ? route[2]?.y : undefined;
  };
  expect(level('labelsToLoss')).not.toBe(level('toLoss'));
  expect((routes.get('toAccuracy') as Route)[1]?.x).toBe((routes.get('toLoss') as Route)[1]?.x);
});

test('routes the wires of a dragged card only, when the others are kept', () => {
  const cards = grid(3, 1);
  const wires = [
    wire('a', '0,0', '1,0', output(card(0, 0)), input(card(1, 0))),
    wire('b', '1,0', '2,0', output(card(1, 0)), input(card(2, 0))),
  ];
  const before = routeWires(wires, cards);
  const after = routeWires(wires, cards, new Map([['a', before.get('a') as Route]]));
  expect(after.get('a')).toBe(before.get('a'));
  expect(after.get('b')).toEqual(before.get('b'));
});

test('routes 700 wires among 500 cards in a moment', () => {
  const cards = grid(25, 20);
  const ids = [...cards.keys()];
  const wires = Array.from({ length: 700 }, (_, place) => {
    const source = ids[place % ids.length] as string;
    const target = ids[(place + 1 + (place % 3) * 25) % ids.length] as string;
    return wire(`w${place}`, source, target, output(cards.get(source) as Rect), input(cards.get(target) as Rect));
  });
  routeWires(wires, cards);
  const start = performance.now();
  expect(routeWires(wires, cards).size).toBe(700);
  expect(performance.now() - start).toBeLessThan(1500);
});

test('rounds each corner with the radius that fits', () => {
  const path = roundedPath([
    { x: 0, y: 0 },
    { x: 20, y: 0 },
    { x: 20, y: 6 },
    { x: 60, y: 6 },
  ]);
  expect(path).toBe('M0 0L17 0Q20 0 20 3L20 3Q20 6 23 6L60 6');
});

test('labels a net once on a shared line and puts its band on the longest level piece', () => {
  const cards = grid(4, 3);
  const softmax = output(card(3, 1));
  const wires = [
    wire('one', '3,1', '1,2', softmax, input(card(1, 2), 0, 2)),
    wire('two', '3,1', '2,2', softmax, input(card(2, 2), 0, 2)),
  ];
  const shapes = shapeWires(wires, routeWires(wires, cards));
  expect(shapes.get('one')?.label).not.toBeNull();
  expect(shapes.get('two')?.label).toBeNull();
  const band = shapes.get('one')?.band;
  expect(band?.from.y).toBe(band?.to.y);
  expect(shapes.get('two')?.band).toBeNull();
});
