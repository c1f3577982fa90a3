/** All node types, in the order of the palette. Adding one is a file of its own, an import and its name here. */
import type { NodeCategory, NodeDefinition, NodeRegistry } from '../graph/types';
import { accuracy } from './accuracy';
import { activation } from './activation';
import { add } from './add';
import { averagePool2d } from './average-pool-2d';
import { batchNorm } from './batch-norm';
import { batchRenorm } from './batch-renorm';
import { constant } from './constant';
import { conv2d } from './conv2d';
import { crossEntropy } from './cross-entropy';
import { dataset } from './dataset';
import { dense } from './dense';
import { dropout } from './dropout';
import { groupNorm } from './group-norm';
import { layerNorm } from './layer-norm';
import { maxPool2d } from './max-pool-2d';
import { multiply } from './multiply';
import { noise } from './noise';
import { optimizer } from './optimizer';
import { placeholder } from './placeholder';
import { softmax } from './softmax';
import { square } from './square';
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
  crossEntropy,
  accuracy,
  optimizer,
  add,
  subtract,
  multiply,
  square,
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
