/** All node types, in the order of the palette. Adding one is a file of its own, an import and its name here. */
import type { NodeCategory, NodeDefinition, NodeRegistry } from '../graph/types';
import { accuracy } from './accuracy';
import { activation } from './activation';
import { add } from './add';
import { auc } from './auc';
import { averagePool2d } from './average-pool-2d';
import { batchNorm } from './batch-norm';
import { batchRenorm } from './batch-renorm';
import { comment } from './comment';
import { concat } from './concat';
import { constant } from './constant';
import { conv2d } from './conv2d';
import { crossEntropy } from './cross-entropy';
import { dataset } from './dataset';
import { dense } from './dense';
import { divide } from './divide';
import { dropout } from './dropout';
import { exp } from './exp';
import { f1 } from './f1';
import { flatten } from './flatten';
import { group } from './group';
import { groupNorm } from './group-norm';
import { l2 } from './l2';
import { layerNorm } from './layer-norm';
import { log } from './log';
import { matmul } from './matmul';
import { maxPool2d } from './max-pool-2d';
import { maximum } from './maximum';
import { meanAbsoluteError } from './mean-absolute-error';
import { meanSquaredError } from './mean-squared-error';
import { multiply } from './multiply';
import { negate } from './negate';
import { noise } from './noise';
import { oneHot } from './one-hot';
import { optimizer } from './optimizer';
import { placeholder } from './placeholder';
import { power } from './power';
import { precision } from './precision';
import { rSquared } from './r-squared';
import { recall } from './recall';
import { reduceMean } from './reduce-mean';
import { reduceSum } from './reduce-sum';
import { reshape } from './reshape';
import { sigmoidCrossEntropy } from './sigmoid-cross-entropy';
import { softmax } from './softmax';
import { square } from './square';
import { stopGradient } from './stop-gradient';
import { subgraph } from './subgraph';
import { subgraphInput } from './subgraph-input';
import { subgraphOutput } from './subgraph-output';
import { subtract } from './subtract';
import { variable } from './variable';

const all: readonly NodeDefinition[] = [
  dataset,
  placeholder,
  constant,
  variable,
  dense,
  conv2d,
  maxPool2d,
  averagePool2d,
  batchNorm,
  batchRenorm,
  layerNorm,
  groupNorm,
  dropout,
  noise,
  activation,
  softmax,
  flatten,
  reshape,
  concat,
  oneHot,
  stopGradient,
  crossEntropy,
  sigmoidCrossEntropy,
  meanSquaredError,
  l2,
  accuracy,
  precision,
  recall,
  f1,
  auc,
  meanAbsoluteError,
  rSquared,
  optimizer,
  add,
  subtract,
  multiply,
  divide,
  maximum,
  matmul,
  square,
  power,
  exp,
  log,
  negate,
  reduceMean,
  reduceSum,
  group,
  comment,
  subgraph,
  subgraphInput,
  subgraphOutput,
];

/** Every node type by name. */
export const nodeRegistry: NodeRegistry = new Map(all.map((node) => [node.type, node]));

/** Categories in the order of the palette. */
export const nodeCategories: readonly { id: NodeCategory; title: string }[] = [
  { id: 'data', title: 'Data' },
  { id: 'layers', title: 'Layers' },
  { id: 'normalization', title: 'Normalization' },
  { id: 'activation', title: 'Activation' },
  { id: 'regularization', title: 'Regularization' },
  { id: 'shape', title: 'Shape' },
  { id: 'loss', title: 'Losses' },
  { id: 'metrics', title: 'Metrics' },
  { id: 'training', title: 'Training' },
  { id: 'maths', title: 'Maths' },
  { id: 'structure', title: 'Structure' },
];
