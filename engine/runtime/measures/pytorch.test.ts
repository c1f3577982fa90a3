/**
 * Covariate shift and the loss along the gradient against PyTorch 2.13 in float64, from equal weights: 4-5-5-3, tanh, plain
 * or with batch norm before it; x = sin(1.7i), W = .8·sin(.9i + layer), SGD .5, and a learnt class for each of 8 rows.
 */
import { expect, test } from 'vitest';
import { backends } from '../../testing/backends';
import { sketch } from '../../testing/documents';
import { expectNear } from '../../testing/expect';
import { openSession } from '../../testing/sessions';
import { covariateShift } from './covariate-shift';
import { landscape } from './landscape';

const [ROWS, WIDTHS] = [8, [4, 5, 5, 3]] as const;
const sines = (count: number, of: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => of(i));

/** Node, ‖G − G′‖, cosine, ‖G‖; then losses and changes of the gradient after steps of .05, .1, .2, .4. */
const PLAIN = {
  shift: [
    ['d1', 0, 1, 0.04230247211841076],
    ['d2', 0.0025709627900786136, 0.9997365306417215, 0.11200669862965643],
    ['d3', 0.016775772300533464, 0.9919104567363615, 0.11316842470958774],
  ],
  losses: [1.1267313096022145, 1.123497976001751, 1.117256161505108, 1.105685372969008],
  changes: [0.007752599495027093, 0.01553621271228184, 0.031192154300764805, 0.0628259984957112],
} as const;
const NORMED = {
  shift: [
    ['d1', 0, 1, 0.0768071767539972],
    ['b1', 0.006158612508749647, 0.9890163464124743, 0.040280139200990106],
    ['d2', 0.018955904962726214, 0.9975971860023088, 0.24731638077480272],
    ['b2', 0.0363116818327068, 0.9544385040024264, 0.1177920610359918],
    ['d3', 0.08047490682717959, 0.9512589025661081, 0.26073076804804624],
  ],
  losses: [1.2264561609307814, 1.2174135606910808, 1.1996288923628904, 1.1657084259012742],
  changes: [0.015087982327087923, 0.029976035493978138, 0.0591459220593643, 0.11563386976000362],
} as const;

function network(norm: boolean) {
  const nodes: Record<string, Parameters<typeof sketch>[0][string]> = {
    x: { type: 'constant', data: { value: sines(ROWS * 4, (i) => Math.sin(1.7 * i)), shape: [ROWS, 4] } },
    y: {
      type: 'constant',
      data: { value: sines(ROWS * 3, (i) => Number(Math.floor(i / 3) % 3 === i % 3)), shape: [ROWS, 3] },
    },
  };
  let before = 'x';
  for (const layer of [1, 2, 3]) {
    nodes[`d${layer}`] = { type: 'dense', data: { units: WIDTHS[layer] }, from: { x: before } };
    before = `d${layer}`;
    if (layer === 3) break;
    if (norm) {
      nodes[`b${layer}`] = { type: 'batchNorm', data: { epsilon: 1e-5 }, from: { x: before } };
      before = `b${layer}`;
    }
    nodes[`a${layer}`] = { type: 'activation', data: { function: 'tanh' }, from: { x: before } };
    before = `a${layer}`;
  }
  nodes.loss = { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'd3', labels: 'y' } };
  nodes.optimizer = { type: 'optimizer', data: { algorithm: 'sgd', learningRate: 0.5 }, from: { loss: 'loss' } };
  return sketch(nodes);
}

test.each(
  backends.flatMap(({ name, ...rest }) => [
    { name, norm: false, frozen: PLAIN, ...rest },
    { name, norm: true, frozen: NORMED, ...rest },
  ]),
)(
  'measures are those of PyTorch on the $name backend, with batch norm: $norm',
  async ({ backend, norm, frozen, precision }) => {
    const session = await openSession(network(norm), backend);
    for (const layer of [1, 2, 3]) {
      const size = (WIDTHS[layer - 1] as number) * (WIDTHS[layer] as number);
      const kernel = Float64Array.from(sines(size, (i) => 0.8 * Math.sin(0.9 * i + layer)));
      session.device.writeVariable(`d${layer}/kernel`, kernel);
    }
    // Differences of gradients of about .1 keep the float32 engine's rounding of 1e-8.
    const near = precision === 'float64' ? { absolute: 1e-12 } : { absolute: 1e-6 };
    const shifts = covariateShift(session);
    expect(shifts.map(({ nodeId }) => nodeId)).toEqual(frozen.shift.map(([id]) => id));
    expectNear(
      shifts.flatMap(({ shift, cosine, gradientNorm }) => [shift, cosine, gradientNorm]),
      frozen.shift.flatMap(([, ...numbers]) => numbers),
      near,
    );
    const { losses, gradientChanges } = landscape(session);
    expectNear(losses, frozen.losses, near);
    expectNear(gradientChanges, frozen.changes, near);
  },
);
