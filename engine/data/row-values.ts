/** Rows of a data set as a network gets them, for showing and measuring. */
import { isShifted, Shifter } from './shift';
import type { PreparedData, Shift } from './types';

/** A world that is shifted as far as its recipes go, whatever the step they begin at. */
export const LATE = Number.POSITIVE_INFINITY;

export interface RowValues {
  /** rows × features, filled and scaled. */
  values: Float32Array;
  /** The rows whose values and labels these are: a changed class prior takes others. */
  taken: Uint32Array;
}

/**
 * The values of rows under a shift.
 *
 * @param updates how many were made before: a shift may begin at a step
 */
export function rowValues(data: PreparedData, rows: Uint32Array, shift: readonly Shift[], updates: number): RowValues {
  const { width } = data.store;
  const values = new Float32Array(rows.length * width);
  if (!isShifted(shift, updates)) {
    data.store.gather(rows, values, width);
    return { values, taken: rows };
  }
  const shifter = new Shifter(data);
  const taken = shifter.rows(rows, shift, updates);
  rows.forEach((row, i) => {
    values.set(shifter.values(row, taken[i] as number, shift, updates), i * width);
  });
  return { values, taken };
}
