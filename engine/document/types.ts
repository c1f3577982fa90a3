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
  parentId?: string;
  bypassed?: boolean;
  frozen?: boolean;
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
