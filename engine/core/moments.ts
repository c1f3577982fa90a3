/** Means and variances of the columns of a table, in float64 and by two passes, or over many tables one after another. */

/** Mean and sum of squared distances from it, per unit, over any number of rows (Chan, Golub and LeVeque 1979). */
export class RunningMoments {
  count = 0;
  readonly mean: Float64Array;
  /** Sums of squared distances from the mean. */
  readonly squares: Float64Array;

  constructor(readonly units: number) {
    this.mean = new Float64Array(units);
    this.squares = new Float64Array(units);
  }

  /** Adds rows × units values. */
  add(values: Float64Array): void {
    const { units, mean, squares } = this;
    const rows = values.length / units;
    const total = this.count + rows;
    for (let unit = 0; unit < units; unit++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += values[row * units + unit] as number;
      const own = sum / rows;
      let spread = 0;
      for (let row = 0; row < rows; row++) spread += ((values[row * units + unit] as number) - own) ** 2;
      const apart = own - (mean[unit] as number);
      mean[unit] = (mean[unit] as number) + (apart * rows) / total;
      squares[unit] = (squares[unit] as number) + spread + (apart * apart * this.count * rows) / total;
    }
    this.count = total;
  }

  /** Divided by the count, or where `unbiased` by one less (and by one at least). */
  variance(unbiased = false): Float64Array {
    const freedom = unbiased ? Math.max(1, this.count - 1) : this.count;
    return this.squares.map((squares) => squares / freedom);
  }
}

/** Mean and biased variance of each unit over rows × units values. */
export function unitMoments(values: Float64Array, units: number): { mean: Float64Array; variance: Float64Array } {
  const moments = new RunningMoments(units);
  moments.add(values);
  return { mean: moments.mean, variance: moments.variance() };
}
