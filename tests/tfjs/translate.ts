/**
 * Documents in the words of TensorFlow.js, node type by node type: an engine that shares no line with this one. It reads
 * the checked graph's parameters and wiring only; shapes, values and derivatives are its own.
 */
import type { Scalar, Tensor, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { CheckedGraph } from '../../engine/graph/types';

export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/** TensorFlow.js with its derivatives, on its plain JavaScript backend. */
export async function loadTensorFlow(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  // Or it advertises another backend.
  tf.env().set('PROD', true);
  await import('@tensorflow/tfjs-core/dist/register_all_gradients');
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return tf;
}

interface Site {
  tf: TensorFlow;
  /** Parameters by name, as the checker resolved them. */
  p: Readonly<Record<string, unknown>>;
  /** Inputs by port. */
  x(port: string): Tensor;
  weight(name: string): Tensor;
  /** All inputs in the order of their ports' names, but that of one name. */
  all(but?: string): Tensor[];
  /** Kernels that learn, of all nodes before this one. */
  kernels(): Tensor[];
}

type Translation = (site: Site) => Tensor;

const KERAS_EPSILON = 1e-7;

const ACTIVATIONS: Readonly<Record<string, (tf: TensorFlow, x: Tensor, slope: number) => Tensor>> = {
  relu: (tf, x) => tf.relu(x),
  leakyRelu: (tf, x, slope) => tf.leakyRelu(x, slope),
  elu: (tf, x) => tf.elu(x),
  gelu: (tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  softplus: (tf, x) => tf.softplus(x),
  linear: (tf, x) => tf.clone(x),
};

/** −Σ y·ln p over rows, as a mean or a sum. Labels are class indices or rows of weights, and given. */
function overRows({ tf, p, x }: Site, logarithm: Tensor): Tensor {
  const labels = stopped(tf, x('labels'));
  const rows =
    labels.rank < logarithm.rank ? tf.oneHot(tf.cast(labels, 'int32') as never, logarithm.shape[1] as number) : labels;
  const each = tf.neg(tf.sum(tf.mul(rows, logarithm), -1));
  return p.reduction === 'sum' ? tf.sum(each) : tf.mean(each);
}

/** (x − mean)/√(variance + ε), then γ and β where there are some. */
function affine({ tf, p, weight }: Site, x: Tensor, { mean, variance }: { mean: Tensor; variance: Tensor }): Tensor {
  const unit = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, p.epsilon as number)));
  const scaled = p.scale ? tf.mul(unit, weight('gamma')) : unit;
  return p.center ? tf.add(scaled, weight('beta')) : scaled;
}

const axesBut = (x: Tensor, last: number): number[] => Array.from({ length: x.rank - last }, (_, axis) => axis);

/** The value, with a derivative of 0. */
const stopped = (tf: TensorFlow, x: Tensor): Tensor =>
  tf.customGrad((y) => ({ value: tf.clone(y as Tensor), gradFunc: (dy) => tf.zerosLike(dy as Tensor) }))(x);

/** Groups of neighbouring channels of each example, normalized by themselves. */
function grouped(site: Site, x: Tensor, groups: number): Tensor {
  const { tf, p, weight } = site;
  const channels = x.shape.at(-1) as number;
  const rows = x.shape[0] as number;
  const split = tf.reshape(x, [rows, -1, groups, channels / groups]);
  const { mean, variance } = tf.moments(split, [1, 3], true);
  const unit = tf.reshape(tf.div(tf.sub(split, mean), tf.sqrt(tf.add(variance, p.epsilon as number))), x.shape);
  const scaled = p.scale ? tf.mul(unit, weight('gamma')) : unit;
  return p.center ? tf.add(scaled, weight('beta')) : scaled;
}

/** A vector in front is a row, a vector behind is a column; further axes in front are rows. */
function product({ tf, p, x }: Site): Tensor {
  const [a, b] = [x('a'), x('b')];
  const left = a.rank === 1 ? tf.reshape(a, [1, -1]) : tf.reshape(a, [-1, a.shape.at(-1) as number]);
  const right = b.rank === 1 ? tf.reshape(b, [-1, 1]) : b;
  const [flipA, flipB] = [p.transposeA === true && a.rank === 2, p.transposeB === true && b.rank === 2];
  const y = tf.matMul(left, right, flipA, flipB);
  const rows = a.rank === 1 ? [] : a.rank === 2 ? [y.shape[0] as number] : a.shape.slice(0, -1);
  return tf.reshape(y, [...rows, ...(b.rank === 1 ? [] : [y.shape[1] as number])]);
}

