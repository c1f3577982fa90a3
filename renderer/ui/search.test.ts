import { expect, test } from 'vitest';
import { matchScore, searchItems } from './search';

const titles = ['Add node: Dense', 'Add node: Batch norm', 'Delete selection', 'Undo', 'Fit view', 'Add node: Add'];
const find = (query: string): string[] => searchItems(titles, query, (title) => ({ title }));

test('keeps all items in their order without a query', () => {
  expect(find('  ')).toEqual(titles);
});

test('finds titles by any of their words, the exact beginning first', () => {
  expect(find('del')[0]).toBe('Delete selection');
  expect(find('dense')).toEqual(['Add node: Dense']);
  expect(find('norm batch')).toEqual(['Add node: Batch norm']);
});

test('finds titles by the first letters of their words', () => {
  expect(find('fv')).toEqual(['Fit view']);
});

test('finds nothing for letters that stand nowhere', () => {
  expect(find('xyzzy')).toEqual([]);
  expect(matchScore('quux', 'Undo')).toBeNull();
});

test('finds by keywords, after titles', () => {
  const items = [
    { title: 'Colours', keywords: 'theme' },
    { title: 'Theme', keywords: '' },
  ];
  expect(searchItems(items, 'theme', (item) => item).map(({ title }) => title)).toEqual(['Theme', 'Colours']);
});

test('reads letters with and without accents alike', () => {
  expect(matchScore('naive', 'Naïve Bayes')).not.toBeNull();
});
