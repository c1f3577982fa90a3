/** Which kernel computes which operation: the one table between the intermediate representation and generated code. */
import type { Shape } from '../../core/shape';
import type { OpTable } from '../../ir/op';
import { input } from '../../ir/scalar';
import type { Attributes, Value } from '../../ir/types';
import { type ElementMap, mapKernel } from './elementwise';
import { at, type Kernel } from './kernel';
import { classCountsKernel, oneHotKernel } from './kernels/classes';
import { clipByNormKernel, clipByValueKernel, euclideanNormKernel } from './kernels/clip';
import { type ColumnPart, mapPart, singleColumnKernel } from './kernels/columns';
import { concatKernel, sliceKernel } from './kernels/concat';
import { broadcastKernel, identityKernel, reshapeKernel } from './kernels/copy';
import { groupNormalizeGradKernel, groupNormalizeKernel } from './kernels/group-normalize';
import { imagePatchesGradKernel, imagePatchesKernel } from './kernels/image-patches';
import {
  accuracyKernel,
  crossEntropyGradKernel,
  crossEntropyKernel,
  softmaxCrossEntropyGradKernel,
  softmaxCrossEntropyKernel,
} from './kernels/loss';
import { type Epilogue, matmulKernel, type Tile } from './kernels/matmul';
import {
  columnMean,
  columnSum,
  columnVariance,
  normalize,
  normalizeGradInput,
  normalizeGradScale,
} from './kernels/normalize';
import { averagePool2dGradKernel, averagePool2dKernel, maxPool2dGradKernel, maxPool2dKernel } from './kernels/pools';
import { randomKernel } from './kernels/random';
import { reduceKernel } from './kernels/reduce';
import { softmaxGradKernel, softmaxKernel } from './kernels/softmax';
import { updateMap } from './kernels/updates';
import { zStatisticsKernel } from './kernels/z-statistics';
import { layoutOf } from './layout';

/** Operations without code: their contents lie in memory before the step. */
export const SOURCES: ReadonlySet<string> = new Set(['variable', 'feed', 'constant']);

interface Request {
  shapes: readonly Shape[];
  shape: Shape;
  attributes: Attributes;
  tile: Tile;
  epilogue?: Epilogue | undefined;
}

const reductionOf = (attributes: Attributes): string => String(attributes.reduction);
const axesOf = (attributes: Attributes): readonly number[] => attributes.axes as readonly number[];
const epsilonOf = (attributes: Attributes): number => Number(attributes.epsilon);

const KERNELS: Readonly<Record<string, (request: Request) => Kernel>> = {
  identity: ({ shape }) => identityKernel(shape),
  reshape: ({ shapes, shape }) => reshapeKernel(at(shapes, 0), shape),
  broadcastTo: ({ shapes, shape }) => broadcastKernel(at(shapes, 0), shape),
  matmul({ shapes, shape, attributes, tile, epilogue }) {
    const [a, b] = [at(shapes, 0), at(shapes, 1)];
    return matmulKernel({
      rows: at(shape, 0),
      columns: at(shape, 1),
      inner: at(a, attributes.transposeA ? 0 : 1),
      a: layoutOf(a),
      b: layoutOf(b),
      output: layoutOf(shape),
      transposeA: attributes.transposeA === true,
      transposeB: attributes.transposeB === true,
      bias: shapes.length > 2,
      tile,
      ...(epilogue ? { epilogue } : {}),
    });
  },
  reduceSum: ({ shapes, attributes }) => reduceKernel(at(shapes, 0), axesOf(attributes), 'sum'),
  reduceMean: ({ shapes, attributes }) => reduceKernel(at(shapes, 0), axesOf(attributes), 'mean'),
  concat: ({ shapes, shape, attributes }) => concatKernel(shapes, shape, Number(attributes.axis)),
  slice: ({ shapes, shape, attributes }) =>
    sliceKernel(at(shapes, 0), shape, Number(attributes.axis), Number(attributes.from)),
  oneHot: ({ shapes, attributes }) => oneHotKernel(at(shapes, 0), Number(attributes.depth)),
  classCounts: ({ shapes, shape, attributes }) =>
    classCountsKernel(at(shapes, 0), at(shapes, 1), shape, Number(attributes.threshold)),
  softmax: ({ shape }) => softmaxKernel(shape),
  softmaxGrad: ({ shape }) => softmaxGradKernel(shape),
  softmaxCrossEntropy: ({ shapes, attributes }) =>
    softmaxCrossEntropyKernel(at(shapes, 0), at(shapes, 1), reductionOf(attributes)),
  softmaxCrossEntropyGrad: ({ shapes, attributes }) =>
    softmaxCrossEntropyGradKernel(at(shapes, 0), at(shapes, 1), reductionOf(attributes)),
  crossEntropy: ({ shapes, attributes }) =>
    crossEntropyKernel(at(shapes, 0), at(shapes, 1), reductionOf(attributes), epsilonOf(attributes)),
  crossEntropyGrad: ({ shapes, attributes }) =>
    crossEntropyGradKernel(at(shapes, 0), at(shapes, 1), reductionOf(attributes), epsilonOf(attributes)),
  accuracy: ({ shapes }) => accuracyKernel(at(shapes, 0), at(shapes, 1)),
  euclideanNorm: ({ shapes }) => euclideanNormKernel(shapes),
  clipByNorm: ({ shape, attributes }) => clipByNormKernel(shape, String(attributes.convention)),
  clipByValue: ({ shape }) => clipByValueKernel(shape),
  groupNormalize: ({ shape, attributes }) =>
    groupNormalizeKernel(shape, Number(attributes.groups), epsilonOf(attributes)),
  groupNormalizeGrad: ({ shape, attributes }) =>
    groupNormalizeGradKernel(shape, Number(attributes.groups), epsilonOf(attributes)),
  imagePatches: ({ shapes, shape, attributes }) => imagePatchesKernel(at(shapes, 0), shape, attributes),
  imagePatchesGrad: ({ shapes, shape, attributes }) => imagePatchesGradKernel(at(shapes, 0), shape, attributes),
  maxPool2d: ({ shapes, shape, attributes }) => maxPool2dKernel(at(shapes, 0), shape, attributes),
  maxPool2dGrad: ({ shapes, shape, attributes }) => maxPool2dGradKernel(shape, at(shapes, 0), attributes),
  averagePool2d: ({ shapes, shape, attributes }) => averagePool2dKernel(at(shapes, 0), shape, attributes),
  averagePool2dGrad: ({ shapes, shape, attributes }) => averagePool2dGradKernel(at(shapes, 0), shape, attributes),
  randomUniform: ({ shape, attributes }) => randomKernel('randomUniform', shape, attributes),
  randomNormal: ({ shape, attributes }) => randomKernel('randomNormal', shape, attributes),
  dropoutMask: ({ shape, attributes }) => randomKernel('dropoutMask', shape, attributes),
  zStatistics: ({ shapes, attributes }) =>
    zStatisticsKernel(at(shapes, 0), attributes.dead === true, Number(attributes.saturation)),
};

