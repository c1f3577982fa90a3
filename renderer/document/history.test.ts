import { expect, test } from 'vitest';
import { emptyHistory, record, redo, seal, travel, undo } from './history';

test('takes back one step after another and does them again', () => {
  let history = record(emptyHistory<number>(), 0, 'one', null, 0);
  history = record(history, 1, 'two', null, 10);
  const first = undo(history, 2);
  expect(first).toMatchObject({ state: 1, name: 'two' });
  const second = undo(first!.history, first!.state);
  expect(second).toMatchObject({ state: 0, name: 'one' });
  expect(undo(second!.history, second!.state)).toBeNull();
  const again = redo(second!.history, second!.state);
  expect(again).toMatchObject({ state: 1, name: 'one' });
  expect(redo(again!.history, again!.state)).toMatchObject({ state: 2, name: 'two' });
});

test('joins changes with the same key into one step, until a pause', () => {
  let history = record(emptyHistory<number>(), 0, 'typing', 'field', 0);
  history = record(history, 1, 'typing', 'field', 100);
  expect(history.past).toHaveLength(1);
  expect(undo(history, 2)?.state).toBe(0);
  history = record(history, 2, 'typing', 'field', 60_000);
  expect(history.past).toHaveLength(2);
});

test('begins another step after a seal', () => {
  let history = record(emptyHistory<number>(), 0, 'drag', 'drag 1', 0);
  history = record(seal(history), 1, 'drag', 'drag 1', 10);
  expect(history.past).toHaveLength(2);
});

test('forgets what was undone when something new is done', () => {
  const history = record(emptyHistory<number>(), 0, 'one', null, 0);
  const back = undo(history, 1)!;
  const other = record(back.history, back.state, 'other', null, 10);
  expect(redo(other, 5)).toBeNull();
});

test('a drag is one step however long the hand rests, until it is let go', () => {
  let history = record(emptyHistory<number>(), 0, 'move', 'drag 1', 0);
  history = record(history, 1, 'move', 'drag 1', 600_000);
  expect(history.past).toHaveLength(1);
  history = record(seal(history), 2, 'move', 'drag 1', 600_001);
  expect(history.past).toHaveLength(2);
});

test('travels over several steps at once, as far as there are any', () => {
  let history = emptyHistory<number>();
  for (let state = 0; state < 5; state++) history = record(history, state, `step ${state}`, null, state);
  const back = travel(history, 5, -3);
  expect(back.state).toBe(2);
  expect(back.history.past).toHaveLength(2);
  expect(travel(back.history, back.state, 2).state).toBe(4);
  expect(travel(back.history, back.state, 99).state).toBe(5);
  expect(travel(back.history, back.state, -99).state).toBe(0);
  expect(travel(history, 5, 1)).toEqual({ history, state: 5 });
});
