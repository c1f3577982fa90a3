/**
 * Why a number may have stopped being finite, most likely first: from the node that broke first, the settings of the graph
 * and the last numbers of the run. Pure.
 */
import { type Diagnostic, type GraphDocument, type GraphNode, nodeRegistry, withDefaults } from '../../engine';
import { formatCount, formatSetting, formatValue } from '../run/format';
import { type RunHistory, zColumn } from '../run/history';
import { trainingTexts } from '../texts/training';

const texts = trainingTexts.broken;

export interface Cause {
  text: string;
  /** The node to look at. */
  nodeId: string | null;
}

/** A loss that grew to so many times its lowest value broke by too large steps. */
const ROSE = 3;
/** Half-widths of z that no activation is made for. */
const Z_LARGE = 50;
/** Rates beyond these are too large for most networks. */
const RATE_LARGE: Readonly<Record<string, number>> = {
  sgd: 0.5,
  momentum: 0.1,
  nesterov: 0.1,
  adagrad: 0.5,
  rmsprop: 0.01,
  adam: 0.02,
  adamW: 0.02,
};
/** Features this far from zero want scaling. */
const FEATURE_LARGE = 20;
const EARLY = 3;

const NORMS: ReadonlySet<string> = new Set(['batchNorm', 'layerNorm', 'groupNorm', 'batchRenorm']);

interface Known {
  problem: Diagnostic;
  document: GraphDocument;
  history: Pick<RunHistory, 'loss' | 'probes' | 'lastStep'>;
  /** The largest size of a feature, by dataset node, after scaling. */
  features: Readonly<Record<string, number>>;
}

const parametersOf = (node: GraphNode): Record<string, unknown> =>
  withDefaults(nodeRegistry.get(node.type)?.parameters ?? {}, node.data);

/** What the operation of the node itself cannot do. */
function ofNode(node: GraphNode): Cause[] {
  const { id, type } = node;
  const say = (text: string): Cause[] => [{ text, nodeId: id }];
  if (type === 'log') return say(texts.logOfZero(id));
  if (type === 'divide') return say(texts.division(id));
  if (type === 'power') return say(texts.power(id));
  if (type === 'exp') return say(texts.exp(id));
  if (type === 'dataset') return say(texts.data(id));
  const isLoss = nodeRegistry.get(type)?.role === 'loss';
  return isLoss && parametersOf(node).fromLogits === false ? say(texts.probabilities(id)) : [];
}

function ofLoss({ loss }: Known['history']): Cause[] {
  const values = [...loss.values(0)].filter(Number.isFinite);
  const least = Math.min(...values);
  const last = values.at(-1) ?? Number.NaN;
  return last > ROSE * least ? [{ text: texts.rising(formatValue(least), formatValue(last)), nodeId: null }] : [];
}

function ofRate(document: GraphDocument): Cause[] {
  return document.nodes.flatMap((node): Cause[] => {
    if (nodeRegistry.get(node.type)?.role !== 'optimizer') return [];
    const { algorithm, learningRate } = parametersOf(node);
    const most = RATE_LARGE[String(algorithm)] ?? 0.1;
    if (typeof learningRate !== 'number' || learningRate < most) return [];
    return [{ text: texts.rate(formatSetting(learningRate), node.id, formatSetting(most)), nodeId: node.id }];
  });
}

function ofZ({ probes }: Known['history']): Cause[] {
  let worst: { id: string; size: number } | null = null;
  for (const [id, { series }] of probes) {
    const size = Math.max(Math.abs(series.latest(zColumn('p5'))), Math.abs(series.latest(zColumn('p95'))));
    if (size > Z_LARGE && (worst === null || size > worst.size)) worst = { id, size };
  }
  return worst ? [{ text: texts.zLarge(worst.id, `±${formatCount(worst.size)}`), nodeId: worst.id }] : [];
}

export function likelyCauses(known: Known): Cause[] {
  const { problem, document, history, features } = known;
  const node = document.nodes.find(({ id }) => id === problem.where.nodeId);
  const unscaled = Object.entries(features).flatMap(([id, size]): Cause[] =>
    size > FEATURE_LARGE ? [{ text: texts.scale(id, formatValue(size)), nodeId: id }] : [],
  );
  const dense = document.nodes.filter(({ type }) => type === 'dense').length;
  const unnormalised = dense > 1 && !document.nodes.some(({ type }) => NORMS.has(type));
  const atOnce = history.lastStep <= EARLY;
  const causes = [
    ...(node ? ofNode(node) : []),
    ...ofRate(document),
    ...ofLoss(history),
    ...unscaled,
    ...ofZ(history),
    ...(unnormalised ? [{ text: texts.normalisation, nodeId: null }] : []),
    ...(atOnce && unscaled.length === 0 ? [{ text: texts.initial, nodeId: null }] : []),
  ];
  return causes.slice(0, 4);
}
