/** All node types, in the order of the palette. Adding one is a file of its own, an import and its name here. */
import type { NodeCategory, NodeDefinition, NodeRegistry } from '../graph/types';
import { accuracy } from './accuracy';
import { activation } from './activation';
import { add } from './add';
import { batchNorm } from './batch-norm';
import { constant } from './constant';
import { crossEntropy } from './cross-entropy';
import { dataset } from './dataset';
import { dense } from './dense';
import { multiply } from './multiply';
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
  batchNorm,
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
