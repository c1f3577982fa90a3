/**
 * Column statistics and normalization. Statistics are sums of differences from the column's first element (mean) or
 * from the mean (variance), so large offsets cost no accuracy. Long columns are summed in blocks of rows.
 *
 * @see Chan, Golub and LeVeque, Algorithms for computing the sample variance, 1983
 */
import type { Shape } from '../../../core/shape';
import type { FunctionBuilder, Local } from '../assembler';
import { f32x4, load, madd, nmadd, store } from '../instructions';
import { at, type Kernel } from '../kernel';
import { layoutOf } from '../layout';
import { columnBlocks } from './walk';

const ROW_BLOCK = 64;

/** Sums over rows in two levels. `add` adds one row's contribution to the running sums. */
function blockedSums(
  f: FunctionBuilder,
  rows: number,
  count: number,
  advance: () => void,
  add: (sums: Local[]) => void,
): Local[] {
  const sums = f.locals(count, 'v128');
  const clear = (list: readonly Local[]): void =>
    list.forEach((sum) => {
      f.set(sum, f.splat(0));
    });
  const row = (into: Local[]) => () => {
    add(into);
    advance();
  };
  clear(sums);
  if (rows <= ROW_BLOCK) {
    f.repeat(rows, row(sums));
    return sums;
  }
  const inner = f.locals(count, 'v128');
  const block = (length: number) => () => {
    clear(inner);
    f.repeat(length, row(inner));
    sums.forEach((sum, i) => {
      f.set(sum, f32x4.add(sum, inner[i] as Local));
    });
  };
  f.repeat(Math.floor(rows / ROW_BLOCK), block(ROW_BLOCK));
  if (rows % ROW_BLOCK > 0) block(rows % ROW_BLOCK)();
  return sums;
}

/** A pointer that walks the rows of a column block. */
interface RowPointer {
  start: Local;
  moving: Local;
}

const rowPointer = (f: FunctionBuilder, start: Local): RowPointer => ({ start, moving: f.local('i32') });

export function columnMeanKernel(shape: Shape): Kernel {
  const { rows, columns, stride } = layoutOf(shape);
  return {
    key: `columnMean ${rows}x${columns}`,
    build(f, addresses) {
      const [x, mean] = [at(addresses, 0), at(addresses, 1)];
      const row = rowPointer(f, x);
      columnBlocks(f, columns, 4, [x, mean], (vectors) => {
        f.set(row.moving, x);
        const shift = Array.from({ length: vectors }, (_, j) => f.local('v128', load(x, j * 16)));
        const sums = blockedSums(
          f,
          rows,
          vectors,
          () => f.advance(row.moving, stride * 4),
          (into) => {
            into.forEach((sum, j) => {
              f.set(sum, f32x4.add(sum, f32x4.sub(load(row.moving, j * 16), at(shift, j))));
            });
          },
        );
        sums.forEach((sum, j) => {
          store(f, mean, j * 16, f32x4.add(at(shift, j), f32x4.div(sum, f.splat(rows))));
        });
      });
    },
  };
}

/** Σ (x − μ)² / m about the given mean. */
export function columnVarianceKernel(shape: Shape): Kernel {
  const { rows, columns, stride } = layoutOf(shape);
  return {
    key: `columnVariance ${rows}x${columns}`,
    build(f, addresses) {
      const [x, mean, variance] = [at(addresses, 0), at(addresses, 1), at(addresses, 2)];
      const row = rowPointer(f, x);
      columnBlocks(f, columns, 4, [x, mean, variance], (vectors) => {
        f.set(row.moving, x);
        const centre = Array.from({ length: vectors }, (_, j) => f.local('v128', load(mean, j * 16)));
        const difference = f.local('v128');
        const advance = (): void => f.advance(row.moving, stride * 4);
        const sums = blockedSums(f, rows, vectors, advance, (into) => {
          into.forEach((sum, j) => {
            f.set(difference, f32x4.sub(load(row.moving, j * 16), at(centre, j)));
            f.set(sum, madd(difference, difference, sum));
          });
        });
        sums.forEach((sum, j) => {
          store(f, variance, j * 16, f32x4.div(sum, f.splat(rows)));
        });
      });
    },
  };
}

/** 1 / √(variance + ε). */
const inverseDeviation = (f: FunctionBuilder, variance: Local, offset: number, epsilon: number): Local =>
  f.local('v128', f32x4.div(f.splat(1), f32x4.sqrt(f32x4.add(load(variance, offset), f.splat(epsilon)))));

