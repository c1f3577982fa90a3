/** From a checked graph to IR: every node emits its operations, in the order of the data flow. */

import { inputPorts } from '../graph/ports';
import type { CheckedGraph, CheckedNode, LowerContext, Mode } from '../graph/types';
import { GraphBuilder } from '../ir/builder';
import type { OpTable } from '../ir/op';
import type { Graph, ValueId } from '../ir/types';

/** A lowered graph with what later passes need to know of the nodes behind it. */
export interface LoweredGraph {
  graph: Graph;
  /** The value at each output port of each node. */
  ports: ReadonlyMap<string, Readonly<Record<string, ValueId>>>;
}

/** Names of the outputs of a lowered graph. */
export const OUTPUT = {
  loss: 'loss',
  prediction: 'prediction',
  metric: (nodeId: string) => `metric/${nodeId}`,
  z: (nodeId: string) => `z/${nodeId}`,
  port: (nodeId: string, port: string) => `port/${nodeId}.${port}`,
  gradient: (variable: string) => `gradient/${variable}`,
} as const;

/** Names of feeds. */
export const scalarsFeed = (nodeId: string, name: string): string => `${nodeId}/scalars/${name}`;

/** Names of the kernels that a node depends on, its own among them. */
function kernelsBehind(checked: CheckedGraph, from: string | undefined): string[] {
  const seen = new Set<string>();
  const open = from === undefined ? [] : [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...Object.values(checked.byId.get(id)?.sources ?? {}).map((source) => source.id));
  }
  const behind = checked.nodes.filter(({ id, frozen }) => seen.has(id) && !frozen);
  return behind.flatMap(({ id, weights }) => (weights.some(({ name }) => name === 'kernel') ? [`${id}/kernel`] : []));
}

function lowerNode(
  node: CheckedNode,
  checked: CheckedGraph,
  builder: GraphBuilder,
  mode: Mode,
  values: Record<string, ValueId>,
) {
  const { id, definition, parameters, inputs, outputs, weights } = node;
  const { batchSize, seed } = checked;
  const weight = (name: string): ValueId => {
    const spec = weights.find((item) => item.name === name);
    if (!spec) throw new Error(`The node "${id}" has no weight "${name}".`);
    return builder.variable({
      name: `${id}/${name}`,
      shape: spec.shape,
      role: spec.trainable ? 'weight' : 'moving',
      trainable: spec.trainable && !node.frozen,
      initializer: spec.initializer,
      nodeId: id,
    });
  };
  const scalars = (name: string): ValueId => {
    const vector = definition.scalars?.({ parameters, step: 1, inputs })[name];
    if (!vector) throw new Error(`The node "${id}" has no scalars "${name}".`);
    return builder.feed(scalarsFeed(id, name), [vector.length]);
  };
  const kernels = (port: string): ValueId[] =>
    kernelsBehind(checked, node.sources[port]?.id).map(builder.variableNamed);
  const base = { id, parameters, inputs, outputs, batchSize, seed };
  // A frozen layer stands still as a whole: its moving statistics are what it normalizes with, as in Keras.
  const still = node.frozen && weights.some(({ trainable }) => !trainable);
  const own = still ? 'inference' : mode;
  const context: LowerContext = { ...base, builder, mode: own, values, weight, scalars, kernels };
  // All weights are state of the graph, whether this mode reads them or not.
  for (const { name } of weights) weight(name);
  return definition.lower(context);
}

/** The value that training minimises: what feeds the optimizer, or the sum of all loss nodes where there is none. */
function lossOf(checked: CheckedGraph, ports: LoweredGraph['ports'], builder: GraphBuilder): ValueId | null {
  const at = (source: { id: string; port: string } | undefined): ValueId | undefined =>
    source && ports.get(source.id)?.[source.port];
  const optimizer = checked.nodes.find(({ definition }) => definition.role === 'optimizer');
  const wired = at(optimizer?.sources.loss);
  if (wired !== undefined) return wired;
  const losses = checked.nodes
    .filter(({ definition, bypassed }) => definition.role === 'loss' && !bypassed)
    .map((node) => ports.get(node.id)?.loss as ValueId);
  return losses.length === 0 ? null : losses.reduce((sum, loss) => builder.elementwise('add', [sum, loss]));
}

/** The first loss on the way back from the optimizer; where a node joins several, its inputs count in their order. */
function trainedLoss(checked: CheckedGraph): CheckedNode | undefined {
  const optimizer = checked.nodes.find(({ definition }) => definition.role === 'optimizer');
  const seen = new Set<CheckedNode>();
  const open = optimizer ? [optimizer] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.definition.role === 'loss' && !node.bypassed) return node;
    if (seen.has(node)) continue;
    seen.add(node);
    const { sources, definition } = node;
    const before = inputPorts(definition, Object.keys(sources)).flatMap(
      ({ name }) => checked.byId.get(sources[name]?.id ?? '') ?? [],
    );
    open.push(...before.reverse());
  }
  return undefined;
}

/**
 * The node whose `prediction` input is what the graph predicts: of the loss that is trained, else of the first loss, else
 * of the first metric.
 */
export function predictor(checked: CheckedGraph): CheckedNode | null {
  const holds = (role: string) =>
    checked.nodes.find(({ definition, sources }) => definition.role === role && sources.prediction);
  return trainedLoss(checked) ?? holds('loss') ?? holds('metric') ?? null;
}

/** The dataset node whose features lead to the prediction; null where there is none. */
export function featureNode(checked: CheckedGraph): CheckedNode | null {
  const open = [predictor(checked)?.sources.prediction?.id];
  const seen = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = checked.byId.get(id);
    if (!node || seen.has(id)) continue;
    seen.add(id);
    if (node.definition.role === 'data') return node;
    open.push(...Object.values(node.sources).map((source) => source.id));
  }
  return null;
}

/** Lowers a graph that has no errors. `prediction` adds the model's prediction to the outputs. */
export function lower(checked: CheckedGraph, ops: OpTable, mode: Mode, prediction = false): LoweredGraph {
  const builder = new GraphBuilder(ops);
  const ports = new Map<string, Readonly<Record<string, ValueId>>>();
  for (const node of checked.nodes) {
    const values: Record<string, ValueId> = {};
    for (const [port, source] of Object.entries(node.sources)) {
      values[port] = ports.get(source.id)?.[source.port] as ValueId;
    }
    const lowered = node.bypassed
      ? { [node.definition.outputs[0]?.name as string]: values[node.definition.inputs[0]?.name as string] as ValueId }
      : builder.within(node.id, 'forward', () => lowerNode(node, checked, builder, mode, values));
    ports.set(node.id, lowered);
    if (node.definition.role === 'metric') builder.output(OUTPUT.metric(node.id), lowered.value as ValueId);
  }
  const loss = builder.within('', 'forward', () => lossOf(checked, ports, builder));
  if (loss !== null) builder.output(OUTPUT.loss, loss);
  const source = prediction ? predictor(checked)?.sources.prediction : undefined;
  if (source) builder.output(OUTPUT.prediction, ports.get(source.id)?.[source.port] as ValueId);
  return { graph: builder.finish(), ports };
}
