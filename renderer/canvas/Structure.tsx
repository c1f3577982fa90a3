/** Structure on the canvas: the frame of a group or subgraph, either of them collapsed to a card, and a note. */
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { useRef } from 'react';
import { type GraphDocument, type GraphNode, type NodePorts, nodeRegistry, withDefaults } from '../../engine';
import { setNoteSize } from '../document/actions';
import { findNode, sourceOf, withInner } from '../document/lookup';
import { setParameters } from '../document/parameters';
import { type DocumentState, endStep, useDocument } from '../document/store';
import { NodeSpark } from '../run/NodeSpark';
import { NodeStatus } from '../run/NodeStatus';
import { nodeKind } from '../run/node-kind';
import { useNode } from '../run/use-node';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { fold } from './arranging';
import { useDropTarget } from './drop';
import { editText, InPlace, useEditing } from './editing';
import { BypassLine, FlagMarks, flagData } from './flags';
import type { FlowNode } from './flow-elements';
import { type Point, portHeight } from './geometry';
import { Port } from './Port';
import { snapped } from './snap';
import { toGraph, useView } from './viewport';
import { SIDE_HANDLE } from './wire-layout';

const words = texts.canvas;
const NOTE_LEAST = { width: 80, height: 40 } as const;

const dataOf = (node: GraphNode) => withDefaults(nodeRegistry.get(node.type)?.parameters ?? {}, node.data);

function Ports({ id, ports }: { id: string; ports: NodePorts }) {
  return (
    <>
      {ports.inputs.map((spec, place) => (
        <Port key={spec.name} nodeId={id} side="input" spec={spec} index={place} count={ports.inputs.length} />
      ))}
      {ports.outputs.map((spec, place) => (
        <Port key={spec.name} nodeId={id} side="output" spec={spec} index={place} count={ports.outputs.length} />
      ))}
    </>
  );
}

/** The title, or the field to change it in. */
function Title({ node }: { node: GraphNode }) {
  const editing = useEditing((state) => state.id === node.id);
  const title = String(dataOf(node).title);
  if (!editing) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard.
      <b
        className="card-title"
        onDoubleClick={(event) => {
          event.stopPropagation();
          editText(node.id);
        }}
      >
        {title}
      </b>
    );
  }
  const commit = (text: string) => setParameters([node.id], 'title', text);
  return <InPlace nodeId={node.id} label={words.frameTitle} value={title} commit={commit} />;
}

function Fold({ node, collapsed }: { node: GraphNode; collapsed: boolean }) {
  const name = collapsed ? words.expand : words.collapse;
  return (
    <button
      type="button"
      className="frame-fold nodrag"
      tabIndex={-1}
      aria-label={name}
      title={name}
      onClick={(event) => {
        event.stopPropagation();
        fold([node.id], !collapsed);
      }}
    >
      <Icon name={collapsed ? 'right' : 'down'} size={14} />
    </button>
  );
}

export function Frame({ data: { node, ports }, selected }: NodeProps<FlowNode>) {
  const target = useDropTarget(({ frame }) => frame === node.id);
  return (
    <div
      className={`structure-frame${selected ? ' selected' : ''}`}
      data-colour={String(dataOf(node).colour)}
      data-type={node.type}
      data-target={target || undefined}
      {...flagData(node)}
    >
      <div className="frame-head">
        <Fold node={node} collapsed={false} />
        <Title node={node} />
        <FlagMarks node={node} />
        <span className="card-id number">{node.id}</span>
      </div>
      <Ports id={node.id} ports={ports} />
    </div>
  );
}

/** The nodes that compute inside a container. */
const computing = (document: GraphDocument, id: string): string[] => {
  const inside = withInner(document, [id]);
  return document.nodes
    .filter((node) => inside.has(node.id) && nodeRegistry.get(node.type)?.structure === undefined)
    .map((node) => node.id);
};

const weightsInside = ({ document, checked }: DocumentState, id: string): number =>
  computing(document, id).reduce((sum, inner) => sum + (checked?.byId.get(inner)?.parameterCount ?? 0), 0);