/**
 * Of equal numbers TensorFlow.js gives the first all of the gradient: both orders together give each a half. Its
 * derivative does not undo broadcasting, which the sum with zeros does.
 */
function larger({ tf, x }: Site): Tensor {
  const [a, b] = [tf.add(x('a'), tf.zerosLike(x('b'))), tf.add(x('b'), tf.zerosLike(x('a')))];
  return tf.mul(0.5, tf.add(tf.maximum(a, b), tf.maximum(b, a)));
}

const listOrNumber = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : [...((value ?? []) as number[])];

const pair = (value: unknown, otherwise: unknown = 1): [number, number] => {
  const [rows, columns] = listOrNumber(value);
  return rows === undefined ? pair(otherwise) : [rows, columns ?? rows];
};

/** Zeros around an image, so that windows that stay inside it give as many places as its length over the stride. */
function surrounded(tf: TensorFlow, x: Tensor4D, window: [number, number], strides: [number, number]): Tensor4D {
  const around = [0, 1].map((axis): [number, number] => {
    const [length = 0, size = 1, stride = 1] = [x.shape[axis + 1], window[axis], strides[axis]];
    const missing = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
    return [Math.floor(missing / 2), Math.ceil(missing / 2)];
  });
  return tf.pad(x, [[0, 0], ...around, [0, 0]]) as Tensor4D;
}

/** Of padded windows TensorFlow.js gets the value right but not the derivative; of others both. */
function averaged({ tf, p, x }: Site): Tensor {
  const [window, strides] = [pair(p.poolSize), pair(p.strides, p.poolSize)];
  const image = x('x') as Tensor4D;
  if (p.padding === 'valid') return tf.avgPool(image, window, strides, 'valid');
  const mean = (of: Tensor4D): Tensor => tf.avgPool(surrounded(tf, of, window, strides), window, strides, 'valid');
  return tf.div(mean(image), mean(tf.onesLike(image)));
}

/** The axes of a reduction; none named are all. */
function axesOf(p: Site['p'], x: Tensor): number[] {
  const axes = listOrNumber(p.axis);
  return axes.length === 0 ? x.shape.map((_, axis) => axis) : axes;
}

/** The mean or sum of all elements. */
const reduced = ({ tf, p }: Site, x: Tensor): Tensor => (p.reduction === 'sum' ? tf.sum(x) : tf.mean(x));

/** Targets in the shape of the prediction. */
const targets = ({ tf, x }: Site): Tensor => tf.reshape(x('labels'), x('prediction').shape);

