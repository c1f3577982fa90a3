/** Everything that is wrong at the moment: what the checker found, and what compiling and running added. */
import type { Diagnostic, Severity } from '../../engine';
import { useRun } from '../run/store';
import { findNode } from './lookup';
import { type DocumentState, useDocument } from './store';

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

const keyOf = ({ code, where, message }: Diagnostic): string =>
  `${code} ${where.nodeId} ${where.port} ${where.parameter} ${message}`;

/** Errors first, each thing once. Remarks of the run about nodes that are gone are left out. */
export function mergeProblems(
  state: Pick<DocumentState, 'checked' | 'document'>,
  fromRun: readonly Diagnostic[],
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of state.checked?.diagnostics ?? []) found.set(keyOf(diagnostic), diagnostic);
  for (const diagnostic of fromRun) {
    const { nodeId } = diagnostic.where;
    if (nodeId !== null && !findNode(state.document, nodeId)) continue;
    // A broken graph is not compiled: what compiling said belongs to an older version.
    if (!state.checked?.ok && !diagnostic.code.startsWith('ZL6')) continue;
    found.set(keyOf(diagnostic), diagnostic);
  }
  return [...found.values()].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

export const allProblems = (): Diagnostic[] => mergeProblems(useDocument.getState(), useRun.getState().diagnostics);
