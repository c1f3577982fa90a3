/** The document as React Flow wants it. An element is made anew only when it changed, so that nothing else renders. */
import type { Edge, Node } from '@xyflow/react';
import { Position } from '@xyflow/react';
import { type GraphEdge, type GraphNode, nodeRegistry } from '../../engine';
import { texts } from '../texts';
import { cardTitle } from './card-title';
import { CARD_HEIGHT, CARD_WIDTH, portHeight } from './geometry';

export type FlowNode = Node<{ node: GraphNode }, 'card'>;
export type FlowEdge = Edge<{ edge: GraphEdge }, 'wire'>;

const nodes = new WeakMap<GraphNode, FlowNode>();
const edges = new WeakMap<GraphEdge, FlowEdge>();
const SIZE = { width: CARD_WIDTH, height: CARD_HEIGHT };

function handlesOf(node: GraphNode): NonNullable<FlowNode['handles']> {
  const definition = nodeRegistry.get(node.type);
  if (!definition) return [];
  const handle = (side: 'input' | 'output', id: string, index: number, count: number) => ({
    id,
    type: side === 'input' ? ('target' as const) : ('source' as const),
    position: side === 'input' ? Position.Left : Position.Right,
    x: (side === 'input' ? 0 : CARD_WIDTH) - 12,
    y: portHeight(side, index, count) - 12,
    width: 24,
    height: 24,
  });
  const { inputs, outputs } = definition;
  return [
    ...inputs.map(({ name }, place) => handle('input', name, place, inputs.length)),
    ...outputs.map(({ name }, place) => handle('output', name, place, outputs.length)),
  ];
}

export function flowNode(node: GraphNode, selected: boolean): FlowNode {
  const cached = nodes.get(node);
  if (cached && cached.selected === selected) return cached;
  const made: FlowNode = {
    id: node.id,
    type: 'card',
    position: node.position,
    data: { node },
    selected,
    ...SIZE,
    measured: SIZE,
    handles: cached?.handles ?? handlesOf(node),
    ariaLabel: `${cardTitle(node)} ${node.id}`,
  };
  nodes.set(node, made);
  return made;
}

export function flowEdge(edge: GraphEdge, selected: boolean): FlowEdge {
  const cached = edges.get(edge);
  if (cached && cached.selected === selected) return cached;
  const { id, source, sourceHandle, target, targetHandle } = edge;
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
