/**
 * The fixes that need the graph around a problem; those that only change the node itself stand in the node's own file.
 * A fix is offered where it is the only sensible one and mends what it is offered for; guesses are left to the person.
 */
import { DIAGNOSTICS, type Diagnostic, type DiagnosticName, type DocumentEdit, type Fix } from '../core/diagnostics';
import { defaultOf } from '../core/parameters';
import { type Shape, sizeOf } from '../core/shape';
import { type FixContext, fix, inserted, isTaken } from './fix-edits';
import { addOptimizer, classesAt, connectMissing, matchClasses, oneHotUnits } from './fix-training';
import type { CheckedNode, TensorType } from './types';

type Maker = (diagnostic: Diagnostic, context: FixContext) => Fix | undefined;

/** A batch that is usual where one is needed. */
const USUAL_BATCH = 32;

const nodeAt = ({ where }: Diagnostic, { nodes }: FixContext): CheckedNode | undefined => nodes.get(where.nodeId ?? '');

const setParameter = (nodeId: string, parameter: string, value: unknown): DocumentEdit => ({
  kind: 'setParameter',
  nodeId,
  parameter,
  value,
});

const FIXES: Partial<Record<DiagnosticName, Maker>> = {
  edgeEnd: removeWire,
  edgePort: removeWire,
  inputTaken({ where }, { document }) {
    const wires = document.edges.filter(
      ({ target, targetHandle }) => target === where.nodeId && targetHandle === where.port,
    );
    if (wires.length < 2 || new Set(wires.map(({ id }) => id)).size < wires.length) return undefined;
    const edits = wires.slice(0, -1).map(({ id }): DocumentEdit => ({ kind: 'removeEdge', edgeId: id }));
    return fix('Keep the newest wire only', edits);
  },
  inputMissing: connectMissing,
  portKind: fitKind,
  noOptimizer: addOptimizer,
  severalOptimizers: removeNode,
  portOutside: removeNode,
  bypassKind: switchOn,
  bypassOutput: switchOn,
  parameterType: mendParameter,
  parameterRange: mendParameter,
  parameterChoice: mendParameter,
  initializerShape: mendParameter,
  rankMismatch: fitRank,
  shapeMismatch: oneHotLabels,
  notBinary: oneHotLabels,
  tooManyClasses: matchClasses,
  unusedClasses: matchClasses,
  notScalar({ where: { nodeId, port } }, context) {
    return fix(
      'Insert a mean over all values',
      inserted(context, { id: nodeId ?? '', port: port ?? '' }, 'reduceMean'),
    );
  },
  batchOfOne(_, { trainRows = USUAL_BATCH }) {
    const value = Math.min(USUAL_BATCH, trainRows);
    return value < 2 ? undefined : fix(`Set the batch size to ${value}`, [{ kind: 'setRun', key: 'batchSize', value }]);
  },
  groupsDivide(diagnostic, context) {
    const node = nodeAt(diagnostic, context);
    const channels = node?.inputs.x?.shape.at(-1);
    if (!node || channels === undefined) return undefined;
    let groups = Math.min(Number(node.parameters.groups), channels);
    while (channels % groups !== 0) groups--;
    return fix(`Set the groups to ${groups}`, [setParameter(node.id, 'groups', groups)]);
  },
  windowTooLarge(diagnostic, context) {
    const node = nodeAt(diagnostic, context);
    if (!node || !isTaken(node, context, { parameters: { padding: 'same' } })) return undefined;
    return fix('Set the padding to “same”', [setParameter(node.id, 'padding', 'same')]);
  },
};

function removeWire({ where: { edgeId } }: Diagnostic, { document }: FixContext): Fix | undefined {
  const same = document.edges.filter(({ id }) => id === edgeId);
  return edgeId !== undefined && same.length === 1
    ? fix('Remove the wire', [{ kind: 'removeEdge', edgeId }])
    : undefined;
}

function removeNode({ where: { nodeId } }: Diagnostic): Fix | undefined {
  return nodeId === null ? undefined : fix(`Remove ${nodeId}`, [{ kind: 'removeNode', nodeId }]);
}

function switchOn({ where: { nodeId } }: Diagnostic): Fix | undefined {
  if (nodeId === null) return undefined;
  return fix(`Switch off the bypass of ${nodeId}`, [{ kind: 'setFlag', nodeId, flag: 'bypassed', value: false }]);
}

