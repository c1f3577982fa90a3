import { asMatrix } from '../core/shape';
import type { Evaluation, OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { perInputElement } from './shapes';

const vectorOfColumns = (shapes: readonly (readonly number[])[]): readonly number[] => (shapes[0] ?? []).slice(-1);

/** Inputs are x [.., F] and four vectors [F]: mean, variance, gamma, beta. */
function check(shapes: Evaluation['shapes']): void {
  const columns = (shapes[0] ?? []).at(-1);
  if (shapes.slice(1).some((shape) => shape.length !== 1 || shape[0] !== columns)) {
    throw new Error('The statistics of "normalize" do not fit its input.');
  }
}

/** dγ = Σ dy · x̂ in each column, from inputs dy, x, mean, variance. */
export const normalizeGradScale: OpDefinition = {
  name: 'normalizeGradScale',
  summary: 'dγ = Σ dy · x̂',
  inferShape: vectorOfColumns,
  evaluate({ inputs, output, attributes }) {
    const [dy, x, mean, variance] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)];
    const columns = output.length;
    output.fill(0);
    for (let i = 0; i < x.length; i++) {
      const j = i % columns;
      const normalized =
        ((x[i] as number) - (mean[j] as number)) / Math.sqrt((variance[j] as number) + Number(attributes.epsilon));
      output[j] = (output[j] as number) + (dy[i] as number) * normalized;
    }
  },
  flops: perInputElement(4),
};

/**
 * dx = γ/√(σ²+ε) · (dy − dβ/m − x̂·dγ/m), with the mean and variance depending on x (Ioffe and Szegedy 2015, section 3).
 * Inputs dy, x, mean, variance, gamma, dγ, dβ.
 */
export const normalizeGradInput: OpDefinition = {
  name: 'normalizeGradInput',
  summary: 'dx = γ/√(σ²+ε) · (dy − dβ/m − x̂·dγ/m)',
  inferShape: (shapes) => shapes[0] ?? [],
  evaluate({ inputs, output, shape, attributes }) {
    const { rows, columns } = asMatrix(shape);
    const [dy, x, mean, variance] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)];
    const [gamma, gradScale, gradShift] = [at(inputs, 4), at(inputs, 5), at(inputs, 6)];
    for (let i = 0; i < output.length; i++) {
      const j = i % columns;
      const inverse = 1 / Math.sqrt((variance[j] as number) + Number(attributes.epsilon));
      const normalized = ((x[i] as number) - (mean[j] as number)) * inverse;
      const centred =
        (dy[i] as number) - (gradShift[j] as number) / rows - (normalized * (gradScale[j] as number)) / rows;
      output[i] = (gamma[j] as number) * inverse * centred;
    }
  },
  flops: perInputElement(8),
};

/**
 * y = γ · (x − mean)/√(variance + ε) + β, column by column (batch normalization, Ioffe and Szegedy 2015, algorithm 1).
 *
 * With `statistics: "batch"` mean and variance are those of x itself, and the derivative by x says so; with "fixed"
 * they are given numbers (inference). Mean and variance get no derivative of their own.
 */
export const normalize: OpDefinition = {
  name: 'normalize',
  summary: 'y = γ · (x − μ)/√(σ² + ε) + β',
  inferShape(shapes) {
    check(shapes);
    return shapes[0] ?? [];
  },
  evaluate({ inputs, output, attributes }) {
    const [x, mean, variance, gamma, beta] = [0, 1, 2, 3, 4].map((i) => at(inputs, i)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const columns = mean.length;
    for (let i = 0; i < output.length; i++) {
      const j = i % columns;
      const inverse = 1 / Math.sqrt((variance[j] as number) + Number(attributes.epsilon));
      output[i] = (gamma[j] as number) * ((x[i] as number) - (mean[j] as number)) * inverse + (beta[j] as number);
    }
  },
  gradient({ builder, gradient, inputs, attributes, needs }) {
    const [x, mean, variance, gamma] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)];
    const epsilon = Number(attributes.epsilon);
    const shape = builder.shape(x);
    const axes = shape.slice(0, -1).map((_, axis) => axis);
    const gradShift = builder.emit('reduceSum', [gradient], { axes });
    const gradScale = builder.emit('normalizeGradScale', [gradient, x, mean, variance], { epsilon });
    const byInput = (): number => {
      if (attributes.statistics === 'batch') {
        return builder.emit('normalizeGradInput', [gradient, x, mean, variance, gamma, gradScale, gradShift], {
          epsilon,
        });
      }
      const factor = builder.emit('multiply', [gamma, builder.emit('inverseDeviation', [variance], { epsilon })]);
      return builder.emit('multiply', [gradient, builder.broadcast(factor, shape)]);
    };
    return [needs(0) ? byInput() : null, null, null, needs(3) ? gradScale : null, needs(4) ? gradShift : null];
  },
  flops: perInputElement(4),
};
