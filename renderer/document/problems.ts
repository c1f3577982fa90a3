/** Everything that is wrong at the moment: what the checker found, and what compiling and running added. */
import type { Diagnostic, Severity } from '../../engine';
import { useRun } from '../run/store';
import { findNode } from './lookup';
import { type DocumentState, useDocument } from './store';

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

const keyOf = ({ code, where, message }: Diagnostic): string =>
  `${code} ${where.nodeId} ${where.port} ${where.parameter} ${message}`;

/** Where a node stands in the flow of the data; what has no place there comes last. */
function flowPlace({ checked, document }: Pick<DocumentState, 'checked' | 'document'>): (id: string | null) => number {
  const places = new Map<string, number>();
  for (const { id } of checked?.nodes ?? []) places.set(id, places.size);
  for (const { id } of document.nodes) if (!places.has(id)) places.set(id, places.size);
  return (id) => (id === null ? places.size : (places.get(id) ?? places.size));
}

/** Errors first, then along the flow of the data, each thing once. Remarks of the run about nodes that are gone are left out. */
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
  if (found.size < 2) return [...found.values()];
  const place = flowPlace(state);
  return [...found.values()].sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || place(a.where.nodeId) - place(b.where.nodeId),
  );
}

/** The inputs, as `node/port`, and the wires that problems are about. */
export function markedWires(problems: readonly Diagnostic[]): ReadonlyMap<string, Severity> {
  const marked = new Map<string, Severity>();
  for (const { severity, where } of problems) {
    const key = where.edgeId ?? (where.port === undefined ? undefined : `${where.nodeId}/${where.port}`);
    if (severity !== 'info' && key !== undefined && !marked.has(key)) marked.set(key, severity);
  }
  return marked;
}

interface Merged {
  checked: DocumentState['checked'];
  document: DocumentState['document'];
  fromRun: readonly Diagnostic[];
  problems: readonly Diagnostic[];
  wires: ReadonlyMap<string, Severity>;
}

let merged: Merged | null = null;

/** Merged once for all who ask. */
function current(): Merged {
  const { checked, document } = useDocument.getState();
  const fromRun = useRun.getState().diagnostics;
  if (merged?.checked === checked && merged.document === document && merged.fromRun === fromRun) return merged;
  const problems = mergeProblems({ checked, document }, fromRun);
  const unchanged = merged !== null && sameList(merged.problems, problems);
  merged = {
    checked,
    document,
    fromRun,
    // The same list for as long as nothing in it changed, so that nothing is drawn anew.
    problems: unchanged && merged ? merged.problems : problems,
    wires: unchanged && merged ? merged.wires : markedWires(problems),
  };
  return merged;
}

const sameList = (a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean =>
  a.length === b.length && a.every((diagnostic, place) => diagnostic === b[place]);

export const allProblems = (): readonly Diagnostic[] => current().problems;

/** How bad the worst problem of a wire is, or of the input it ends at. */
export const wireSeverity = (edgeId: string, target: string, port: string): Severity | undefined =>
  current().wires.get(edgeId) ?? current().wires.get(`${target}/${port}`);
