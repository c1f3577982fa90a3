/** Fixes of what a graph lacks to be trained: a wire, a loss, an optimizer, units for every class. */
import type { Diagnostic, DocumentEdit, Fix } from '../core/diagnostics';
import { freeId } from './edit';
import {
  added,
  dependsOn,
  type FixContext,
  fix,
  isTaken,
  nodeOf,
  type OutputPlace,
  placeAfter,
  wired,
} from './fix-edits';
import type { CheckedNode, PortSpec, TensorType } from './types';

const PREDICTION = 'prediction';
const LABELS = 'labels';

interface Output extends OutputPlace {
  type: TensorType;
}

const outputsOf = (node: CheckedNode): Output[] =>
  node.definition.outputs.flatMap(({ name }) => {
    const type = node.outputs[name];
    return type ? [{ id: node.id, port: name, type }] : [];
  });

/** The only one of a list; undefined where there are none or several. */
const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

/** All outputs that nothing reads. */
function unused({ nodes }: FixContext): Output[] {
  const places = [...nodes.values()].flatMap(({ sources }) => Object.values(sources));
  const read = new Set(places.map(({ id, port }) => `${id}/${port}`));
  return [...nodes.values()].flatMap(outputsOf).filter(({ id, port }) => !read.has(`${id}/${port}`));
}

/** What the losses and metrics of the graph read at an input of this name, each source once. */
function readAt({ nodes }: FixContext, port: string): Output[] {
  const found = new Map<string, Output>();
  for (const { definition, sources } of nodes.values()) {
    const source = definition.role === undefined ? undefined : sources[port];
    const type = source && nodes.get(source.id)?.outputs[source.port];
    if (source && type) found.set(`${source.id}/${source.port}`, { ...source, type });
  }
  return [...found.values()];
}

const labelsOf = ({ nodes }: FixContext): Output[] =>
  [...nodes.values()]
    .filter(({ definition }) => definition.role === 'data')
    .flatMap(outputsOf)
    .filter(({ type }) => type.kind === 'labels');

/** The model's output: what a loss or a metric reads already, or the only tensor that nothing reads. */
const predictionOf = (context: FixContext): Output | undefined =>
  only(readAt(context, PREDICTION)) ??
  only(unused(context).filter(({ type }) => type.kind === 'tensor' && type.shape.length === 2));

/** A loss gives one number, also where its own inputs are not known yet. */
const lossesOf = ({ nodes }: FixContext): Output[] =>
  [...nodes.values()]
    .filter(({ definition }) => definition.role === 'loss')
    .map(({ id, definition }) => ({
      id,
      port: definition.outputs[0]?.name ?? 'loss',
      type: { kind: 'scalar', shape: [] },
    }));

/** The one output that an input without a wire was meant for, where there is no doubt. */
function meantFor(context: FixContext, node: CheckedNode, port: PortSpec): Output | undefined {
  if (node.definition.role === 'optimizer') return only(lossesOf(context)) ?? only(unused(context).filter(isNumber));
  if (port.name === LABELS) return only(readAt(context, LABELS)) ?? only(labelsOf(context));
  if (port.name === PREDICTION) return predictionOf(context);
  return only(unused(context).filter(({ type }) => port.kinds.includes(type.kind)));
}

const isNumber = ({ type }: Output): boolean => type.kind !== 'labels' && type.shape.length === 0;

/** Connects an input, where only one output can be meant; an optimizer without a loss gets one. */
export function connectMissing({ where }: Diagnostic, context: FixContext): Fix | undefined {
  const node = context.nodes.get(where.nodeId ?? '');
  const port = node?.definition.inputs.find(({ name }) => name === where.port);
  if (!node || !port) return undefined;
  const source = meantFor(context, node, port);
  if (!source) return node.definition.role === 'optimizer' ? addLoss(node, context) : undefined;
  if (dependsOn(context.nodes, source.id, node.id) || !sameContainer(context, source.id, node.id)) return undefined;
  // With its other inputs unknown, the kind alone decides.
  const needs = node.definition.inputs.filter(({ name, optional }) => !optional && name !== port.name);
  const known = needs.every(({ name }) => node.inputs[name]);
  const fits = known
    ? isTaken(node, context, { inputs: { [port.name]: source.type } })
    : port.kinds.includes(source.type.kind);
  return fits ? fix(`Connect ${outputName(context, source)}`, [wired(source, node.id, port.name)]) : undefined;
}

/** The node, and which of its outputs where it has several. */
function outputName({ nodes }: FixContext, { id, port }: OutputPlace): string {
  return (nodes.get(id)?.definition.outputs.length ?? 0) > 1 ? `${id} ${port}` : id;
}

const sameContainer = (context: FixContext, a: string, b: string): boolean =>
  nodeOf(context, a)?.parentId === nodeOf(context, b)?.parentId;