/** y = γ/√(σ² + ε) · (x − μ) + β. Addresses: x, mean, variance, gamma, beta, y. */
export function normalizeKernel(shape: Shape, epsilon: number): Kernel {
  const { rows, columns, stride } = layoutOf(shape);
  return {
    key: `normalize ${rows}x${columns} epsilon ${epsilon}`,
    build(f, addresses) {
      const [x, mean, variance, gamma, beta, y] = addresses as [Local, Local, Local, Local, Local, Local];
      const [source, target] = [rowPointer(f, x), rowPointer(f, y)];
      columnBlocks(f, columns, 4, [x, mean, variance, gamma, beta, y], (vectors) => {
        const columnsOf = (pointer: Local): Local[] =>
          Array.from({ length: vectors }, (_, j) => f.local('v128', load(pointer, j * 16)));
        const scale = Array.from({ length: vectors }, (_, j) =>
          f.local('v128', f32x4.mul(load(gamma, j * 16), inverseDeviation(f, variance, j * 16, epsilon))),
        );
        const [centre, shift] = [columnsOf(mean), columnsOf(beta)];
        f.set(source.moving, x);
        f.set(target.moving, y);
        f.repeat(rows, () => {
          for (let j = 0; j < vectors; j++) {
            const centred = f32x4.sub(load(source.moving, j * 16), at(centre, j));
            store(f, target.moving, j * 16, madd(centred, at(scale, j), at(shift, j)));
          }
          f.advance(source.moving, stride * 4);
          f.advance(target.moving, stride * 4);
        });
      });
    },
  };
}

/** dγ = Σ dy · x̂. Addresses: dy, x, mean, variance, dγ. */
export function normalizeGradScaleKernel(shape: Shape, epsilon: number): Kernel {
  const { rows, columns, stride } = layoutOf(shape);
  return {
    key: `normalizeGradScale ${rows}x${columns} epsilon ${epsilon}`,
    build(f, addresses) {
      const [dy, x, mean, variance, output] = addresses as [Local, Local, Local, Local, Local];
      const [gradient, source] = [rowPointer(f, dy), rowPointer(f, x)];
      columnBlocks(f, columns, 4, [dy, x, mean, variance, output], (vectors) => {
        f.set(gradient.moving, dy);
        f.set(source.moving, x);
        const centre = Array.from({ length: vectors }, (_, j) => f.local('v128', load(mean, j * 16)));
        const advance = (): void => {
          f.advance(gradient.moving, stride * 4);
          f.advance(source.moving, stride * 4);
        };
        const sums = blockedSums(f, rows, vectors, advance, (into) => {
          into.forEach((sum, j) => {
            const centred = f32x4.sub(load(source.moving, j * 16), at(centre, j));
            f.set(sum, madd(centred, load(gradient.moving, j * 16), sum));
          });
        });
        sums.forEach((sum, j) => {
          store(f, output, j * 16, f32x4.mul(sum, inverseDeviation(f, variance, j * 16, epsilon)));
        });
      });
    },
  };
}

/**
 * dx = γ/√(σ²+ε) · (dy − dβ/m − x̂·dγ/m). Addresses: dy, x, mean, variance, gamma, dγ, dβ, dx.
 */
export function normalizeGradInputKernel(shape: Shape, epsilon: number): Kernel {
  const { rows, columns, stride } = layoutOf(shape);
  return {
    key: `normalizeGradInput ${rows}x${columns} epsilon ${epsilon}`,
    build(f, addresses) {
      const [dy, x, mean, variance, gamma, gradScale, gradShift, dx] = addresses as Local[] as [
        Local,
        Local,
        Local,
        Local,
        Local,
        Local,
        Local,
        Local,
      ];
      const moving = [dy, x, dx].map((start) => rowPointer(f, start)) as [RowPointer, RowPointer, RowPointer];
      const [gradient, source, target] = moving;
      columnBlocks(f, columns, 2, addresses, (vectors) => {
        const list = (make: (offset: number) => Local): Local[] =>
          Array.from({ length: vectors }, (_, j) => make(j * 16));
        const inverse = list((offset) => inverseDeviation(f, variance, offset, epsilon));
        const factor = inverse.map((value, j) => f.local('v128', f32x4.mul(load(gamma, j * 16), value)));
        const centre = list((offset) => f.local('v128', load(mean, offset)));
        const shift = list((offset) => f.local('v128', f32x4.div(load(gradShift, offset), f.splat(rows))));
        const slope = inverse.map((value, j) =>
          f.local('v128', f32x4.div(f32x4.mul(load(gradScale, j * 16), value), f.splat(rows))),
        );
        for (const pointer of moving) f.set(pointer.moving, pointer.start);
        f.repeat(rows, () => {
          for (let j = 0; j < vectors; j++) {
            const centred = f32x4.sub(load(source.moving, j * 16), at(centre, j));
            const shifted = f32x4.sub(load(gradient.moving, j * 16), at(shift, j));
            store(f, target.moving, j * 16, f32x4.mul(at(factor, j), nmadd(centred, at(slope, j), shifted)));
          }
          for (const pointer of moving) f.advance(pointer.moving, stride * 4);
        });
      });
    },
  };
}
