/**
 * A bounded history of numbers over steps. A run may have any length: when the table is full, the distance between kept
 * steps doubles, so that what is kept stays even over the whole run. The newest row is always there, exact.
 */
export class StepSeries {
  /** Steps from one kept row to the next. */
  stride = 1;
  /** Grows with every row; whoever draws compares it. */
  version = 0;
  private readonly table: Float64Array[];
  private rows = 0;

  constructor(
    readonly width: number,
    readonly capacity = 2000,
  ) {
    this.table = Array.from({ length: width + 1 }, () => new Float64Array(capacity));
  }

  get length(): number {
    return this.rows;
  }

  /** The steps of all rows, ascending. A view: valid until the next row comes. */
  get steps(): Float64Array {
    return this.column(-1);
  }

  /** One column of all rows. A view, as `steps`. */
  values(column: number): Float64Array {
    return this.column(column);
  }

  /** The newest value of a column, or NaN before the first row. */
  latest(column: number): number {
    return this.rows === 0 ? Number.NaN : (this.column(column)[this.rows - 1] as number);
  }

  get lastStep(): number {
    return this.rows === 0 ? 0 : (this.steps[this.rows - 1] as number);
  }

  /** Adds a row. Steps must ascend; a row of the newest step replaces it, an older one is ignored. */
  push(step: number, values: readonly number[]): void {
    const last = this.lastStep;
    if (this.rows > 0 && step < last) return;
    this.version++;
    // The newest row stays only if it is a stride away from the one before; else it was there until a newer one came.
    const before = this.rows > 1 ? (this.steps[this.rows - 2] as number) : null;
    const provisional = this.rows > 0 && (step === last || (before !== null && last - before < this.stride));
    if (!provisional && this.rows === this.capacity) this.thin();
    const row = provisional ? this.rows - 1 : this.rows++;
    (this.table[0] as Float64Array)[row] = step;
    for (let column = 0; column < this.width; column++) {
      (this.table[column + 1] as Float64Array)[row] = values[column] ?? Number.NaN;
    }
  }

  /** The row whose step is nearest, or −1 when there is none. */
  nearest(step: number): number {
    const steps = this.steps;
    if (steps.length === 0) return -1;
    let low = 0;
    let high = steps.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((steps[middle] as number) < step) low = middle + 1;
      else high = middle;
    }
    const left = low > 0 && step - (steps[low - 1] as number) <= (steps[low] as number) - step ? low - 1 : low;
    return left;
  }

  private column(column: number): Float64Array {
    return (this.table[column + 1] as Float64Array).subarray(0, this.rows);
  }

  /** Doubles the stride until at most half of the rows are left; the first row always stays. */
  private thin(): void {
    do {
      this.stride *= 2;
      const steps = this.table[0] as Float64Array;
      let kept = 1;
      for (let row = 1; row < this.rows; row++) {
        if ((steps[row] as number) - (steps[kept - 1] as number) < this.stride) continue;
        for (const column of this.table) column[kept] = column[row] as number;
        kept++;
      }
      this.rows = kept;
    } while (this.rows > this.capacity / 2);
  }
}