/** Labels where a tensor is needed become one-hot rows; anything else of the wrong kind loses its wire. */
function fitKind(diagnostic: Diagnostic, context: FixContext): Fix | undefined {
  const { nodeId, port = '' } = diagnostic.where;
  const node = nodeAt(diagnostic, context);
  const source = node?.sources[port];
  const type = source && context.nodes.get(source.id)?.outputs[source.port];
  if (!node || nodeId === null || !type) return undefined;
  if (type.kind === 'labels' && type.classes !== undefined) {
    const rows: TensorType = { kind: 'tensor', shape: [...type.shape, type.classes], classes: type.classes };
    const edits = inserted(context, { id: nodeId, port }, 'oneHot');
    if (edits && isTaken(node, context, { inputs: { [port]: rows } })) return fix('One-hot encode the labels', edits);
  }
  const wire = context.document.edges.find(({ target, targetHandle }) => target === nodeId && targetHandle === port);
  return wire && fix('Remove the wire', [{ kind: 'removeEdge', edgeId: wire.id }]);
}

/** The nearest value that is allowed, else the default. */
function mendParameter({ where: { nodeId, parameter = '' } }: Diagnostic, context: FixContext): Fix | undefined {
  const node = context.document.nodes.find(({ id }) => id === nodeId);
  const spec = node && context.registry.get(node.type)?.parameters[parameter];
  if (!node || nodeId === null || !spec) return undefined;
  const checked = context.nodes.get(nodeId);
  const given = node.data[parameter];
  const standard = defaultOf(spec, checked?.parameters ?? {});
  const value = nearest(spec, given) ?? standard;
  if (JSON.stringify(value) === JSON.stringify(given)) return undefined;
  // The value itself may fit its schema and still not the graph.
  const known = checked?.definition.inputs.every(({ name, optional }) => optional || checked.inputs[name]);
  if (checked && known && Object.keys(checked.outputs).length === 0 && checked.definition.outputs.length > 0) {
    if (!isTaken(checked, context, { parameters: { [parameter]: value } })) return undefined;
  }
  const shown =
    typeof value === 'object' ? 'its default' : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  return fix(`Set “${spec.title}” to ${shown || 'its default'}`, [setParameter(nodeId, parameter, value)]);
}

/** A number that is out of its range, brought to the bound it broke. */
function nearest(spec: { kind: string; min?: number; max?: number }, given: unknown): number | undefined {
  if (typeof given !== 'number' || !Number.isFinite(given)) return undefined;
  const { kind, min, max, exclusiveMin, exclusiveMax } = spec as typeof spec &
    Record<'exclusiveMin' | 'exclusiveMax', unknown>;
  if (kind !== 'number' && kind !== 'integer') return undefined;
  if (min !== undefined && given < min && !exclusiveMin) return min;
  if (max !== undefined && given > max && !exclusiveMax) return max;
  return kind === 'integer' && !Number.isInteger(given) ? Math.round(given) : undefined;
}

/** Pictures before a dense layer are flattened; rows of numbers before a convolution become pictures. */
function fitRank(diagnostic: Diagnostic, context: FixContext): Fix | undefined {
  const { port = '' } = diagnostic.where;
  const node = nodeAt(diagnostic, context);
  const type = node?.inputs[port];
  if (!node || !type) return undefined;
  const [batch = 1, ...rest] = type.shape;
  const takes = (shape: Shape): boolean => isTaken(node, context, { inputs: { [port]: { kind: 'tensor', shape } } });
  const target = { id: node.id, port };
  if (rest.length > 1 && takes([batch, sizeOf(rest)])) {
    return fix('Insert a flatten node', inserted(context, target, 'flatten'));
  }
  const side = Math.sqrt(rest[0] ?? 0);
  const picture =
    rest.length === 2 ? [...rest, 1] : rest.length === 1 && Number.isInteger(side) ? [side, side, 1] : null;
  if (!picture || !takes([batch, ...picture])) return undefined;
  const edits = inserted(context, target, 'reshape', { shape: picture });
  return fix(`Insert a reshape to ${picture.join('×')}`, edits);
}

/** Class indices against a row of values: they become rows as well. */
function oneHotLabels(diagnostic: Diagnostic, context: FixContext): Fix | undefined {
  const node = nodeAt(diagnostic, context);
  const labels = node?.inputs.labels;
  const classes = node && classesAt(node);
  if (!node || labels?.kind !== 'labels' || labels.shape.length !== 1 || classes === undefined) return undefined;
  const units = oneHotUnits(node, context, classes);
  const rows = inserted(context, { id: node.id, port: 'labels' }, 'oneHot');
  if (!units || !rows) return undefined;
  return fix('One-hot encode the labels', [...rows, ...units]);
}

const BY_CODE: ReadonlyMap<string, Maker> = new Map(
  Object.entries(FIXES).map(([name, maker]) => [DIAGNOSTICS[name as DiagnosticName].code, maker]),
);

/** The diagnostic with a fix, where it has none yet and one is known. */
export function withFix(diagnostic: Diagnostic, context: FixContext): Diagnostic {
  if (diagnostic.fix) return diagnostic;
  const found = BY_CODE.get(diagnostic.code)?.(diagnostic, context);
  return found ? { ...diagnostic, fix: found } : diagnostic;
}
