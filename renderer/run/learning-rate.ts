/** The learning rate that an optimizer uses at a step, schedule included. */
import { type GraphDocument, type GraphNode, nodeRegistry, withDefaults } from '../../engine';

/** The rate of update number `step` (from 1), or null where the node is no optimizer. */
export function learningRateOf(node: GraphNode, step: number): number | null {
  const definition = nodeRegistry.get(node.type);
  if (definition?.role !== 'optimizer') return null;
  const parameters = withDefaults(definition.parameters, node.data);
  // The one scalar of plain gradient descent is the scheduled rate itself; other algorithms mix theirs into it.
  const scalars = definition.scalars?.({ parameters: { ...parameters, algorithm: 'sgd' }, step, inputs: {} });
  return scalars?.update?.[0] ?? null;
}

export function learningRates(document: GraphDocument, step: number): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const node of document.nodes) {
    const rate = learningRateOf(node, step);
    if (rate !== null) rates[node.id] = rate;
  }
  return rates;
}
