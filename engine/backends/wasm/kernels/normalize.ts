/**
 * Column statistics and normalization, as parts of column kernels. Statistics are sums of differences from the column's
 * first element (mean) or from the mean (variance), so large offsets cost no accuracy and no variance is negative. Long
 * columns are summed in blocks of rows.
 *
 * @see Chan, Golub and LeVeque, Algorithms for computing the sample variance, 1983
 */
import type { Expression, Local } from '../assembler';
import { f32x4, madd, nmadd } from '../instructions';
import { at } from '../kernel';
import type { ColumnPart, PartContext } from './columns';

/** A local for each vector of the block. */
const each = ({ f, vectors }: PartContext, make: (j: number) => Expression): Local[] =>
  Array.from({ length: vectors }, (_, j) => f.local('v128', make(j)));

/** √(variance + ε), where the variance is input `input`. */
const deviation = ({ f, vector }: PartContext, input: number, epsilon: number, j: number): Expression =>
  f32x4.sqrt(f32x4.add(vector(input, j), f.splat(epsilon)));

const inverseDeviation = (context: PartContext, input: number, epsilon: number): Local[] =>
  each(context, (j) => f32x4.div(context.f.splat(1), deviation(context, input, epsilon, j)));

export const columnMean: ColumnPart = {
  key: 'columnMean',
  matrices: [0],
  reduces: true,
  peeks: true,
  widest: 4,
  sums: 'blocked',
  begin(context, sums) {
    const { f, rows, vector } = context;
    const shift = each(context, (j) => vector(0, j));
    return {
      row([x], j) {
        const sum = at(sums, j);
        f.set(sum, f32x4.add(sum, f32x4.sub(x as Expression, at(shift, j))));
        return null;
      },
      finish: (j) => f32x4.add(at(shift, j), f32x4.div(at(sums, j), f.splat(rows))),
    };
  },
};

/** Σ (x − μ)² / m about the given mean. Inputs x, mean. */
export const columnVariance: ColumnPart = {
  key: 'columnVariance',
  matrices: [0],
  reduces: true,
  widest: 4,
  sums: 'blocked',
  begin(context, sums) {
    const { f, rows, vector } = context;
    const centre = each(context, (j) => vector(1, j));
    const difference = f.local('v128');
    return {
      row([x], j) {
        f.set(difference, f32x4.sub(x as Expression, at(centre, j)));
        f.set(at(sums, j), madd(difference, difference, at(sums, j)));
        return null;
      },
      finish: (j) => f32x4.div(at(sums, j), f.splat(rows)),
    };
  },
};

/** Σ x in each column, row after row. */
export const columnSum: ColumnPart = {
  key: 'columnSum',
  matrices: [0],
  reduces: true,
  widest: 4,
  sums: 'plain',
  begin: ({ f }, sums) => ({
    row([x], j) {
      f.set(at(sums, j), f32x4.add(at(sums, j), x as Expression));
      return null;
    },
    finish: (j) => at(sums, j),
  }),
};

/** y = γ/√(σ² + ε) · (x − μ) + β. Inputs x, mean, variance, gamma, beta. */
export const normalize = (epsilon: number): ColumnPart => ({
  key: `normalize epsilon ${epsilon}`,
  matrices: [0],
  reduces: false,
  widest: 4,
  sums: 'none',
  begin(context) {
    const { vector } = context;
    const inverse = inverseDeviation(context, 2, epsilon);
    const scale = each(context, (j) => f32x4.mul(vector(3, j), at(inverse, j)));
    const [centre, shift] = [each(context, (j) => vector(1, j)), each(context, (j) => vector(4, j))];
    return {
      row: ([x], j) => madd(f32x4.sub(x as Expression, at(centre, j)), at(scale, j), at(shift, j)),
    };
  },
});

/** dγ = Σ dy · x̂. Inputs dy, x, mean, variance. */
export const normalizeGradScale = (epsilon: number): ColumnPart => ({
  key: `normalizeGradScale epsilon ${epsilon}`,
  matrices: [0, 1],
  reduces: true,
  widest: 4,
  sums: 'blocked',
  begin(context, sums) {
    const { f, vector } = context;
    const centre = each(context, (j) => vector(2, j));
    const inverse = (j: number): Expression => f32x4.div(f.splat(1), deviation(context, 3, epsilon, j));
    return {
      row([dy, x], j) {
        const centred = f32x4.sub(x as Expression, at(centre, j));
        f.set(at(sums, j), madd(centred, dy as Expression, at(sums, j)));
        return null;
      },
      finish: (j) => f32x4.mul(at(sums, j), inverse(j)),
    };
  },
});

/** dx = γ/√(σ²+ε) · (dy − dβ/m − x̂·dγ/m). Inputs dy, x, mean, variance, gamma, dγ, dβ. */
export const normalizeGradInput = (epsilon: number): ColumnPart => ({
  key: `normalizeGradInput epsilon ${epsilon}`,
  matrices: [0, 1],
  reduces: false,
  widest: 2,
  sums: 'none',
  begin(context) {
    const { f, rows, vector } = context;
    const inverse = inverseDeviation(context, 3, epsilon);
    const factor = each(context, (j) => f32x4.mul(vector(4, j), at(inverse, j)));
    const centre = each(context, (j) => vector(2, j));
    const shift = each(context, (j) => f32x4.div(vector(6, j), f.splat(rows)));
    const slope = each(context, (j) => f32x4.div(f32x4.mul(vector(5, j), at(inverse, j)), f.splat(rows)));
    return {
      row([dy, x], j) {
        const centred = f32x4.sub(x as Expression, at(centre, j));
        const shifted = f32x4.sub(dy as Expression, at(shift, j));
        return f32x4.mul(at(factor, j), nmadd(centred, at(slope, j), shifted));
      },
    };
  },
});