/** One entry for each node type. */
export const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  dense({ tf, p, x, weight }) {
    const product = tf.matMul(x('x') as never, weight('kernel') as never);
    return p.useBias ? tf.add(product, weight('bias')) : product;
  },
  activation: ({ tf, p, x }) =>
    (ACTIVATIONS[String(p.function)] as (typeof ACTIVATIONS)[string])(tf, x('x'), Number(p.negativeSlope)),
  batchNorm(site) {
    const { tf, p, x, weight } = site;
    if (p.statistics === 'moving') {
      return affine(site, x('x'), { mean: weight('moving_mean'), variance: weight('moving_variance') });
    }
    const { mean, variance } = tf.moments(x('x'), axesBut(x('x'), 1), true);
    if (p.stopStatistics) return affine(site, x('x'), { mean: stopped(tf, mean), variance: stopped(tf, variance) });
    return affine(site, x('x'), { mean, variance });
  },
  batchRenorm(site) {
    const { tf, p, x, weight } = site;
    const { mean, variance } = tf.moments(x('x'), axesBut(x('x'), 1), true);
    const deviation = tf.sqrt(tf.add(variance, p.epsilon as number));
    const moving = tf.sqrt(tf.add(weight('moving_variance'), p.epsilon as number));
    const [rMax, dMax] = [Number(p.rMax), Number(p.dMax)];
    const r = stopped(tf, tf.clipByValue(tf.div(deviation, moving), 1 / rMax, rMax));
    const d = stopped(tf, tf.clipByValue(tf.div(tf.sub(mean, weight('moving_mean')), moving), -dMax, dMax));
    const unit = tf.add(tf.mul(tf.div(tf.sub(x('x'), mean), deviation), r), d);
    const scaled = p.scale ? tf.mul(unit, weight('gamma')) : unit;
    return p.center ? tf.add(scaled, weight('beta')) : scaled;
  },
  layerNorm: (site) => affine(site, site.x('x'), site.tf.moments(site.x('x'), -1, true)),
  groupNorm: (site) => grouped(site, site.x('x'), Number(site.p.groups)),
  conv2d({ tf, p, x, weight }) {
    const padding = p.padding as 'same' | 'valid';
    const y = tf.conv2d(x('x') as Tensor4D, weight('kernel') as Tensor4D, pair(p.strides), padding);
    return p.useBias ? tf.add(y, weight('bias')) : y;
  },
  maxPool2d: ({ tf, p, x }) =>
    tf.maxPool(x('x') as Tensor4D, pair(p.poolSize), pair(p.strides, p.poolSize), p.padding as 'same' | 'valid'),
  averagePool2d: averaged,
  softmax: ({ tf, x }) => tf.softmax(x('x')),
  flatten: ({ tf, x }) => tf.reshape(x('x'), [x('x').shape[0] as number, -1]),
  reshape: ({ tf, p, x }) => tf.reshape(x('x'), [x('x').shape[0] as number, ...listOrNumber(p.shape)]),
  concat: ({ tf, p, all }) => tf.concat(all(), Number(p.axis)),
  oneHot: ({ tf, p, x }) => tf.cast(tf.oneHot(tf.cast(x('x'), 'int32'), Number(p.depth)), 'float32'),
  stopGradient: ({ tf, x }) => stopped(tf, x('x')),
  add: ({ tf, x }) => tf.add(x('a'), x('b')),
  subtract: ({ tf, x }) => tf.sub(x('a'), x('b')),
  multiply: ({ tf, x }) => tf.mul(x('a'), x('b')),
  divide: ({ tf, x }) => tf.div(x('a'), x('b')),
  maximum: larger,
  matmul: product,
  square: ({ tf, x }) => tf.square(x('x')),
  power: ({ tf, p, x }) => tf.pow(x('x'), Number(p.exponent)),
  exp: ({ tf, x }) => tf.exp(x('x')),
  log: ({ tf, x }) => tf.log(x('x')),
  negate: ({ tf, x }) => tf.neg(x('x')),
  reduceMean: ({ tf, p, x }) => tf.mean(x('x'), axesOf(p, x('x')), p.keepDims === true),
  reduceSum: ({ tf, p, x }) => tf.sum(x('x'), axesOf(p, x('x')), p.keepDims === true),
  crossEntropy(site) {
    const { tf, p, x } = site;
    const prediction = x('prediction');
    return overRows(site, p.fromLogits ? tf.logSoftmax(prediction) : tf.log(tf.maximum(prediction, KERAS_EPSILON)));
  },
  meanSquaredError: (site) => reduced(site, site.tf.square(site.tf.sub(site.x('prediction'), targets(site)))),
  sigmoidCrossEntropy(site) {
    const { tf, p, x } = site;
    const [prediction, y] = [x('prediction'), targets(site)];
    if (p.fromLogits) {
      const rest = tf.log1p(tf.exp(tf.neg(tf.abs(prediction))));
      return reduced(site, tf.add(tf.sub(tf.relu(prediction), tf.mul(prediction, y)), rest));
    }
    const q = tf.clipByValue(prediction, KERAS_EPSILON, 1 - KERAS_EPSILON);
    const right = tf.mul(y, tf.log(q));
    return reduced(site, tf.neg(tf.add(right, tf.mul(tf.sub(1, y), tf.log(tf.sub(1, q))))));
  },
  l2({ tf, p, x, all, kernels }) {
    const wired = all('loss');
    const squares = (wired.length > 0 ? wired : kernels()).map((tensor) => tf.sum(tf.square(tensor)));
    return squares.reduce((sum, part) => tf.add(sum, tf.mul(part, Number(p.l2))), x('loss'));
  },
  meanAbsoluteError: (site) => site.tf.mean(site.tf.abs(site.tf.sub(site.x('prediction'), targets(site)))),
  accuracy({ tf, x }) {
    const labels = x('labels');
    const prediction = x('prediction');
    const wanted = labels.rank < prediction.rank ? labels : tf.argMax(labels, -1);
    return tf.mean(tf.cast(tf.equal(tf.argMax(prediction, -1), tf.cast(wanted, 'int32')), 'float32'));
  },
};