/** The operations that work column by column, by name. */
const COLUMN_PARTS: Readonly<Record<string, (attributes: Attributes) => ColumnPart>> = {
  columnMean: () => columnMean,
  columnVariance: () => columnVariance,
  normalize: (attributes) => normalize(epsilonOf(attributes)),
  normalizeGradScale: (attributes) => normalizeGradScale(epsilonOf(attributes)),
  normalizeGradInput: (attributes) => normalizeGradInput(epsilonOf(attributes)),
};

/** An operation as a part of a column kernel, if it can be one: its first input then has the kernel's rows. */
export function columnPartOf(value: Value, shapes: readonly Shape[], ops: OpTable): ColumnPart | null {
  const { op, attributes, inputs } = value;
  const part = COLUMN_PARTS[op]?.(attributes);
  if (part) return part;
  const rank = shapes[0]?.length ?? 0;
  if (rank < 2) return null;
  if (op === 'reduceSum') {
    const axes = axesOf(attributes);
    return axes.length === rank - 1 && !axes.includes(rank - 1) ? columnSum : null;
  }
  const map = ops.get(op)?.scalar && inputs.length > 0 ? mapOf(value, ops) : undefined;
  return map ? mapPart(map) : null;
}

const maps = new WeakMap<Value, ElementMap>();

/**
 * The elementwise map of an operation, if it is one. Parameters: the inputs, then the output where there is one.
 */
export function mapOf(value: Value, ops: OpTable): ElementMap | undefined {
  const map = maps.get(value) ?? makeMap(value, ops);
  if (map) maps.set(value, map);
  return map;
}

function makeMap({ op, inputs, attributes }: Value, ops: OpTable): ElementMap | undefined {
  const update = updateMap(op, attributes);
  if (update) return update;
  const scalar = ops.get(op)?.scalar;
  if (!scalar) return undefined;
  const buffers = inputs.map((_, index) => input(index));
  const outputs = [{ to: buffers.length, value: scalar(buffers, attributes) }];
  return { buffers: buffers.length, scalars: 0, outputs, exact: op === 'fused' };
}

/**
 * @param epilogue what a product's tiles go through before they are written
 * @throws {Error} for an operation that has neither a kernel nor a map: a bug
 */
export function kernelOf(
  value: Value,
  shapes: readonly Shape[],
  ops: OpTable,
  tile: Tile,
  epilogue?: Epilogue,
): Kernel {
  const { op, shape, attributes } = value;
  const part = COLUMN_PARTS[op]?.(attributes);
  if (part) return singleColumnKernel(part, at(shapes, 0), shapes.length);
  const kernel = KERNELS[op]?.({ shapes, shape, attributes, tile, epilogue });
  if (kernel) return kernel;
  const map = mapOf(value, ops);
  if (!map) throw new Error(`The wasm backend has no kernel for "${op}".`);
  const { rows, stride } = layoutOf(shapes[0] ?? shape);
  return mapKernel(map, rows * stride);
}
