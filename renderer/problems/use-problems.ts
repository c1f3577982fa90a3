import type { Diagnostic } from '../../engine';
import { allProblems } from '../document/problems';
import { useDocument } from '../document/store';
import { useRun } from '../run/store';

/** All problems, errors first. */
export function useProblems(): readonly Diagnostic[] {
  useRun((run) => run.diagnostics);
  return useDocument(allProblems);
}
