import { useLayout } from '../app/layout';
import { findNode } from '../document/lookup';
import { useSelection } from '../document/selection';
import { useDocument } from '../document/store';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { GraphSettings } from './GraphSettings';
import { ManyInspector } from './ManyInspector';
import { NodeInspector } from './NodeInspector';
import './inspector.css';

/** The selected node, what several have in common, or the graph when nothing is selected. */
export function Inspector({ overlay }: { overlay: boolean }) {
  const ids = useSelection((selection) => selection.nodeIds);
  const node = useDocument((state) => (ids.length === 1 ? findNode(state.document, ids[0] as string) : undefined));
  return (
    <section className="inspector" aria-label={texts.regions.inspector}>
      {overlay && (
        <button
          type="button"
          className="button small icon-only inspector-close"
          aria-label={texts.regions.closeInspector}
          onClick={() => useLayout.setState({ inspectorOpen: false })}
        >
          <Icon name="close" />
        </button>
      )}
      {node ? (
        <NodeInspector key={node.id} node={node} />
      ) : ids.length > 1 ? (
        <SeveralNodes ids={ids} />
      ) : (
        <GraphSettings />
      )}
    </section>
  );
}

function SeveralNodes({ ids }: { ids: readonly string[] }) {
  const document = useDocument((state) => state.document);
  const nodes = ids.flatMap((id) => findNode(document, id) ?? []);
  return <ManyInspector key={ids.join(' ')} nodes={nodes} />;
}
