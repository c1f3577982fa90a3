/** All operations, in an ordered list. Adding one is a file of its own, an import and its name here. */
import type { OpDefinition, OpTable } from '../ir/op';
import { absolute, absoluteGrad } from './absolute';
import { accuracy } from './accuracy';
import { adagradUpdate } from './adagrad-update';
import { adamUpdate } from './adam-update';
import { add } from './add';
import { averagePool2d, averagePool2dGrad } from './average-pool-2d';
import { binaryCrossEntropy, binaryCrossEntropyGrad } from './binary-cross-entropy';
import { binaryMatch } from './binary-match';
import { broadcastTo } from './broadcast-to';
import { classCounts } from './class-counts';
import { clipByNorm, clipByValue, euclideanNorm } from './clip';
import { columnMean } from './column-mean';
import { columnVariance } from './column-variance';
import { concat, slice } from './concat';
import { constant } from './constant';
import { crossEntropy, crossEntropyGrad } from './cross-entropy';
import { divide } from './divide';
import { elu, eluGrad } from './elu';
import { exp } from './exp';
import { feed } from './feed';
import { fused } from './fused';
import { gelu, geluGrad } from './gelu';
import { groupNormalize, groupNormalizeGrad } from './group-normalize';
import { imagePatches, imagePatchesGrad } from './image-patches';
import { inverseDeviation } from './inverse-deviation';
import { leakyRelu, leakyReluGrad } from './leaky-relu';
import { log } from './log';
import { matmul } from './matmul';
import { maxPool2d, maxPool2dGrad } from './max-pool-2d';
import { maximum, maximumGrad } from './maximum';
import { momentumUpdate } from './momentum-update';
import { movingAverageUpdate } from './moving-average-update';
import { multiply } from './multiply';
import { negate } from './negate';
import { nesterovUpdate } from './nesterov-update';
import { normalize, normalizeGradInput, normalizeGradScale } from './normalize';
import { oneHot } from './one-hot';
import { power, powerGrad } from './power';
import { dropoutMask, randomNormal, randomUniform } from './random';
import { reduceMean } from './reduce-mean';
import { reduceSum } from './reduce-sum';
import { relu, reluGrad } from './relu';
import { renormScale, renormShift } from './renorm';
import { reshape } from './reshape';
import { rmspropUpdate } from './rmsprop-update';
import { sgdUpdate } from './sgd-update';
import { sigmoid, sigmoidGrad } from './sigmoid';
import { sigmoidCrossEntropy, sigmoidCrossEntropyGrad } from './sigmoid-cross-entropy';
import { softmax, softmaxGrad } from './softmax';
import { softmaxCrossEntropy, softmaxCrossEntropyGrad } from './softmax-cross-entropy';
import { softplus, softplusGrad } from './softplus';
import { sqrt, sqrtGrad } from './sqrt';
import { square, squareGrad } from './square';
import { stopGradient } from './stop-gradient';
import { subtract } from './subtract';
import { tanh, tanhGrad } from './tanh';
import { variable } from './variable';
import { zStatistics } from './z-statistics';

const all: readonly OpDefinition[] = [
  variable,
  feed,
  constant,
  reshape,
  broadcastTo,
  stopGradient,
  add,
  subtract,
  multiply,
  divide,
  maximum,
  maximumGrad,
  negate,
  square,
  squareGrad,
  power,
  powerGrad,
  absolute,
  absoluteGrad,
  exp,
  log,
  sqrt,
  sqrtGrad,
  inverseDeviation,
  relu,
  reluGrad,
  leakyRelu,
  leakyReluGrad,
  elu,
  eluGrad,
  gelu,
  geluGrad,
  sigmoid,
  sigmoidGrad,
  tanh,
  tanhGrad,
  softplus,
  softplusGrad,
  fused,
  matmul,
  reduceSum,
  reduceMean,
  concat,
  slice,
  oneHot,
  softmax,
  softmaxGrad,
  softmaxCrossEntropy,
  softmaxCrossEntropyGrad,
  crossEntropy,
  crossEntropyGrad,
  sigmoidCrossEntropy,
  sigmoidCrossEntropyGrad,
  binaryCrossEntropy,
  binaryCrossEntropyGrad,
  accuracy,
  binaryMatch,
  classCounts,
  columnMean,
  columnVariance,
  normalize,
  normalizeGradScale,
  normalizeGradInput,
  groupNormalize,
  groupNormalizeGrad,
  renormScale,
  renormShift,
  imagePatches,
  imagePatchesGrad,
  maxPool2d,
  maxPool2dGrad,
  averagePool2d,
  averagePool2dGrad,
  randomUniform,
  randomNormal,
  dropoutMask,
  euclideanNorm,
  clipByNorm,
  clipByValue,
  sgdUpdate,
  momentumUpdate,
  nesterovUpdate,
  adagradUpdate,
  rmspropUpdate,
  adamUpdate,
  movingAverageUpdate,
  zStatistics,
];

/** Every operation by name. */
export const ops: OpTable = new Map(all.map((op) => [op.name, op]));
