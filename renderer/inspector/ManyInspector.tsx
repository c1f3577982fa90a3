/** Several nodes: what they have in common, to be changed for all of them as one step. */
import type { GraphNode } from '../../engine';
import { definitionOf } from '../document/actions';
import { useDocument } from '../document/store';
import { texts } from '../texts';
import { entriesOf } from './form';
import { Parameters } from './Parameters';

const words = texts.inspector;

/** "2 Dense, Batch norm" */
function typesOf(nodes: readonly GraphNode[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const title = definitionOf(node)?.title ?? node.type;
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return [...counts].map(([title, count]) => (count === 1 ? title : `${count} ${title}`)).join(', ');
}

export function ManyInspector({ nodes }: { nodes: readonly GraphNode[] }) {
  const parameters = useDocument(({ checked }) =>
    nodes.reduce((sum, { id }) => sum + (checked?.byId.get(id)?.parameterCount ?? 0), 0),
  );
  const common = entriesOf(nodes.map((node) => ({ specs: definitionOf(node)?.parameters ?? {}, data: node.data })));
  return (
    <>
      <div className="inspector-part inspector-head">
        <h2>{words.several(nodes.length)}</h2>
        <p className="inspector-shapes">
          {typesOf(nodes)}
          {parameters > 0 && ` · ${words.parameterCount(parameters)}`}
        </p>
        <p className="help">{common.length > 0 ? words.severalHelp : words.nothingCommon}</p>
      </div>
      <Parameters nodes={nodes} />
    </>
  );
}
