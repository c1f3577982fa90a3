/**
 * The graph document: what a file holds and the editor edits. Plain data; React Flow's own shape, so that a node or an
 * edge goes to the canvas as it is. Keys that this version does not know are kept (`[key: string]: unknown`).
 */

export const FORMAT = 'zlens-graph';
export const VERSION = 1;

export interface GraphNode {
  id: string;
  type: string;
  position: { x: number; y: number };
  /** The node's parameters. */
  data: Record<string, unknown>;
  /** The group or subgraph that it stands in; its position is then relative to that. Ids are unique in the whole file. */
  parentId?: string;
  /** Data passes from the first input to the first output; a metric or an optimizer takes no part. */
  bypassed?: boolean;
  /** Its weights are not trained, and moving statistics stand still: a frozen batch norm uses them, as in Keras. */
  frozen?: boolean;
  /** Statistics are taken of its first output that carries a tensor. */
  probed?: boolean;
  [key: string]: unknown;
}

export interface GraphEdge {
  id: string;
  source: string;
  sourceHandle: string;
  target: string;
  targetHandle: string;
  reroutes?: { x: number; y: number }[];
  [key: string]: unknown;
}

/**
 * When a run ends before its steps are made: after the first update with `metric` below or above a bound, or when it gets no better
 * any more. A number that is not finite meets no bound, and is no better.
 */
export interface StopWhen {
  /** `loss`, or the id of a metric node. */
  metric: string;
  /** At least one of `below`, `above` and `patience` is set; any is enough. */
  below?: number;
  above?: number;
  /** Early stopping: so many numbers in a row were no better than the best before them. */
  patience?: number;
  /** What is better. Default: `min` for the loss, `max` for a metric. */
  direction?: 'min' | 'max';
  /** A better number is better by more than this. Default: 0. */
  minDelta?: number;
  /** `train`: the number of each update's own batch. `test`: that of each evaluation on the test split. Default: train. */
  split?: 'train' | 'test';
  [key: string]: unknown;
}

/** How to train. Exactly one of `steps` and `epochs` is set. */
export interface RunSettings {
  batchSize: number;
  steps?: number;
  epochs?: number;
  shuffle: boolean;
  /** Steps from one evaluation on the test split to the next. */
  evaluateEvery: number;
  /** Steps from one z-statistics frame to the next; 0: never. */
  probeEvery: number;
  stopWhen?: StopWhen;
  [key: string]: unknown;
}

/** What a search tries to make small or large. */
export interface SearchObjective {
  /** `loss`, or the id of a metric node. */
  metric: string;
  split: 'train' | 'test' | 'all';
  direction: 'min' | 'max';
  /** The last number of a run, its best one, or the mean of the last tenth. */
  reduce: 'last' | 'best' | 'meanLast';
  [key: string]: unknown;
}

/** How long one trial runs: one of the three, or none for the run settings' own length. */
export interface SearchBudget {
  steps?: number;
  epochs?: number;
  seconds?: number;
  [key: string]: unknown;
}

type SearchRange =
  | { type?: 'number'; scale?: 'linear' | 'log' | 'oneMinusLog'; low: number; high: number }
  | { type: 'integer'; scale?: 'linear' | 'log'; low: number; high: number; step?: number }
  | { choices: unknown[] };

/** One dimension of a search space; `path` is `nodeId.parameter`. */
export type SearchParameter = SearchRange & {
  path: string;
  /** Values along this dimension in a grid. */
  points?: number;
  /** Only where another searched parameter has this value. */
  when?: { path: string; equals: unknown };
  [key: string]: unknown;
};

/** A search over parameters; what is missing in a file takes its default. */
export interface Search {
  objective: SearchObjective;
  budget: SearchBudget;
  /** Runs of each trial, with seeds of their own. */
  repeats: number;
  parameters: SearchParameter[];
  [key: string]: unknown;
}

export interface Script {
  name: string;
  text: string;
  [key: string]: unknown;
}

/** One of the graph's lessons: what is expected of a run. The keys beside `expect` belong to the program that reads them. */
export interface LabItem {
  expect: unknown;
  [key: string]: unknown;
}

export interface GraphDocument {
  format: typeof FORMAT;
  version: number;
  name: string;
  /** Whole number from 0 to 2^53 − 1; all random numbers follow from it. */
  seed: number;
  nodes: GraphNode[];
  edges: GraphEdge[];
  run: RunSettings;
  search?: Search;
  scripts?: Script[];
  lab?: LabItem[];
  /** A text about the graph, or anything else that people write down. */
  notes?: unknown;
  [key: string]: unknown;
}

export const DEFAULT_RUN: Readonly<RunSettings> = {
  batchSize: 32,
  steps: 1000,
  shuffle: true,
  evaluateEvery: 50,
  probeEvery: 1,
};

export const DEFAULT_SEED = 1;
