/** How a wire that crosses the border of subgraphs is led through ports instead. */
import type { DocumentEdit, Fix } from '../core/diagnostics';
import type { GraphEdge, GraphNode } from '../document/types';
import { type Nesting, PORT_VALUE } from './structure';

/** More borders than this are not mended at once. */
const MOST_BORDERS = 8;
/** A port stands this far from the node it serves. */
const GAP = 240;

/** The subgraphs around a node, the innermost first. */
function subgraphsAround(id: string, nesting: Nesting): string[] {
  const list: string[] = [];
  for (let at = nesting.scope(id); at !== null && list.length <= MOST_BORDERS; at = nesting.scope(at)) list.push(at);
  return list;
}

/** A name that is not taken: `stem`, or `stem_2`, … */
function free(taken: ReadonlySet<string>, stem: string, from: number): string {
  for (let number = from; ; number++) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.has(name)) return name;
  }
}

/**
 * The edits that lead a wire through ports; undefined where there are too many borders.
 *
 * @param taken ids that are used; those of the new ports are added, so that the fixes of several wires fit together.
 */
export function borderFix(
  edge: GraphEdge,
  nesting: Nesting,
  nodes: ReadonlyMap<string, GraphNode>,
  taken: Set<string>,
): Fix | undefined {
  const around = { source: subgraphsAround(edge.source, nesting), target: subgraphsAround(edge.target, nesting) };
  const shared = new Set(around.target);
  const out = around.source.filter((id) => !shared.has(id));
  const both = new Set(around.source);
  const into = around.target.filter((id) => !both.has(id)).reverse();
  if (out.length + into.length > MOST_BORDERS) return undefined;

  const edits: DocumentEdit[] = [{ kind: 'removeEdge', edgeId: edge.id }];
  let from = { source: edge.source, sourceHandle: edge.sourceHandle };
  const add = (subgraph: string, side: 'input' | 'output', beside: string, handle: string): [string, string] => {
    const nodeId = free(taken, `${side}_1`, 1);
    taken.add(nodeId);
    const ports = nesting.ports.get(subgraph);
    const names = new Set((side === 'input' ? ports?.inputs : ports?.outputs)?.map(({ name }) => name));
    const name = free(names, handle, 1);
    const near = nesting.parents.get(beside) === subgraph ? nodes.get(beside)?.position : undefined;
    const position = { x: (near?.x ?? 0) + (side === 'input' ? -GAP : GAP), y: near?.y ?? 0 };
    const type = side === 'input' ? 'subgraphInput' : 'subgraphOutput';
    edits.push({ kind: 'addNode', nodeId, type, data: { name }, position, parentId: subgraph });
    return [nodeId, name];
  };
  for (const subgraph of out) {
    const [nodeId, name] = add(subgraph, 'output', edge.source, edge.sourceHandle);
    edits.push({ kind: 'connect', ...from, target: nodeId, targetHandle: PORT_VALUE });
    from = { source: subgraph, sourceHandle: name };
  }
  for (const subgraph of into) {
    const [nodeId, name] = add(subgraph, 'input', edge.target, edge.targetHandle);
    edits.push({ kind: 'connect', ...from, target: subgraph, targetHandle: name });
    from = { source: nodeId, sourceHandle: PORT_VALUE };
  }
  edits.push({ kind: 'connect', ...from, target: edge.target, targetHandle: edge.targetHandle });
  return { title: `Lead the wire through a port of ${into.at(-1) ?? out[0] ?? 'the subgraph'}`, edits };
}
