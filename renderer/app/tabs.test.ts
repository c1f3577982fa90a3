import { beforeEach, expect, test, vi } from 'vitest';
import { newDocument } from '../../engine';
import { setName } from '../document/actions';
import { select, selectedNodes } from '../document/selection';
import { currentDocument, freshState, loadDocument, NO_FILE, undoEdit, useDocument } from '../document/store';
import { examples } from '../examples';
import { newGraph, openDocument, openExample, openText } from './session';
import {
  activate,
  activeTab,
  addTab,
  dirtyTabs,
  goBy,
  moveTab,
  removeTab,
  reopenClosed,
  stateOf,
  useTabs,
} from './tabs';

vi.mock('../host', () => ({ host: { on: () => () => undefined, recentFiles: async () => [] } }));

const empty = () => freshState(newDocument('Empty'));
const names = (): string[] => useTabs.getState().tabs.map((tab) => stateOf(tab).document.name);

beforeEach(() => {
  const [first, ...others] = useTabs.getState().tabs;
  for (const { id } of others) removeTab(id, empty);
  if (first) activate(first.id);
  loadDocument(newDocument('First'));
});

test('each tab keeps its own history, selection and file', () => {
  const first = activeTab();
  const file = { ...NO_FILE, id: 'file-2', name: 'second.json' };
  setName('First, changed');
  select(['a']);
  const second = addTab(freshState(newDocument('Second'), { file }));
  activate(second);
  expect([currentDocument().name, selectedNodes(), useDocument.getState().file]).toEqual(['Second', [], file]);
  setName('Second, changed');
  activate(first);
  expect([currentDocument().name, selectedNodes()]).toEqual(['First, changed', ['a']]);
  undoEdit();
  expect(currentDocument().name).toBe('First');
  expect(dirtyTabs().map(({ id }) => id)).toEqual([second]);
  activate(second);
  undoEdit();
  expect(names()).toEqual(['First', 'Second']);
});

test('a document keeps its opening through every change of tabs, so that its run is still its own', () => {
  const first = activeTab();
  const { opened } = useDocument.getState();
  activate(addTab(freshState(newDocument('Second'))));
  expect(useDocument.getState().opened).not.toBe(opened);
  activate(first);
  expect(useDocument.getState().opened).toBe(opened);
});

test('closing shows the neighbour, and the last tab leaves an empty graph', () => {
  const first = activeTab();
  const second = addTab(freshState(newDocument('Second')));
  const third = addTab(freshState(newDocument('Third')));
  activate(second);
  removeTab(second, empty);
  expect(activeTab()).toBe(third);
  removeTab(third, empty);
  expect(activeTab()).toBe(first);
  removeTab(first, empty);
  expect(names()).toEqual(['Empty']);
});

test('a closed graph comes back with its history, as another opening', () => {
  setName('Changed');
  const { opened } = useDocument.getState();
  const second = addTab(freshState(newDocument('Second')));
  removeTab(activeTab(), empty);
  expect(activeTab()).toBe(second);
  expect(reopenClosed()?.document.name).toBe('Changed');
  expect(useDocument.getState().opened).not.toBe(opened);
  undoEdit();
  expect(currentDocument().name).toBe('First');
});

test('tabs are gone through in a circle, and moved', () => {
  const second = addTab(freshState(newDocument('Second')));
  addTab(freshState(newDocument('Third')));
  goBy(-1);
  expect(currentDocument().name).toBe('Third');
  goBy(1);
  expect(currentDocument().name).toBe('First');
  moveTab(second, 0);
  moveTab(activeTab(), 99);
  expect(names()).toEqual(['Second', 'Third', 'First']);
});

test('what nobody touched gives its tab to the next graph; what was changed or has a file keeps it', () => {
  const [one, two] = examples;
  if (!one || !two) throw new Error('two examples are needed');
  openExample(one.id);
  openExample(two.id);
  expect(names()).toEqual([two.title]);
  setName('Mine');
  newGraph();
  expect(names()).toEqual(['Mine', 'Untitled']);
  openDocument(newDocument('From a file'), { ...NO_FILE, id: 'file-3', name: 'f.json' });
  expect(names()).toEqual(['Mine', 'From a file']);
  openExample(one.id);
  expect(names()).toEqual(['Mine', 'From a file', one.title]);
});

test('a file that is open is shown where it is, and as it is now unless that would cost changes', () => {
  const file = (stamp: string) => ({ ...NO_FILE, id: 'file-4', name: 'f.json', stamp });
  openDocument(newDocument('As it was'), file('one'));
  activate(addTab(freshState(newDocument('Other'))));
  openDocument(newDocument('As it is'), file('two'));
  expect(names()).toEqual(['As it is', 'Other']);
  setName('Changed');
  openDocument(newDocument('Newer still'), file('three'));
  expect([names(), useDocument.getState().file.stamp]).toEqual([['Changed', 'Other'], 'two']);
});

test('a broken or too new file opens nothing', () => {
  expect(openText('{', 'x.json', NO_FILE)).toBe(false);
  expect(openText('{"format": "zlens-graph", "version": 99, "nodes": []}', 'x.json', NO_FILE)).toBe(false);
  expect(names()).toEqual(['First']);
});
