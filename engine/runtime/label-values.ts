/** Labels that are fed must be classes that there are: a kernel reads nothing for others, and the loss would be silent. */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import type { CheckedGraph } from '../graph/types';
import { outsideClasses } from '../nodes/classification';

/** The problem of values that are to be fed into a placeholder whose wire leads to class labels; null where there is none. */
export function labelProblem(checked: CheckedGraph, placeholder: string, values: readonly number[]): Diagnostic | null {
  for (const { id, definition, sources, inputs, bypassed } of checked.nodes) {
    if (sources.labels?.id !== placeholder || bypassed) continue;
    const classes = definition.labelClasses?.(inputs) ?? null;
    const label = classes === null ? undefined : outsideClasses(values, classes);
    if (classes === null || label === undefined) continue;
    return diagnose('labelOutside', { nodeId: id, port: 'labels' }, { label, last: classes - 1 });
  }
  return null;
}
