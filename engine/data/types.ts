/** What a data set is, once read or generated. */
import type { Diagnostic } from '../core/diagnostics';
import { sizeOf } from '../core/shape';

/** All rows of a data set, before or after scaling. */
export interface DataTable {
  /** rows × featureCount, row major. A missing value is NaN, until {@link PreparedData} has filled it. */
  features: Float32Array;
  /** Class index of each row. */
  labels: Float32Array;
  rows: number;
  /** Shape of one row: `[784]`, `[2]`. */
  featureShape: number[];
  /** One name for each feature. */
  featureNames: string[];
  /** Name of each class, by index. */
  classNames: string[];
  /** Set where a row is a picture, in order height, width, channels. */
  image?: { width: number; height: number; channels: number };
  /** Where the labels stood in a CSV, so that prediction can leave that column out. */
  labelColumn?: { name: string; index: number };
  /** Facts to show beside the data, attribution among them. */
  notes: string[];
  warnings: Diagnostic[];
}

/** Which rows train and which test. */
export interface DataSplit {
  train: Uint32Array;
  /** Empty if all rows train. */
  test: Uint32Array;
}

export type ScaleKind = 'none' | 'standard' | 'minmax';

/** Affine map of each feature, fitted on the training rows: x′ = (x − offset) · factor. */
export interface Scaling {
  kind: ScaleKind;
  offset: Float64Array;
  factor: Float64Array;
}

/** A data set that is ready to train on: split, missing values filled, scaled. */
export interface PreparedData {
  table: DataTable;
  split: DataSplit;
  scaling: Scaling;
  /** What stands in for a missing value of each feature, before scaling: its mean over the training rows. */
  fill: Float64Array;
}

/** Number of values in one row. */
export function featureCount(table: DataTable): number {
  return sizeOf(table.featureShape);
}
