/** A run that broke by itself selects the node where it did, and shows why. */
import { isError } from '../../engine';
import { revealNode } from '../app/commands-node';
import { showTab } from '../app/layout';
import { findNode } from '../document/lookup';
import { currentDocument } from '../document/store';
import { useRun } from '../run/store';

/** Watches the run on show; the function that comes back ends it. */
export function startExplaining(): () => void {
  return useRun.subscribe((view, before) => {
    const problem = view.state === 'failed' && view.crash === null ? view.diagnostics.find(isError) : undefined;
    // The last numbers of the run come before the words for what broke it.
    if (!problem || (before.state === 'failed' && before.diagnostics === view.diagnostics)) return;
    const { nodeId } = problem.where;
    showTab('training');
    if (nodeId !== null && findNode(currentDocument(), nodeId)) revealNode(nodeId);
  });
}
