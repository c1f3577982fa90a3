/** Texts of the list of problems. */
import { count } from './count';

export const problemTexts = {
  none: 'No problems.',
  fixAll: 'Fix all',
  goTo: (id: string): string => `Go to ${id}`,
  graph: 'Graph',
  severities: { error: 'Error', warning: 'Warning', info: 'Note' },
  errors: (n: number): string => count(n, 'error'),
  warnings: (n: number): string => count(n, 'warning'),
  notes: (n: number): string => count(n, 'note'),
} as const;
