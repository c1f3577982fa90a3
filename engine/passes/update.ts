/** Adds the backward pass and the optimizer's in-place updates of every trainable variable. */
import type { CheckedGraph } from '../graph/types';
import { GraphBuilder } from '../ir/builder';
import type { OpTable } from '../ir/op';
import type { Graph, ValueId, Variable } from '../ir/types';
import { algorithmOf } from '../nodes/optimizers/algorithms';
import type { Convention } from '../nodes/optimizers/types';
import { differentiate } from './autodiff';
import { OUTPUT, scalarsFeed } from './lower';

/** The graph with updates; unchanged where nothing is optimized. `gradients` also makes them outputs `gradient/name`. */
export function addUpdates(graph: Graph, checked: CheckedGraph, ops: OpTable, gradients = false): Graph {
  const optimizer = checked.nodes.find(({ definition }) => definition.role === 'optimizer');
  const loss = graph.outputs[OUTPUT.loss];
  if (!optimizer || loss === undefined) return graph;
  const { parameters } = optimizer;
  const algorithm = algorithmOf(parameters.algorithm);
  const convention: Convention = parameters.convention === 'pytorch' ? 'pytorch' : 'keras';
  const builder = GraphBuilder.from(graph, ops);
  const trainable = graph.variables.filter((variable) => variable.trainable);
  const ids = trainable.map((variable) => builder.variable(variable));
  const derived = differentiate(builder, loss, ids);
  const { update: scalars = [] } =
    optimizer.definition.scalars?.({ parameters, step: 1, inputs: optimizer.inputs }) ?? {};
  builder.within(optimizer.id, 'update', () => {
    const s = builder.feed(scalarsFeed(optimizer.id, 'update'), [scalars.length]);
    trainable.forEach((variable, index) => {
      const weight = ids[index] as ValueId;
      const gradient = derived.get(weight);
      if (gradient === undefined) return;
      if (gradients) builder.output(`gradient/${variable.name}`, gradient);
      const slots = algorithm.slots.map((slot) => builder.variable(slotOf(variable, slot)));
      builder.emit(algorithm.op, [weight, gradient, ...slots, s], algorithm.attributes(convention));
    });
  });
  return builder.finish();
}

const slotOf = (variable: Variable, slot: string): Variable => ({
  name: `${variable.name}/${slot}`,
  shape: variable.shape,
  role: 'slot',
  trainable: false,
  initializer: { kind: 'constant', value: 0 },
  nodeId: variable.nodeId,
});