/** The numbers of a constant; one alone fills the shape. */
function listOf(value: number | readonly number[], shape: readonly number[]): number[] {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const list = typeof value === 'number' ? [value] : value;
  return list.length === 1 ? Array<number>(size).fill(list[0] as number) : [...list];
}

export interface Outcome {
  loss: number;
  /** Values at each output port, as `nodeId.port`. */
  ports: Record<string, { shape: readonly number[]; values: Float32Array }>;
  /** Derivatives of the loss by each trainable weight that leads to it. */
  gradients: Record<string, Float32Array>;
}

/** Runs a graph in training mode with these weights, by variable name. */
export function evaluate(
  tf: TensorFlow,
  checked: CheckedGraph,
  weights: ReadonlyMap<string, { shape: readonly number[]; values: ArrayLike<number>; trainable: boolean }>,
): Outcome {
  const outcome: Outcome = { loss: Number.NaN, ports: {}, gradients: {} };
  const variables = new Map<string, Variable>();
  for (const [name, { shape, values: list, trainable }] of weights) {
    variables.set(name, tf.variable(tf.tensor(Float32Array.from(list), [...shape]), trainable, name));
  }
  const trainable = [...variables.values()].filter((variable) => variable.trainable);
  try {
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => {
        const ports = forward(tf, checked, variables);
        for (const [name, tensor] of ports) {
          outcome.ports[name] = { shape: tensor.shape, values: tf.cast(tensor, 'float32').dataSync() as Float32Array };
        }
        const end = checked.nodes.find(({ definition }) => definition.role === 'optimizer')?.sources.loss;
        return tf.reshape(ports.get(`${end?.id}.${end?.port}`) as Tensor, []) as Scalar;
      }, trainable);
      outcome.loss = value.dataSync()[0] as number;
      for (const { name } of trainable) {
        const gradient = grads[name];
        if (gradient) outcome.gradients[name] = gradient.dataSync() as Float32Array;
      }
    });
  } finally {
    for (const variable of variables.values()) variable.dispose();
  }
  return outcome;
}

/** Names of the kernels of nodes that a node depends on and that are not frozen. */
function kernelsBefore(checked: CheckedGraph, id: string): string[] {
  const before = new Set<string>();
  const visit = (of: string): void => {
    for (const source of Object.values(checked.byId.get(of)?.sources ?? {})) {
      if (before.has(source.id)) continue;
      before.add(source.id);
      visit(source.id);
    }
  };
  visit(id);
  const learning = [...before].filter((of) => checked.byId.get(of)?.frozen === false);
  return learning
    .filter((of) => checked.byId.get(of)?.weights.some(({ name }) => name === 'kernel'))
    .map((of) => `${of}/kernel`);
}

/** The tensor at every first output port. */
function forward(tf: TensorFlow, checked: CheckedGraph, variables: ReadonlyMap<string, Variable>): Map<string, Tensor> {
  const ports = new Map<string, Tensor>();
  for (const { id, definition, parameters, outputs, sources, bypassed } of checked.nodes) {
    const [port] = definition.outputs;
    if (!port) continue;
    const shape = [...(outputs[port.name]?.shape ?? [])];
    const input = (name: string): Tensor => ports.get(`${sources[name]?.id}.${sources[name]?.port}`) as Tensor;
    const site: Site = {
      tf,
      p: parameters,
      x: input,
      weight: (name) => variables.get(`${id}/${name}`) as Variable,
      all: (but) =>
        Object.keys(sources)
          .filter((name) => name !== but)
          .sort()
          .map(input),
      kernels: () => kernelsBefore(checked, id).map((name) => variables.get(name) as Variable),
    };
    ports.set(
      `${id}.${port.name}`,
      bypassed ? input(definition.inputs[0]?.name ?? '') : tensorAt(definition.type, site, shape),
    );
  }
  return ports;
}

function tensorAt(type: string, site: Site, shape: number[]): Tensor {
  const translation = TRANSLATIONS[type];
  if (translation) return translation(site);
  if (type === 'variable') return site.weight('value');
  if (type === 'constant') return site.tf.tensor(listOf(site.p.value as number | number[], shape), shape);
  throw new Error(`The node type "${type}" has no translation.`);
}
