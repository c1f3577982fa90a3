/** Applying fixes: one of them, or all that are known. */
import { applyEdits, type Fix, fixAllProblems } from '../../engine';
import { texts } from '../texts';
import { edit, useDocument } from './store';

export function applyFix(fix: Fix): void {
  edit(texts.undo.fix(fix.title), (document) => applyEdits(document, fix.edits));
}

/** Fixes all that can be fixed as one step, what comes to light on the way included. */
export function fixAll(): void {
  const { checked } = useDocument.getState();
  if (checked) edit(texts.undo.fixAll, (document) => fixAllProblems(document, checked));
}
