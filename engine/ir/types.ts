/**
 * The intermediate representation: a static single assignment graph of tensor operations.
 *
 * Every value is made by one operation, has one output and a known shape; values stand in topological order and a
 * value's id is its place in the list. State lives in variables, which operations with `mutates` write in place.
 * What this is not: a place for names of layers (a value only remembers the node it came from) or for buffers
 * (offsets belong to the memory plan).
 */
import type { Shape } from '../core/shape';

export type ValueId = number;

export type Attribute = number | string | boolean | readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** What a value is for. Probes run only on the steps that ask for statistics. */
export type Phase = 'forward' | 'backward' | 'update' | 'probe';

/** The node of the document that a value was made for. */
export interface Origin {
  nodeId: string;
  phase: Phase;
}

export interface Value {
  id: ValueId;
  op: string;
  inputs: readonly ValueId[];
  attributes: Attributes;
  shape: Shape;
  origin: Origin;
}

/** How a variable gets its first values; computed in float64 and rounded once by the device. */
export type Initializer =
  | { kind: 'constant'; value: number }
  | { kind: 'values'; values: readonly number[] }
  | { kind: 'uniform'; low: number; high: number }
  /** `truncated`: drawn again beyond two deviations. */
  | { kind: 'normal'; mean: number; standardDeviation: number; truncated: boolean }
  /** A normal distribution between two bounds. */
  | { kind: 'truncatedNormal'; mean: number; standardDeviation: number; low: number; high: number }
  /** Orthonormal columns or rows, whichever are fewer, of the weight as a matrix with all axes but the last as rows. */
  | { kind: 'orthogonal'; gain: number }
  /** `gain` on the diagonal of a matrix. */
  | { kind: 'identity'; gain: number }
  /** A convolution that passes its inputs on: 1 at the middle of the window, for each group of outputs. */
  | { kind: 'dirac'; groups: number }
  /** Normal, with a share of every input's weights zero. */
  | { kind: 'sparse'; sparsity: number; standardDeviation: number };

/** A tensor that survives from step to step: a weight, an optimizer's slot, a moving statistic. */
export interface Variable {
  /** `nodeId/kernel`, `nodeId/kernel/m`, …: the name in weights files. */
  name: string;
  shape: Shape;
  role: 'weight' | 'slot' | 'moving';
  trainable: boolean;
  initializer: Initializer;
  nodeId: string;
}

/** A tensor that the host writes before a step: a batch, a placeholder, the optimizer's scalars. */
export interface Feed {
  name: string;
  shape: Shape;
}

export interface Graph {
  values: readonly Value[];
  /** In the order of the state's layout. An operation `variable` names one by `attributes.name`. */
  variables: readonly Variable[];
  /** An operation `feed` names one by `attributes.name`. */
  feeds: readonly Feed[];
  /** Named results that the host may read after a step. */
  outputs: Readonly<Record<string, ValueId>>;
}

/** Where each value lies: byte offsets into a program's arena, -1 where it has no buffer there (variables). */
export interface MemoryPlan {
  bytes: number;
  offsets: readonly number[];
  /** Bytes of each value's buffer; 0 where it has none. */
  sizes: readonly number[];
}

/** A scheduled graph with its memory plan: all that a backend needs to generate code. */
export interface Program {
  name: string;
  graph: Graph;
  schedule: readonly ValueId[];
  memory: MemoryPlan;
}
