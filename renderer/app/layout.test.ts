import { expect, test } from 'vitest';
import { parseLayout, setDockHeight, useLayout } from './layout';

test('brings back what was remembered', () => {
  const text = JSON.stringify({ tab: 'training', dockHeight: 400, theme: 'light', folded: ['data'] });
  expect(parseLayout(text)).toMatchObject({ tab: 'training', dockHeight: 400, theme: 'light', folded: ['data'] });
});

test('takes defaults for what is missing, broken or of another version', () => {
  const fresh = parseLayout(null);
  expect(fresh.tab).toBe('statistics');
  for (const text of ['', '{', '[]', '7', '{"tab":"compile","dockHeight":"tall","theme":3,"folded":[1]}']) {
    expect(parseLayout(text)).toMatchObject({ tab: 'statistics', dockHeight: null, theme: 'system' });
  }
});

test('keeps the dock between its least height and 70 percent of the window', () => {
  setDockHeight(10, 900);
  expect(useLayout.getState().dockHeight).toBe(120);
  setDockHeight(5000, 900);
  expect(useLayout.getState().dockHeight).toBe(630);
  setDockHeight(300.4, 900);
  expect(useLayout.getState().dockHeight).toBe(300);
});
