/** Keras's initializers, and those that both frameworks have under one name. */
import type { Initializer } from '../../ir/types';
import { type Fans, type InitializerRule, normal, type Settings, uniform } from './types';

/** A normal distribution cut at two deviations has .87962566 of the deviation; Keras divides by it. */
const TRUNCATION = 0.87962566103423978;

/** Cut at two deviations; its own deviation is the one that is asked for. */
const truncated = (standardDeviation: number): Initializer => ({
  kind: 'normal',
  mean: 0,
  standardDeviation: standardDeviation / TRUNCATION,
  truncated: true,
});

const GLOROT = {
  title: 'Glorot and Bengio 2010, Understanding the Difficulty of Training Deep Feedforward Neural Networks',
  url: 'https://proceedings.mlr.press/v9/glorot10a.html',
};
const HE = { title: 'He et al. 2015, Delving Deep into Rectifiers', url: 'https://arxiv.org/abs/1502.01852' };
const LECUN = {
  title: 'LeCun et al. 1998, Efficient BackProp',
  url: 'https://doi.org/10.1007/3-540-49430-8_2',
};
const KERAS = { title: 'Keras: initializers', url: 'https://keras.io/api/layers/initializers/' };
const SAXE = {
  title: 'Saxe, McClelland and Ganguli 2014, Exact Solutions to the Nonlinear Dynamics of Learning',
  url: 'https://arxiv.org/abs/1312.6120',
};

/** Keras's VarianceScaling: variance scale/fan, drawn in one of three ways. */
function varianceScaling({ fanIn, fanOut }: Fans, settings: Settings): Initializer {
  const mode = settings.text('mode');
  const fan = mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
  const variance = settings.number('scale') / Math.max(1, fan);
  const distribution = settings.text('distribution');
  if (distribution === 'uniform') return uniform(Math.sqrt(3 * variance));
  return distribution === 'truncatedNormal' ? truncated(Math.sqrt(variance)) : normal(0, Math.sqrt(variance));
}

export const KERAS_INITIALIZERS: Readonly<Record<string, InitializerRule>> = {
  glorotUniform: {
    title: 'Glorot uniform',
    formula: 'U(±√(6/(in + out)))',
    reference: GLOROT,
    resolve: ({ fanIn, fanOut }) => uniform(Math.sqrt(6 / (fanIn + fanOut))),
  },
  glorotNormal: {
    title: 'Glorot normal',
    formula: 'N(0, 2/(in + out)), cut at 2 deviations',
    reference: GLOROT,
    resolve: ({ fanIn, fanOut }) => truncated(Math.sqrt(2 / (fanIn + fanOut))),
  },
  heUniform: {
    title: 'He uniform',
    formula: 'U(±√(6/in))',
    reference: HE,
    resolve: ({ fanIn }) => uniform(Math.sqrt(6 / fanIn)),
  },
  heNormal: {
    title: 'He normal',
    formula: 'N(0, 2/in), cut at 2 deviations',
    reference: HE,
    resolve: ({ fanIn }) => truncated(Math.sqrt(2 / fanIn)),
  },
  lecunUniform: {
    title: 'LeCun uniform',
    formula: 'U(±√(3/in))',
    reference: LECUN,
    resolve: ({ fanIn }) => uniform(Math.sqrt(3 / fanIn)),
  },
  lecunNormal: {
    title: 'LeCun normal',
    formula: 'N(0, 1/in), cut at 2 deviations',
    reference: LECUN,
    resolve: ({ fanIn }) => truncated(Math.sqrt(1 / fanIn)),
  },
  varianceScaling: {
    title: 'Variance scaling',
    formula: 'variance scale/fan',
    reference: HE,
    settings: {
      scale: { default: 1, min: 0 },
      mode: { default: 'fanIn', choices: ['fanIn', 'fanOut', 'fanAvg'] },
      distribution: { default: 'truncatedNormal', choices: ['truncatedNormal', 'untruncatedNormal', 'uniform'] },
    },
    resolve: varianceScaling,
  },
  randomNormal: {
    title: 'Random normal',
    formula: 'N(mean, stddev²)',
    reference: KERAS,
    settings: { mean: { default: 0 }, stddev: { default: 0.05, min: 0 } },
    resolve: (_, settings) => normal(settings.number('mean'), settings.number('stddev')),
  },
  truncatedNormal: {
    title: 'Truncated normal',
    formula: 'N(mean, stddev²), cut at 2 stddev',
    reference: KERAS,
    settings: { mean: { default: 0 }, stddev: { default: 0.05, min: 0 } },
    resolve: (_, settings) => ({
      kind: 'normal',
      mean: settings.number('mean'),
      standardDeviation: settings.number('stddev'),
      truncated: true,
    }),
  },
  randomUniform: {
    title: 'Random uniform',
    formula: 'U(minval, maxval)',
    reference: KERAS,
    settings: { minval: { default: -0.05 }, maxval: { default: 0.05 } },
    resolve: (_, settings) => ({ kind: 'uniform', low: settings.number('minval'), high: settings.number('maxval') }),
  },
  orthogonal: {
    title: 'Orthogonal',
    formula: 'WᵀW = gain²·I or WWᵀ = gain²·I',
    reference: SAXE,
    settings: { gain: { default: 1 } },
    resolve: (_, settings) => ({ kind: 'orthogonal', gain: settings.number('gain') }),
  },
  identity: {
    title: 'Identity',
    formula: 'gain·I',
    reference: KERAS,
    settings: { gain: { default: 1 } },
    resolve: (_, settings) => ({ kind: 'identity', gain: settings.number('gain') }),
  },
  zeros: { title: 'Zeros', formula: '0', reference: KERAS, resolve: () => ({ kind: 'constant', value: 0 }) },
  ones: { title: 'Ones', formula: '1', reference: KERAS, resolve: () => ({ kind: 'constant', value: 1 }) },
  constant: {
    title: 'Constant',
    formula: 'value',
    reference: KERAS,
    settings: { value: { default: 0 } },
    resolve: (_, settings) => ({ kind: 'constant', value: settings.number('value') }),
  },
};
