/** Pure changes of documents: what fixes, the editor and scripts apply. Nothing is changed in place. */
import type { DocumentEdit } from '../core/diagnostics';
import { withDefaults, withParameter } from '../core/parameters';
import { edgeId } from '../document/read';
import { DEFAULT_RUN, DEFAULT_SEED, FORMAT, type GraphDocument, type GraphNode, VERSION } from '../document/types';
import type { NodeRegistry } from './types';

export function newDocument(name: string): GraphDocument {
  return { format: FORMAT, version: VERSION, name, seed: DEFAULT_SEED, nodes: [], edges: [], run: { ...DEFAULT_RUN } };
}

/** An id that no node has: `dense_1`, `dense_2`, … */
export function freeId(document: GraphDocument, stem: string): string {
  const taken = new Set(document.nodes.map(({ id }) => id));
  for (let number = 1; ; number++) if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`;
}

/** The document with every known node's defaults written out, as it is saved. */
export function withWrittenDefaults(document: GraphDocument, registry: NodeRegistry): GraphDocument {
  const nodes = document.nodes.map((node): GraphNode => {
    const specs = registry.get(node.type)?.parameters;
    return specs ? { ...node, data: { ...withDefaults(specs, node.data), ...node.data } } : node;
  });
  return { ...document, nodes };
}

function applyEdit(document: GraphDocument, edit: DocumentEdit, registry: NodeRegistry): GraphDocument {
  const { nodes, edges } = document;
  switch (edit.kind) {
    case 'setParameter': {
      const change = (node: GraphNode): GraphNode => {
        const specs = registry.get(node.type)?.parameters ?? {};
        return { ...node, data: withParameter(specs, node.data, edit.parameter, edit.value) };
      };
      return { ...document, nodes: nodes.map((node) => (node.id === edit.nodeId ? change(node) : node)) };
    }
    case 'setFlag':
      return {
        ...document,
        nodes: nodes.map((node) => (node.id === edit.nodeId ? { ...node, [edit.flag]: edit.value } : node)),
      };
    case 'setParent':
      return {
        ...document,
        nodes: nodes.map((node) => {
          if (node.id !== edit.nodeId) return node;
          const { parentId: _, ...outside } = node;
          return (edit.parentId === null ? outside : { ...outside, parentId: edit.parentId }) as GraphNode;
        }),
      };
    case 'setRun': {
      const run = { ...document.run, [edit.key]: edit.value };
      if (edit.key === 'steps') delete run.epochs;
      if (edit.key === 'epochs') delete run.steps;
      return { ...document, run };
    }
    case 'removeNode':
      return {
        ...document,
        nodes: nodes.filter(({ id }) => id !== edit.nodeId),
        edges: edges.filter(({ source, target }) => source !== edit.nodeId && target !== edit.nodeId),
      };
    case 'removeEdge':
      return { ...document, edges: edges.filter(({ id }) => id !== edit.edgeId) };
    case 'addNode': {
      const { nodeId: id, type, data, position, parentId } = edit;
      const specs = registry.get(type)?.parameters ?? {};
      return {
        ...document,
        nodes: [
          ...nodes,
          {
            id,
            type,
            position,
            data: { ...withDefaults(specs, data), ...data },
            ...(parentId !== undefined && { parentId }),
          },
        ],
      };
    }
    case 'connect': {
      const { source, sourceHandle, target, targetHandle } = edit;
      const ends = { source, sourceHandle, target, targetHandle };
      const others = edges.filter((edge) => edge.target !== target || edge.targetHandle !== targetHandle);
      return { ...document, edges: [...others, { id: freeEdgeId(others, edgeId(ends)), ...ends }] };
    }
  }
}

function freeEdgeId(edges: GraphDocument['edges'], wanted: string): string {
  const taken = new Set(edges.map(({ id }) => id));
  let id = wanted;
  for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
  return id;
}

/** The document after the edits, one after another. */
export const applyEdits = (
  document: GraphDocument,
  edits: readonly DocumentEdit[],
  registry: NodeRegistry,
): GraphDocument => edits.reduce((current, edit) => applyEdit(current, edit, registry), document);