/** Where wires of what stands inside end that have no port here. React Flow measures them in the page. */
function SideHandles() {
  const style = { top: portHeight('input', 0, 1) };
  return (
    <>
      <Handle type="target" position={Position.Left} id={SIDE_HANDLE.input} className="side-handle" style={style} />
      <Handle type="source" position={Position.Right} id={SIDE_HANDLE.output} className="side-handle" style={style} />
    </>
  );
}

/** A collapsed container: what it holds, and what comes out of it. */
export function Stack({ data: { node, ports }, selected }: NodeProps<FlowNode>) {
  const detail = useView((view) => view.detail);
  const inside = useDocument(({ document }) => computing(document, node.id).length);
  const weights = useDocument((state) => weightsInside(state, node.id));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a command shows the inside as well.
    <div
      className={`card card-stack${selected ? ' selected' : ''}`}
      data-detail={detail}
      data-colour={String(dataOf(node).colour)}
      {...flagData(node)}
      onDoubleClick={() => fold([node.id], false)}
    >
      <div className="card-ground" />
      <div className="card-head">
        <Icon name={node.type} />
        <span className="card-names">
          <Title node={node} />
          <span className="card-id number">{node.id}</span>
        </span>
        <FlagMarks node={node} />
        <Fold node={node} collapsed />
      </div>
      {detail === 'full' && (
        <div className="card-meta number">
          <span>{words.innerNodes(inside)}</span>
          <span>{weights.toLocaleString('en')}</span>
        </div>
      )}
      {detail !== 'far' && <Result node={node} ports={ports} height={detail === 'full' ? 28 : 36} />}
      {node.bypassed === true && <BypassLine ports={ports} />}
      <Ports id={node.id} ports={ports} />
      <SideHandles />
    </div>
  );
}

/** The node inside whose run the card shows: the one that computes the first output, else the last that shows any. */
function speaker(document: GraphDocument, id: string, output: string | undefined): string {
  const shows = (inner: string): boolean => nodeKind(findNode(document, inner), false) !== 'none';
  const source = output === undefined ? id : sourceOf(document, id, output).nodeId;
  return shows(source) ? source : (computing(document, id).findLast(shows) ?? source);
}

function Result({ node, ports, height }: { node: GraphNode; ports: NodePorts; height: number }) {
  const output = ports.outputs[0]?.name;
  const source = useDocument(({ document }) => speaker(document, node.id, output));
  const { kind } = useNode(source);
  if (kind === 'none') return null;
  return (
    <>
      <div className="card-spark">
        <NodeSpark nodeId={source} width={140} height={height} />
      </div>
      <div className="card-status">
        <NodeStatus nodeId={source} />
      </div>
    </>
  );
}

/** The corner by which a note is sized; its width and height are parameters as well. */
function NoteCorner({ node }: { node: GraphNode }) {
  const start = useRef<{ at: Point; width: number; height: number } | null>(null);
  const end = () => {
    start.current = null;
    endStep();
  };
  return (
    <div
      className="note-resize nodrag nopan"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        const { width, height } = dataOf(node);
        start.current = {
          at: toGraph({ x: event.clientX, y: event.clientY }),
          width: Number(width),
          height: Number(height),
        };
        endStep();
      }}
      onPointerMove={(event) => {
        const from = start.current;
        if (!from) return;
        const to = toGraph({ x: event.clientX, y: event.clientY });
        const size = snapped({ x: from.width + to.x - from.at.x, y: from.height + to.y - from.at.y });
        setNoteSize(node.id, {
          width: Math.max(NOTE_LEAST.width, size.x),
          height: Math.max(NOTE_LEAST.height, size.y),
        });
      }}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}

export function Note({ data: { node }, selected }: NodeProps<FlowNode>) {
  const { text, colour } = dataOf(node);
  const editing = useEditing((state) => state.id === node.id);
  const commit = (value: string) => setParameters([node.id], 'text', value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard.
    <div
      className={`structure-note${selected ? ' selected' : ''}`}
      data-colour={String(colour)}
      onDoubleClick={() => editText(node.id)}
    >
      {editing ? (
        <InPlace nodeId={node.id} label={words.noteText} value={String(text)} lines commit={commit} />
      ) : (
        <span className={text === '' ? 'quiet' : undefined}>{text === '' ? words.noteEmpty : String(text)}</span>
      )}
      {selected && !editing && <NoteCorner node={node} />}
    </div>
  );
}
