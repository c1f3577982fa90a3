/** Structure on the canvas: a frame around the nodes of a group or subgraph, and a note. */
import type { NodeProps } from '@xyflow/react';
import { nodeRegistry, withDefaults } from '../../engine';
import { Icon } from '../ui/icons';
import type { FlowNode } from './flow-elements';
import { Port } from './Port';

const dataOf = ({ data: { node } }: NodeProps<FlowNode>) =>
  withDefaults(nodeRegistry.get(node.type)?.parameters ?? {}, node.data);

export function Frame(props: NodeProps<FlowNode>) {
  const { node, ports } = props.data;
  const { title, colour } = dataOf(props);
  return (
    <div className={`structure-frame${props.selected ? ' selected' : ''}`} data-colour={String(colour)}>
      <div className="frame-head">
        <Icon name={node.type} />
        <b className="card-title">{String(title)}</b>
        <span className="card-id number">{node.id}</span>
      </div>
      {ports.inputs.map((spec, place) => (
        <Port key={spec.name} nodeId={node.id} side="input" spec={spec} index={place} count={ports.inputs.length} />
      ))}
      {ports.outputs.map((spec, place) => (
        <Port key={spec.name} nodeId={node.id} side="output" spec={spec} index={place} count={ports.outputs.length} />
      ))}
    </div>
  );
}

export function Note(props: NodeProps<FlowNode>) {
  const { text, colour } = dataOf(props);
  return (
    <div className={`structure-note${props.selected ? ' selected' : ''}`} data-colour={String(colour)}>
      {String(text)}
    </div>
  );
}
