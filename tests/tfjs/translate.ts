/**
 * Documents in the words of TensorFlow.js, node type by node type: an engine that shares no line with this one. It reads
 * the checked graph's parameters and wiring only; shapes, values and derivatives are its own.
 */
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
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
  /** All inputs, in the order of their ports' names. */
  all(): Tensor[];
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

/** −Σ y·ln p over rows, as a mean or a sum. Labels are class indices or rows of weights. */
function overRows({ tf, p, x }: Site, logarithm: Tensor): Tensor {
  const labels = x('labels');
  const rows =
    labels.rank < logarithm.rank ? tf.oneHot(tf.cast(labels, 'int32') as never, logarithm.shape[1] as number) : labels;
  const each = tf.neg(tf.sum(tf.mul(rows, logarithm), -1));
  return p.reduction === 'sum' ? tf.sum(each) : tf.mean(each);
}

/** (x − mean)/√(variance + ε) over the axes, then γ and β where there are some. */
function normalized({ tf, p, weight }: Site, x: Tensor, axes: number[]): Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  const unit = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, p.epsilon as number)));
  const scaled = p.scale ? tf.mul(unit, weight('gamma')) : unit;
  return p.center ? tf.add(scaled, weight('beta')) : scaled;
}

const axesBut = (x: Tensor, last: number): number[] => Array.from({ length: x.rank - last }, (_, axis) => axis);

/** One entry for each node type. */
export const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  dense({ tf, p, x, weight }) {
    const product = tf.matMul(x('x') as never, weight('kernel') as never);
    return p.useBias ? tf.add(product, weight('bias')) : product;
  },
  activation: ({ tf, p, x }) =>
    (ACTIVATIONS[String(p.function)] as (typeof ACTIVATIONS)[string])(tf, x('x'), Number(p.negativeSlope)),
  batchNorm: (site) => normalized(site, site.x('x'), axesBut(site.x('x'), 1)),
  softmax: ({ tf, x }) => tf.softmax(x('x')),
  add: ({ tf, x }) => tf.add(x('a'), x('b')),
  subtract: ({ tf, x }) => tf.sub(x('a'), x('b')),
  multiply: ({ tf, x }) => tf.mul(x('a'), x('b')),
  square: ({ tf, x }) => tf.square(x('x')),
  crossEntropy(site) {
    const { tf, p, x } = site;
    const prediction = x('prediction');
    return overRows(site, p.fromLogits ? tf.logSoftmax(prediction) : tf.log(tf.maximum(prediction, KERAS_EPSILON)));
  },
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
      all: () => Object.keys(sources).sort().map(input),
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
