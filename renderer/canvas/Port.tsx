import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import { nodeRegistry, type PortKind, type PortSpec } from '../../engine';
import { edgeInto, findNode, sourceOf } from '../document/lookup';
import { type DocumentState, useDocument } from '../document/store';
import { texts } from '../texts';
import { portKey, useConnecting } from './connecting';
import { portHeight } from './geometry';

export type PortLook = PortKind | 'z';

/** Whether statistics are taken of an output: those that layers name themselves, and others where it was asked for. */
export function isProbed(state: DocumentState, nodeId: string, port: string): boolean {
  const source = sourceOf(state.document, nodeId, port);
  return isProbedHere(state, source.nodeId, source.port);
}

function isProbedHere(state: DocumentState, nodeId: string, port: string): boolean {
  const node = state.checked?.byId.get(nodeId);
  if (!node || !findNode(state.document, nodeId)) return false;
  const { probe, outputs } = node.definition;
  if (probe) return probe.port === port;
  return node.probed && outputs[0]?.name === port && outputs[0].kinds.includes('tensor');
}

/** What a port carries, for its shape and colour. An input looks like the output it is wired to. */
function lookOf(state: DocumentState, nodeId: string, side: 'input' | 'output', spec: PortSpec): PortLook {
  const own = spec.kinds[0] ?? 'tensor';
  if (side === 'output') return isProbed(state, nodeId, spec.name) ? 'z' : own;
  const edge = edgeInto(state.document, nodeId, spec.name);
  if (!edge) return own;
  if (isProbed(state, edge.source, edge.sourceHandle)) return 'z';
  return carriedKind(state, edge.source, edge.sourceHandle);
}

/** What a wire carries: by its checked type, or by what its port says as long as that is not known. */
export function carriedKind(state: DocumentState, nodeId: string, port: string): PortKind {
  const own = state.checked?.structure.get(nodeId)?.outputs.find(({ name }) => name === port);
  const known = own ? own.type?.kind : state.checked?.byId.get(nodeId)?.outputs[port]?.kind;
  if (known) return known;
  const definition = nodeRegistry.get(findNode(state.document, nodeId)?.type ?? '');
  return definition?.outputs.find(({ name }) => name === port)?.kinds[0] ?? 'tensor';
}

interface Props {
  nodeId: string;
  side: 'input' | 'output';
  spec: PortSpec;
  index: number;
  count: number;
}

export const Port = memo(function Port({ nodeId, side, spec, index, count }: Props) {
  const look = useDocument((state) => lookOf(state, nodeId, side, spec));
  const key = portKey({ nodeId, side, port: spec.name });
  const verdict = useConnecting((state) => state.verdicts.get(key));
  const connecting = useConnecting((state) => state.from !== null && portKey(state.from) !== key);
  const isFrom = useConnecting((state) => state.from !== null && portKey(state.from) === key);
  const state = !connecting ? (isFrom ? 'from' : 'idle') : verdict === null ? 'fits' : 'refused';
  const name = side === 'input' ? texts.canvas.input(nodeId, spec.name) : texts.canvas.output(nodeId, spec.name);
  return (
    <Handle
      type={side === 'input' ? 'target' : 'source'}
      position={side === 'input' ? Position.Left : Position.Right}
      id={spec.name}
      className={`port port-${side}`}
      style={{ top: portHeight(side, index, count) }}
      role="button"
      tabIndex={-1}
      aria-label={name}
      title={verdict ?? spec.title}
      data-look={look}
      data-state={state}
    >
      <svg className="port-shape" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">
        <PortShape look={look} />
        {state === 'fits' && <path className="port-tick" d="m-2.750 .25 2 2 3.500-4.250" />}
      </svg>
      <span className="port-name number" aria-hidden="true">
        {spec.title}
      </span>
    </Handle>
  );
});

function PortShape({ look }: { look: PortLook }) {
  if (look === 'labels') return <rect x="-4" y="-4" width="8" height="8" rx="1" />;
  if (look === 'scalar') return <path d="M0-5.500 5.500 0 0 5.500-5.500 0z" />;
  return <circle r="4.500" />;
}
