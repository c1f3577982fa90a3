/** Several nodes: what they have in common, to be changed for all of them as one step. */
import type { GraphNode } from '../../engine';
import { definitionOf } from '../document/actions';
import { select } from '../document/selection';
import { useDocument } from '../document/store';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { FlagButtons } from './FlagButtons';
import { entriesOf } from './form';
import { Parameters } from './Parameters';

const words = texts.inspector;

export function ManyInspector({ nodes }: { nodes: readonly GraphNode[] }) {
  const parameters = useDocument(({ checked }) =>
    nodes.reduce((sum, { id }) => sum + (checked?.byId.get(id)?.parameterCount ?? 0), 0),
  );
  const common = entriesOf(nodes.map((node) => ({ specs: definitionOf(node)?.parameters ?? {}, data: node.data })));
  return (
    <>
      <div className="inspector-part inspector-head">
        <div className="inspector-title">
          <h2>{words.several(nodes.length)}</h2>
          <FlagButtons nodes={nodes} />
        </div>
        {parameters > 0 && <p className="inspector-shapes">{words.parameterCount(parameters)}</p>}
        <Types nodes={nodes} />
        <p className="help">{common.length > 0 ? words.severalHelp : words.nothingCommon}</p>
      </div>
      <Parameters nodes={nodes} />
    </>
  );
}

/** How many there are of each type; choosing one keeps only those. */
function Types({ nodes }: { nodes: readonly GraphNode[] }) {
  const types = new Map<string, GraphNode[]>();
  for (const node of nodes) types.set(node.type, [...(types.get(node.type) ?? []), node]);
  if (types.size < 2) return null;
  return (
    <div className="inspector-types">
      {[...types].map(([type, alike]) => {
        const definition = definitionOf(alike[0] as GraphNode);
        const title = definition?.title ?? type;
        return (
          <button
            key={type}
            type="button"
            className="button small bordered"
            title={words.selectOnly(title)}
            onClick={() => select(alike.map(({ id }) => id))}
          >
            <Icon name={definition?.icon ?? 'node'} size={14} />
            {alike.length > 1 ? `${alike.length} ${title}` : title}
          </button>
        );
      })}
    </div>
  );
}