interface NewLoss {
  id: string;
  title: string;
  edits: DocumentEdit[];
  position: { x: number; y: number };
  parentId: string | undefined;
}

/** The loss that suits what the model gives and what the data holds; undefined where either is in doubt. */
function newLoss(context: FixContext): NewLoss | undefined {
  const prediction = predictionOf(context);
  const labels = only(readAt(context, LABELS)) ?? only(labelsOf(context));
  const beside = prediction && nodeOf(context, prediction.id);
  if (!prediction || !labels || !beside || !sameContainer(context, prediction.id, labels.id)) return undefined;
  const source = context.nodes.get(prediction.id);
  const columns = prediction.type.shape[1] ?? 1;
  const { classes } = labels.type;
  const binary = classes === 2 && columns === 1;
  const type = classes === undefined ? 'meanSquaredError' : binary ? 'sigmoidCrossEntropy' : 'crossEntropy';
  const activation = binary ? source?.parameters.function === 'sigmoid' : source?.definition.type === 'softmax';
  const definition = context.registry.get(type);
  if (!definition) return undefined;
  const id = freeId(context.document, definition.idStem);
  const position = placeAfter(context, beside);
  const data = type === 'meanSquaredError' ? {} : { fromLogits: !activation };
  return {
    id,
    title: definition.title.toLowerCase(),
    edits: [
      added(id, type, position, beside.parentId, data),
      wired(prediction, id, PREDICTION),
      wired(labels, id, LABELS),
    ],
    position,
    parentId: beside.parentId,
  };
}

function addLoss(optimizer: CheckedNode, context: FixContext): Fix | undefined {
  const loss = newLoss(context);
  if (!loss || loss.parentId !== nodeOf(context, optimizer.id)?.parentId) return undefined;
  return fix(`Add a ${loss.title} loss`, [...loss.edits, wired({ id: loss.id, port: 'loss' }, optimizer.id, 'loss')]);
}

/** Adds an optimizer behind the loss, and the loss where that is missing too. */
export function addOptimizer(_: Diagnostic, context: FixContext): Fix | undefined {
  const id = freeId(context.document, context.registry.get('optimizer')?.idStem ?? 'optimizer');
  const loss =
    only(lossesOf(context)) ?? (lossesOf(context).length === 0 ? only(unused(context).filter(isNumber)) : undefined);
  const beside = loss && nodeOf(context, loss.id);
  if (loss && beside) {
    const position = placeAfter(context, beside);
    return fix('Add an optimizer', [added(id, 'optimizer', position, beside.parentId), wired(loss, id, 'loss')]);
  }
  const made = lossesOf(context).length > 0 ? undefined : newLoss(context);
  if (!made) return undefined;
  const position = placeAfter(context, { id: made.id, type: '', data: {}, position: made.position });
  return fix(`Add a ${made.title} loss and an optimizer`, [
    ...made.edits,
    added(id, 'optimizer', position, made.parentId),
    wired({ id: made.id, port: 'loss' }, id, 'loss'),
  ]);
}

/** The layer whose units decide how many values a prediction has. */
function lastLayer({ nodes }: FixContext, target: CheckedNode): CheckedNode | undefined {
  let at = nodes.get(target.sources[PREDICTION]?.id ?? '');
  while (at && typeof at.parameters.units !== 'number') {
    const [input] = at.definition.inputs;
    const [type, out] = [input && at.inputs[input.name], Object.values(at.outputs)[0]];
    if (!input || type?.shape.at(-1) !== out?.shape.at(-1)) return undefined;
    at = nodes.get(at.sources[input.name]?.id ?? '');
  }
  return at;
}

/** How many classes the labels at a loss or a metric have. */
export const classesAt = ({ inputs }: CheckedNode): number | undefined =>
  inputs[LABELS]?.classes ?? inputs[LABELS]?.shape[1];

export function setUnits(layer: CheckedNode, value: number): DocumentEdit {
  return { kind: 'setParameter', nodeId: layer.id, parameter: 'units', value };
}

/** Gives the last layer one unit for each class. */
export function matchClasses({ where }: Diagnostic, context: FixContext): Fix | undefined {
  const node = context.nodes.get(where.nodeId ?? '');
  const layer = node && lastLayer(context, node);
  const classes = node && classesAt(node);
  if (!layer || classes === undefined || classes < 1) return undefined;
  return fix(`Give ${layer.id} ${classes} units`, [setUnits(layer, classes)]);
}

/** One-hot rows for a loss that takes no class indices, and a unit for each class where those are missing. */
export function oneHotUnits(node: CheckedNode, context: FixContext, classes: number): DocumentEdit[] | undefined {
  const layer = lastLayer(context, node);
  if (!layer) return undefined;
  return layer.parameters.units === classes ? [] : [setUnits(layer, classes)];
}
