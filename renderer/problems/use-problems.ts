import { useMemo } from 'react';
import type { Diagnostic } from '../../engine';
import { mergeProblems } from '../document/problems';
import { useDocument } from '../document/store';
import { useRun } from '../run/store';

/** All problems, errors first. */
export function useProblems(): readonly Diagnostic[] {
  const checked = useDocument((state) => state.checked);
  const document = useDocument((state) => state.document);
  const fromRun = useRun((run) => run.diagnostics);
  return useMemo(() => mergeProblems({ checked, document }, fromRun), [checked, document, fromRun]);
}
