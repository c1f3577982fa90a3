/**
 * The document as React Flow wants it. An element is made anew only when it changed, so that nothing else renders. All
 * places are the canvas's own, since frames are drawn about what stands in them; React Flow knows no containers.
 */
import type { Edge, Node } from '@xyflow/react';
import { Position } from '@xyflow/react';
import type { GraphDocument, GraphEdge, GraphNode, NodePorts } from '../../engine';
import { portsOf } from '../document/lookup';
import { texts } from '../texts';
import { cardTitle } from './card-title';
import { portHeight, type Rect } from './geometry';
import { depthOf, type Look, lookOf, rectsOf } from './places';
import { SIDE_HANDLE, shownEnd } from './wire-layout';

export type FlowNode = Node<{ node: GraphNode; ports: NodePorts }, Look>;
export type FlowEdge = Edge<{ edge: GraphEdge }, 'wire'>;

const nodes = new WeakMap<GraphNode, FlowNode>();
const edges = new WeakMap<GraphEdge, FlowEdge>();

type Handles = NonNullable<FlowNode['handles']>;

const handle = (side: 'input' | 'output', id: string, x: number, y: number): Handles[number] => ({
  id,
  type: side === 'input' ? 'target' : 'source',
  position: side === 'input' ? Position.Left : Position.Right,
  x: x - 12,
  y: y - 12,
  width: 24,
  height: 24,
});

function handlesOf({ inputs, outputs }: NodePorts, look: Look, width: number): Handles {
  const all = [
    ...inputs.map(({ name }, place) => handle('input', name, 0, portHeight('input', place, inputs.length))),
    ...outputs.map(({ name }, place) => handle('output', name, width, portHeight('output', place, outputs.length))),
  ];
  if (look !== 'stack') return all;
  return [
    ...all,
    handle('input', SIDE_HANDLE.input, 0, portHeight('input', 0, 1)),
    handle('output', SIDE_HANDLE.output, width, portHeight('output', 0, 1)),
  ];
}

const sameNames = (a: NodePorts, b: NodePorts): boolean =>
  a === b ||
  ((['inputs', 'outputs'] as const).every((side) => a[side].length === b[side].length) &&
    [...a.inputs, ...a.outputs].every((port, place) => port.name === [...b.inputs, ...b.outputs][place]?.name));

/** Frames lie under everything, even when React Flow lifts a selected one by 1000; the inner ones over the outer ones. */
const zIndexOf = (look: Look, depth: number): number => (look === 'frame' ? depth - 2000 : look === 'note' ? -1 : 0);

function flowNode(document: GraphDocument, node: GraphNode, rect: Rect, selected: boolean): FlowNode {
  const { x, y, width, height } = rect;
  const ports = portsOf(document, node.id);
  const look = lookOf(node);
  const zIndex = zIndexOf(look, depthOf(document, node.id));
  const cached = nodes.get(node);
  const same = cached?.width === width && cached.type === look && sameNames(cached.data.ports, ports);
  const stays =
    same &&
    cached.height === height &&
    cached.selected === selected &&
    cached.zIndex === zIndex &&
    cached.position.x === x &&
    cached.position.y === y;
  if (stays) return cached;
  const size = { width, height };
  const made: FlowNode = {
    id: node.id,
    type: look,
    position: { x, y },
    data: { node, ports: same ? cached.data.ports : ports },
    selected,
    zIndex,
    ...size,
    measured: size,
    handles: (same ? cached.handles : undefined) ?? handlesOf(ports, look, width),
    ariaLabel: `${cardTitle(node)} ${node.id}`,
  };
  nodes.set(node, made);
  return made;
}

/** The nodes that are drawn. */
export function flowNodes(document: GraphDocument, selected: ReadonlySet<string>): FlowNode[] {
  const rects = rectsOf(document);
  return document.nodes.flatMap((node) => {
    const rect = rects.get(node.id);
    return rect ? [flowNode(document, node, rect, selected.has(node.id))] : [];
  });
}

/** A wire as it is drawn; null inside a collapsed container. */
export function flowEdge(document: GraphDocument, edge: GraphEdge, selected: boolean): FlowEdge | null {
  const { id, source, target } = edge;
  const from = shownEnd(document, source, 'output', edge.sourceHandle);
  const to = shownEnd(document, target, 'input', edge.targetHandle);
  if (from.id === to.id && (from.id !== source || to.id !== target)) return null;
  const cached = edges.get(edge);
  const same =
    cached?.source === from.id &&
    cached.target === to.id &&
    cached.sourceHandle === from.handle &&
    cached.targetHandle === to.handle;
  if (same && cached.selected === selected) return cached;
  const made: FlowEdge = {
    id,
    type: 'wire',
    source: from.id,
    sourceHandle: from.handle,
    target: to.id,
    targetHandle: to.handle,
    data: { edge },
    selected,
    ariaLabel: texts.canvas.wire(source, edge.sourceHandle, target, edge.targetHandle),
  };
  edges.set(edge, made);
  return made;
}
