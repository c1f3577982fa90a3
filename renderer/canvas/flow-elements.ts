/** The document as React Flow wants it. An element is made anew only when it changed, so that nothing else renders. */
import type { Edge, Node } from '@xyflow/react';
import { Position } from '@xyflow/react';
import type { GraphDocument, GraphEdge, GraphNode, NodePorts } from '../../engine';
import { handleAt, outline, portsOf } from '../document/lookup';
import { texts } from '../texts';
import { cardTitle } from './card-title';
import { CARD_HEIGHT, CARD_WIDTH, portHeight } from './geometry';
import { type Look, lookOf, rectsOf } from './places';

export type FlowNode = Node<{ node: GraphNode; ports: NodePorts }, Look>;
export type FlowEdge = Edge<{ edge: GraphEdge }, 'wire'>;

const nodes = new WeakMap<GraphNode, FlowNode>();
const edges = new WeakMap<GraphEdge, FlowEdge>();

function handlesOf({ inputs, outputs }: NodePorts, cardWidth: number): NonNullable<FlowNode['handles']> {
  const handle = (side: 'input' | 'output', id: string, index: number, count: number) => ({
    id,
    type: side === 'input' ? ('target' as const) : ('source' as const),
    position: side === 'input' ? Position.Left : Position.Right,
    x: (side === 'input' ? 0 : cardWidth) - 12,
    y: portHeight(side, index, count) - 12,
    width: 24,
    height: 24,
  });
  return [
    ...inputs.map(({ name }, place) => handle('input', name, place, inputs.length)),
    ...outputs.map(({ name }, place) => handle('output', name, place, outputs.length)),
  ];
}

const sameNames = (a: NodePorts, b: NodePorts): boolean =>
  a === b ||
  ((['inputs', 'outputs'] as const).every((side) => a[side].length === b[side].length) &&
    [...a.inputs, ...a.outputs].every((port, place) => port.name === [...b.inputs, ...b.outputs][place]?.name));

function flowNode(document: GraphDocument, node: GraphNode, selected: boolean): FlowNode {
  const { width, height } = rectsOf(document).get(node.id) ?? { width: CARD_WIDTH, height: CARD_HEIGHT };
  const ports = portsOf(document, node.id);
  const parentId = outline(document).parents.get(node.id);
  const cached = nodes.get(node);
  const same = cached?.width === width && cached.height === height && sameNames(cached.data.ports, ports);
  if (cached && same && cached.selected === selected && cached.parentId === parentId) return cached;
  const look = lookOf(node);
  const size = { width, height };
  const made: FlowNode = {
    id: node.id,
    type: look,
    position: node.position,
    data: { node, ports: same ? cached.data.ports : ports },
    selected,
    ...size,
    measured: size,
    handles: (same ? cached.handles : undefined) ?? handlesOf(ports, width),
    ...(parentId !== undefined && { parentId }),
    ...(look !== 'card' && { zIndex: -1 }),
    ariaLabel: `${cardTitle(node)} ${node.id}`,
  };
  nodes.set(node, made);
  return made;
}

/** The document's nodes; containers come before what stands in them. */
export function flowNodes(document: GraphDocument, selected: ReadonlySet<string>): FlowNode[] {
  const { parents } = outline(document);
  const all = document.nodes.map((node) => flowNode(document, node, selected.has(node.id)));
  if (parents.size === 0) return all;
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const path: string[] = [];
    let at: string | undefined = id;
    while (at !== undefined && !depths.has(at)) {
      path.push(at);
      at = parents.get(at);
    }
    let depth = at === undefined ? -1 : (depths.get(at) ?? 0);
    for (const step of path.reverse()) depths.set(step, ++depth);
    return depth;
  };
  return all.sort((a, b) => depthOf(a.id) - depthOf(b.id));
}

export function flowEdge(document: GraphDocument, edge: GraphEdge, selected: boolean): FlowEdge {
  const { id, source, target } = edge;
  const sourceHandle = handleAt(document, source, 'output', edge.sourceHandle);
  const targetHandle = handleAt(document, target, 'input', edge.targetHandle);
  const cached = edges.get(edge);
  const same = cached?.sourceHandle === sourceHandle && cached.targetHandle === targetHandle;
  if (same && cached.selected === selected) return cached;
  const made: FlowEdge = {
    id,
    type: 'wire',
    source,
    sourceHandle,
    target,
    targetHandle,
    data: { edge },
    selected,
    ariaLabel: texts.canvas.wire(source, sourceHandle, target, targetHandle),
  };
  edges.set(edge, made);
  return made;
}
