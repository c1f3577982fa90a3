/** Which signs of ill health make sense for a layer: that depends on the activation that reads its output. */
import { type GraphDocument, type GraphNode, nodeRegistry, withDefaults } from '../../engine';

export interface Health {
  /** Units can die: a ReLU reads the output. */
  dead: boolean;
  /** The function that flattens large values, if one reads the output. */
  saturating: 'sigmoid' | 'tanh' | null;
}

function activationOf(node: GraphNode): unknown {
  const definition = nodeRegistry.get(node.type);
  return node.type === 'activation' && definition ? withDefaults(definition.parameters, node.data).function : null;
}

/** The functions that read a node's output, seen through nodes that pass it on unchanged. */
function readers(document: GraphDocument, nodeId: string, seen: Set<string>): unknown[] {
  if (seen.has(nodeId)) return [];
  seen.add(nodeId);
  return document.edges
    .filter((edge) => edge.source === nodeId)
    .flatMap((edge) => {
      const node = document.nodes.find(({ id }) => id === edge.target);
      if (!node) return [];
      const reader = activationOf(node);
      return node.bypassed || reader === 'linear' ? readers(document, node.id, seen) : [reader];
    });
}

export function healthOf(document: GraphDocument | null, nodeId: string): Health {
  const functions = document ? readers(document, nodeId, new Set()) : [];
  const saturating = functions.find((name) => name === 'sigmoid' || name === 'tanh');
  return { dead: functions.includes('relu'), saturating: (saturating as 'sigmoid' | 'tanh' | undefined) ?? null };
}
