/** What a data set is, once read or generated. */
import type { SourceName } from '../core/data-sources';
import type { Diagnostic } from '../core/diagnostics';
import type { ListItem } from '../core/parameters';
import { sizeOf } from '../core/shape';

/** One recipe of a shift as it stands in a document; fields that are missing have their defaults. */
export type Shift = ListItem;

/** Gives a row the colours of a changed world, in place: `amount` from 0 (as it is) to 1. Values as before scaling. */
export type Recolour = (row: number, amount: number, values: Float32Array) => void;

/** All that is known of a data set but its features. */
export interface DataFacts {
  /** Class index of each row; where numbers are to be predicted (`classNames` is empty), the number. */
  labels: Float32Array;
  rows: number;
  /** Shape of one row: `[784]`, `[2]`, `[32, 32, 3]`. */
  featureShape: number[];
  /** One name for each feature; none where rows are pictures in a shape of their own. */
  featureNames: string[];
  /** Name of each class, by index. */
  classNames: string[];
  /** Set where a row is a picture, in order height, width, channels. */
  image?: { width: number; height: number; channels: number };
  /** Where the labels stood in a CSV, so that prediction can leave that column out. */
  labelColumn?: { name: string; index: number };
  /** How many columns a CSV has, and which of them are the features, where some are left out. */
  columns?: { count: number; features: readonly number[] };
  /** Where colours mean more than those of a picture. */
  recolour?: Recolour;
  /** Facts to show beside the data, attribution among them. */
  notes: string[];
  warnings: Diagnostic[];
}

/** A data set in memory, before scaling. */
export interface DataTable extends DataFacts {
  /** rows × featureCount, row major. A missing value is NaN. */
  features: Float32Array;
}

/** What features are copied into: memory of either backend. */
export type FeatureRowsInto = Float32Array | Float64Array;

/** Gives the features of rows, wherever they lie. */
export interface FeatureStore {
  readonly rows: number;
  /** Values in a row. */
  readonly width: number;
  /** From now on missing values are `fill`, and all are scaled. Called once. */
  fillAndScale(fill: Float64Array, scaling: Scaling): void;
  /** Copies rows into a batch: row i begins at i · stride; what lies between rows is left alone. */
  gather(rows: Uint32Array, out: FeatureRowsInto, stride: number): void;
}

/** A data set whose features may lie anywhere. */
export interface StoredData {
  facts: DataFacts;
  store: FeatureStore;
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
  table: DataFacts;
  store: FeatureStore;
  split: DataSplit;
  scaling: Scaling;
  /** What stands in for a missing value of each feature, before scaling: its mean over the training rows. */
  fill: Float64Array;
  seed: number;
  /** The shift that the document asks for; a running session may have another. */
  shift: readonly Shift[];
}

/** Number of values in one row. */
export function featureCount({ featureShape }: DataFacts): number {
  return sizeOf(featureShape);
}

/** The parameters of a dataset node after defaults and checks; those that its source does not read have no effect. */
export interface DataParameters {
  source: SourceName;
  path: string;
  label: string;
  features: string;
  ignore: string;
  delimiter: 'auto' | 'comma' | 'semicolon' | 'tab';
  header: 'auto' | 'yes' | 'no';
  missing: 'mean' | 'drop' | 'error';
  task: 'classification' | 'regression';
  testFraction: number;
  scale: ScaleKind;
  order: 'given' | 'class';
  classes: number;
  samples: number;
  noise: number;
  size: number;
  shift: readonly Shift[];
}
