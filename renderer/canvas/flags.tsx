/** How a card shows that its node is bypassed or frozen. */
import type { GraphNode, NodePorts } from '../../engine';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { CARD_WIDTH, portHeight } from './geometry';

export const flagData = (node: GraphNode): Record<string, true | undefined> => ({
  'data-bypassed': node.bypassed === true || undefined,
  'data-frozen': node.frozen === true || undefined,
});

export function FlagMarks({ node }: { node: GraphNode }) {
  return (
    <>
      {node.bypassed === true && <Mark icon="bypass" name={texts.canvas.bypassed} />}
      {node.frozen === true && <Mark icon="freeze" name={texts.canvas.frozen} />}
    </>
  );
}

function Mark({ icon, name }: { icon: string; name: string }) {
  return (
    <span className="card-flag" role="img" aria-label={name} title={name}>
      <Icon name={icon} size={14} />
    </span>
  );
}

/** The way that data takes past a bypassed node: from its first input to its first output. */
export function BypassLine({ ports }: { ports: NodePorts }) {
  if (ports.inputs.length === 0 || ports.outputs.length === 0) return null;
  const from = portHeight('input', 0, ports.inputs.length);
  const to = portHeight('output', 0, ports.outputs.length);
  const middle = CARD_WIDTH / 2;
  const d = `M0 ${from}C${middle} ${from} ${middle} ${to} ${CARD_WIDTH} ${to}`;
  return (
    <svg className="bypass-line" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
