/** PyTorch's initializers by their names in `torch.nn.init`. Those it shares with Keras stand there. */
import { type Fans, type InitializerRule, normal, type Settings, uniform } from './types';

const PYTORCH = { title: 'PyTorch: torch.nn.init', url: 'https://docs.pytorch.org/docs/stable/nn.init.html' };

const KAIMING = {
  a: { default: 0 },
  mode: { default: 'fanIn', choices: ['fanIn', 'fanOut'] },
  nonlinearity: { default: 'leakyRelu', choices: ['linear', 'sigmoid', 'tanh', 'relu', 'leakyRelu', 'selu'] },
} as const;

/** What PyTorch's `calculate_gain` multiplies the deviation with, so that the variance outlives the nonlinearity. */
function gainOf(settings: Settings): number {
  switch (settings.text('nonlinearity')) {
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + settings.number('a') ** 2));
    case 'selu':
      return 3 / 4;
    default:
      return 1;
  }
}

const kaimingDeviation = ({ fanIn, fanOut }: Fans, settings: Settings): number =>
  gainOf(settings) / Math.sqrt(settings.text('mode') === 'fanIn' ? fanIn : fanOut);

const xavierDeviation = ({ fanIn, fanOut }: Fans, settings: Settings): number =>
  settings.number('gain') * Math.sqrt(2 / (fanIn + fanOut));

export const PYTORCH_INITIALIZERS: Readonly<Record<string, InitializerRule>> = {
  pytorchUniform: {
    title: 'PyTorch’s ±1/√in',
    formula: 'U(±1/√in)',
    reference: {
      title: 'PyTorch: Linear',
      url: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html',
    },
    resolve: ({ fanIn }) => uniform(Math.sqrt(1 / fanIn)),
  },
  uniform: {
    title: 'Uniform',
    formula: 'U(a, b)',
    reference: PYTORCH,
    settings: { a: { default: 0 }, b: { default: 1 } },
    resolve: (_, settings) => ({ kind: 'uniform', low: settings.number('a'), high: settings.number('b') }),
  },
  normal: {
    title: 'Normal',
    formula: 'N(mean, std²)',
    reference: PYTORCH,
    settings: { mean: { default: 0 }, std: { default: 1, min: 0 } },
    resolve: (_, settings) => normal(settings.number('mean'), settings.number('std')),
  },
  truncNormal: {
    title: 'Normal between bounds',
    formula: 'N(mean, std²), cut at a and b',
    reference: PYTORCH,
    settings: { mean: { default: 0 }, std: { default: 1, min: 0 }, a: { default: -2 }, b: { default: 2 } },
    resolve: (_, settings) => ({
      kind: 'truncatedNormal',
      mean: settings.number('mean'),
      standardDeviation: settings.number('std'),
      low: Math.min(settings.number('a'), settings.number('b')),
      high: Math.max(settings.number('a'), settings.number('b')),
    }),
  },
  xavierUniform: {
    title: 'Xavier uniform',
    formula: 'U(±gain·√(6/(in + out)))',
    reference: PYTORCH,
    settings: { gain: { default: 1 } },
    resolve: (fans, settings) => uniform(Math.sqrt(3) * xavierDeviation(fans, settings)),
  },
  xavierNormal: {
    title: 'Xavier normal',
    formula: 'N(0, gain²·2/(in + out))',
    reference: PYTORCH,
    settings: { gain: { default: 1 } },
    resolve: (fans, settings) => normal(0, xavierDeviation(fans, settings)),
  },
  kaimingUniform: {
    title: 'Kaiming uniform',
    formula: 'U(±gain·√(3/fan))',
    reference: PYTORCH,
    settings: KAIMING,
    resolve: (fans, settings) => uniform(Math.sqrt(3) * kaimingDeviation(fans, settings)),
  },
  kaimingNormal: {
    title: 'Kaiming normal',
    formula: 'N(0, gain²/fan)',
    reference: PYTORCH,
    settings: KAIMING,
    resolve: (fans, settings) => normal(0, kaimingDeviation(fans, settings)),
  },
  eye: { title: 'Eye', formula: 'I', reference: PYTORCH, resolve: () => ({ kind: 'identity', gain: 1 }) },
  dirac: {
    title: 'Dirac',
    formula: 'a convolution that passes its inputs on',
    reference: PYTORCH,
    settings: { groups: { default: 1, min: 1, integer: true } },
    resolve: (_, settings) => ({ kind: 'dirac', groups: settings.number('groups') }),
  },
  sparse: {
    title: 'Sparse',
    formula: 'N(0, std²), a share of each input’s weights 0',
    reference: {
      title: 'Martens 2010, Deep Learning via Hessian-free Optimization',
      url: 'https://icml.cc/Conferences/2010/papers/458.pdf',
    },
    settings: { sparsity: { default: 0.1, min: 0, max: 1 }, std: { default: 0.01, min: 0 } },
    resolve: (_, settings) => ({
      kind: 'sparse',
      sparsity: settings.number('sparsity'),
      standardDeviation: settings.number('std'),
    }),
  },
};
