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
    if (view.state !== 'failed' || before.state === 'failed' || view.crash !== null) return;
    const nodeId = view.diagnostics.find(isError)?.where.nodeId ?? null;
    showTab('training');
    if (nodeId !== null && findNode(currentDocument(), nodeId)) revealNode(nodeId);
  });
}
