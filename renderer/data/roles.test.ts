import { expect, test } from 'vitest';
import type { CsvColumn, CsvPreview } from '../../engine';
import { firstRoles, roleParameters, roleProblems, withRole } from './roles';

const column = (
  name: string,
  kind: CsvColumn['kind'],
  role: CsvColumn['role'] = 'feature',
  distinct = 3,
): CsvColumn => ({
  ...{ name, kind, role, distinct },
  missing: 0,
});
const COLUMNS = [
  column('id', 'numbers'),
  column('name, full', 'text'),
  column('size', 'numbers'),
  column('kind', 'text', 'label'),
];
const preview: CsvPreview = {
  ...{ delimiter: 'comma', decimalComma: false, header: true, rows: [], looked: 0 },
  columns: COLUMNS,
};

test('columns of text are left out at first, the label is the one that was found', () => {
  expect(firstRoles(preview)).toEqual(['feature', 'ignored', 'feature', 'label']);
});

test('there is always one label', () => {
  const roles = firstRoles(preview);
  expect(withRole(roles, 0, 'label')).toEqual(['label', 'ignored', 'feature', 'feature']);
  expect(withRole(roles, 3, 'ignored')).toEqual(['feature', 'ignored', 'label', 'ignored']);
  expect(withRole(roles, 2, 'ignored')).toEqual(['feature', 'ignored', 'ignored', 'label']);
});

test('roles become the parameters of the node, doubled names by their place', () => {
  expect(roleParameters(COLUMNS, firstRoles(preview))).toEqual({ label: 'kind', ignore: '"name, full"' });
  const doubled = [column('x', 'numbers'), column('x', 'numbers'), column('y', 'numbers', 'label')];
  expect(roleParameters(doubled, ['feature', 'ignored', 'label'])).toEqual({ label: 'y', ignore: '1' });
});

test('text as a feature, no feature and labels that are no numbers are told before the table is read', () => {
  const told = (roles: Parameters<typeof roleProblems>[1], task = 'classification') =>
    roleProblems(COLUMNS, roles, task).errors.join();
  expect(told(['feature', 'feature', 'feature', 'label'])).toContain('name, full holds text');
  expect(told(['ignored', 'ignored', 'ignored', 'label'])).toContain('has to be a feature');
  expect(told(['feature', 'ignored', 'feature', 'label'], 'regression')).toContain('classes, not numbers');
  expect(told(['feature', 'ignored', 'feature', 'label'])).toBe('');
  const prices = [column('x', 'numbers'), column('price', 'numbers', 'label', 400)];
  expect(roleProblems(prices, ['feature', 'label'], 'classification').warnings[0]).toContain('400 different values');
});

test('a first column that only numbers the rows is left out', () => {
  const numbered = {
    ...preview,
    looked: 60,
    columns: COLUMNS.map((own) => ({ ...own, distinct: own.name === 'id' ? 60 : 5 })),
  };
  expect(firstRoles(numbered)).toEqual(['ignored', 'ignored', 'feature', 'label']);
  const only = { ...numbered, columns: numbered.columns.filter(({ name }) => name === 'id' || name === 'kind') };
  expect(firstRoles(only)).toEqual(['feature', 'label']);
});
