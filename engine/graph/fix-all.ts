/** All fixes at once: round after round, each made for the graph that the one before it left. */
import type { Diagnostic, DocumentEdit, Fix } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import { type CheckOptions, checkGraph } from './check';
import { applyEdits } from './edit';

/** Rounds that a graph needs at most; a circle of fixes ends sooner, because none is taken twice. */
const MOST_ROUNDS = 200;

const keyOf = ({ code, where }: Diagnostic): string =>
  `${code} ${where.nodeId} ${where.port} ${where.parameter} ${where.edgeId}`;

/** What an edit changes; fixes that change the same thing are not made in one round. */
function targetOf(edit: DocumentEdit): string {
  switch (edit.kind) {
    case 'setParameter':
      return `${edit.nodeId}.${edit.parameter}`;
    case 'setRun':
      return `run.${edit.key}`;
    // Whatever changes the wiring is made for ids and wires that the next such fix may change.
    default:
      return 'wiring';
  }
}

/** The fixes of a round: the first that is offered, and all that leave alone what those before them change. */
function roundOf(diagnostics: readonly Diagnostic[], tried: Set<string>): Fix[] {
  const changed = new Set<string>();
  const fixes: Fix[] = [];
  for (const diagnostic of diagnostics) {
    const { fix } = diagnostic;
    if (!fix || tried.has(keyOf(diagnostic))) continue;
    const targets = new Set(fix.edits.map(targetOf));
    if ([...targets].some((target) => changed.has(target))) continue;
    for (const target of targets) changed.add(target);
    tried.add(keyOf(diagnostic));
    fixes.push(fix);
  }
  return fixes;
}

/** The document after every fix that is offered, and every one that is offered because of those; each problem once. */
export function fixAll(document: GraphDocument, options: CheckOptions): GraphDocument {
  const tried = new Set<string>();
  let current = document;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const fixes = roundOf(checkGraph(current, options).diagnostics, tried);
    if (fixes.length === 0) return current;
    for (const { edits } of fixes) current = applyEdits(current, edits, options.registry);
  }
  return current;
}
