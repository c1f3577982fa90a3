import { expect, test, vi } from 'vitest';
import { newDocument, parseDocument, printDocument } from '../../engine';
import { addNode, setName } from '../document/actions';
import { addDataFile, currentDocument, loadDocument } from '../document/store';
import { draftText, parseDraft, restoreDraft } from './draft';
import { suggestName } from './session';

const stored = vi.hoisted(() => ({ text: null as string | null }));
vi.mock('../host', () => ({
  host: {
    on: () => () => undefined,
    readAutosave: async () => (stored.text === null ? null : { text: stored.text, savedAt: 0 }),
    readBeside: async () => ({ error: 'gone' }),
  },
}));

test('a draft keeps the document, its file, its data and whether it was saved', () => {
  loadDocument(newDocument('Draft'), { file: { id: 'file-1', name: 'draft.zlens.json', savedAt: 5 } });
  addNode('dense', { x: 0, y: 0 });
  addDataFile('rows.csv', 'a,b\n1,2\n');
  const draft = parseDraft(draftText());
  expect(draft).toMatchObject({
    dirty: true,
    file: { id: 'file-1', name: 'draft.zlens.json' },
    files: { 'rows.csv': 'a,b\n1,2\n' },
  });
  const parsed = parseDocument(draft?.document ?? '');
  expect(parsed.ok && printDocument(parsed.value)).toBe(printDocument(currentDocument()));
});

test('a draft comes back as it was', async () => {
  loadDocument(newDocument('Before the crash'));
  setName('Edited before the crash');
  stored.text = draftText();
  loadDocument(newDocument('Another'));
  expect(await restoreDraft()).toBe(true);
  expect(currentDocument().name).toBe('Edited before the crash');
});

test('a broken draft is left alone', async () => {
  loadDocument(newDocument('Stays'));
  for (const text of ['', '{}', '{"document": 7, "file": {}}', '{"document": "{}", "file": {}}']) {
    stored.text = text;
    expect(await restoreDraft()).toBe(false);
  }
  expect(currentDocument().name).toBe('Stays');
});

test('a file name is made of the name of the graph', () => {
  expect(suggestName('Digits with batch norm')).toBe('digits-with-batch-norm.zlens.json');
  expect(suggestName('Übung 3: Größe')).toBe('übung-3-größe.zlens.json');
  expect(suggestName('///')).toBe('graph.zlens.json');
});
