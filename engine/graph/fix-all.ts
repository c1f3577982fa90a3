/** All fixes at once: one after another, each made for the graph that the one before it left. */
import type { Diagnostic } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import { type CheckOptions, checkGraph } from './check';
import { applyEdits } from './edit';

/** A graph has fewer problems than this; a circle of fixes ends sooner, because none is taken twice. */
const MOST_FIXES = 200;

const keyOf = ({ code, where }: Diagnostic): string => `${code} ${where.nodeId} ${where.port} ${where.parameter}`;

/** The document after every fix that is offered, and every one that is offered because of those; each problem once. */
export function fixAll(document: GraphDocument, options: CheckOptions): GraphDocument {
  const tried = new Set<string>();
  let current = document;
  while (tried.size < MOST_FIXES) {
    const { diagnostics } = checkGraph(current, options);
    const next = diagnostics.find((diagnostic) => diagnostic.fix && !tried.has(keyOf(diagnostic)));
    if (!next?.fix) return current;
    tried.add(keyOf(next));
    current = applyEdits(current, next.fix.edits, options.registry);
  }
  return current;
}
