/** Adds the backward pass and the optimizer's in-place updates of every trainable variable. */
import type { CheckedGraph } from '../graph/types';
import { GraphBuilder } from '../ir/builder';
import type { OpTable } from '../ir/op';
import type { Graph, ValueId, Variable } from '../ir/types';
import { algorithmOf } from '../nodes/optimizers/algorithms';
import { type UpdateStructure, updateStructure } from '../nodes/optimizers/structure';
import type { Slot } from '../nodes/optimizers/types';
import { differentiate } from './autodiff';
import { OUTPUT, scalarsFeed } from './lower';

interface Trained {
  variable: Variable;
  weight: ValueId;
  gradient: ValueId;
}

/**
 * The graph with updates; unchanged where nothing is optimized. `gradients` also makes them outputs `gradient/name`:
 * the derivatives of the loss, before clipping and weight decay.
 */
export function addUpdates(graph: Graph, checked: CheckedGraph, ops: OpTable, gradients = false): Graph {
  const optimizer = checked.nodes.find(({ definition }) => definition.role === 'optimizer');
  const loss = graph.outputs[OUTPUT.loss];
  if (!optimizer || loss === undefined) return graph;
  const { parameters, inputs, definition, id: optimizerId } = optimizer;
  const algorithm = algorithmOf(parameters.algorithm);
  const structure = updateStructure(parameters);
  const builder = GraphBuilder.from(graph, ops);
  const trainable = graph.variables.filter((variable) => variable.trainable);
  const ids = trainable.map((variable) => builder.variable(variable));
  const derived = differentiate(builder, loss, ids);
  const trained = trainable.flatMap((variable, index): Trained[] => {
    const weight = ids[index] as ValueId;
    const gradient = derived.get(weight);
    return gradient === undefined ? [] : [{ variable, weight, gradient }];
  });
  const vectors = definition.scalars?.({ parameters, step: 1, inputs }) ?? {};
  const scalars = (name: string): ValueId => builder.feed(scalarsFeed(optimizerId, name), [vectors[name]?.length ?? 0]);
  builder.within(optimizerId, 'update', () => {
    if (gradients) for (const { variable, gradient } of trained) builder.output(`gradient/${variable.name}`, gradient);
    const clipped = clip(builder, trained, structure, scalars);
    const s = scalars(structure.decay ? 'decayedUpdate' : 'update');
    const attributes = {
      ...algorithm.attributes(structure.convention),
      ...(structure.decay ? { decay: structure.decay } : {}),
    };
    trained.forEach(({ variable, weight }, index) => {
      const slots = algorithm.slots.map((slot) => builder.variable(slotOf(variable, slot, parameters)));
      builder.emit(algorithm.op, [weight, clipped[index] as ValueId, ...slots, s], attributes);
    });
  });
  return builder.finish();
}

/** The gradients that updates are made with: cut by value, then scaled to norms. */
function clip(
  builder: GraphBuilder,
  trained: readonly Trained[],
  { convention, clipValue, clipNorm, globalNorm }: UpdateStructure,
  scalars: (name: string) => ValueId,
): ValueId[] {
  const toNorm = (gradient: ValueId, norm: ValueId, limit: string): ValueId =>
    builder.emit('clipByNorm', [gradient, norm, scalars(limit)], { convention });
  let values = trained.map(({ gradient }) => gradient);
  if (clipValue) values = values.map((value) => builder.emit('clipByValue', [value, scalars('clipValue')]));
  if (clipNorm) values = values.map((value) => toNorm(value, builder.emit('euclideanNorm', [value]), 'clipNorm'));
  if (globalNorm && values.length > 0) {
    const norm = builder.emit('euclideanNorm', values);
    values = values.map((value) => toNorm(value, norm, globalNorm));
  }
  return values;
}

const slotOf = (
  variable: Variable,
  { name, initial }: Slot,
  parameters: Readonly<Record<string, unknown>>,
): Variable => ({
  name: `${variable.name}/${name}`,
  shape: variable.shape,
  role: 'slot',
  trainable: false,
  initializer: { kind: 'constant', value: initial === undefined ? 0 : Number(parameters[initial]) },
  nodeId: variable.nodeId,
});
