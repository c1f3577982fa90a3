/** What flows along a wire, and what a node type is. Node types implement {@link NodeDefinition}, one file each. */
import type { Diagnostic, DiagnosticName, DocumentEdit } from '../core/diagnostics';
import type { ParameterSpecs, ParameterValues, ResolvedParameters } from '../core/parameters';
import type { Shape } from '../core/shape';
import type { GraphBuilder } from '../ir/builder';
import type { Initializer, ValueId } from '../ir/types';

/** What a port carries: any tensor, class labels, or one number. */
export type PortKind = 'tensor' | 'labels' | 'scalar';

/** The type of a wire. */
export interface TensorType {
  kind: PortKind;
  shape: Shape;
  /** Number of classes, where labels are class indices or a tensor is one-hot. */
  classes?: number;
}

export interface PortSpec {
  name: string;
  title: string;
  /** Kinds an input takes; for an output, the single kind it gives. */
  kinds: readonly PortKind[];
  /** An input that may stay without a wire. */
  optional?: boolean;
  /** The last input of a list without end: ports after it are named by the letters that follow (`b` → `c`, `d`, …). */
  variadic?: boolean;
}

export type NodeCategory =
  | 'data'
  | 'layers'
  | 'normalization'
  | 'activation'
  | 'regularization'
  | 'shape'
  | 'loss'
  | 'metrics'
  | 'training'
  | 'maths'
  | 'structure';

/** What is said of one value of a parameter, such as an optimizer's algorithm. */
export interface ChoiceDocumentation {
  /** Each with whose formula it is, where there are several. Plain Unicode text; a new line for each assignment. */
  formulas: readonly { title?: string; formula: string }[];
  references: readonly { title: string; url?: string }[];
}

export interface NodeDocumentation {
  /** Two or three sentences. */
  text: string;
  /** Plain Unicode text, such as `y = γ·(x − μ)/√(σ² + ε) + β`. */
  formula?: string;
  references: readonly { title: string; url?: string }[];
  /** What follows the value of a choice, for every one of its values. */
  choices?: readonly { parameter: string; values: Readonly<Record<string, ChoiceDocumentation>> }[];
}

/** A weight of a layer: `nodeId/name` in weights files. */
export interface WeightSpec {
  name: string;
  shape: Shape;
  initializer: Initializer;
  /** Trainable weights are updated by the optimizer; others (moving statistics) by the layer itself. */
  trainable: boolean;
}

/** A few rows to show on a card: pictures where rows are pictures, points of the first two features elsewhere. */
export type DataPreview =
  | { kind: 'pictures'; width: number; height: number; channels: number; pictures: readonly Float32Array[] }
  | { kind: 'points'; x: Float32Array; y: Float32Array; labels: Float32Array };

/** What the data of a graph looks like; known before compiling, because shapes depend on it. */
export interface DataSignature {
  featureShape: Shape;
  classes: number;
  trainRows: number;
  testRows: number;
  /** Names of the classes, by index. */
  classNames: readonly string[];
  preview: DataPreview;
}

export interface NodeContext<P extends ParameterSpecs = ParameterSpecs> {
  id: string;
  parameters: ParameterValues<P>;
  /** Types of the inputs that have a wire. */
  inputs: Readonly<Record<string, TensorType>>;
  batchSize: number;
  /** Set for dataset nodes once their data is known. */
  data?: DataSignature;
}

export interface InferContext<P extends ParameterSpecs = ParameterSpecs> extends NodeContext<P> {
  /** Reports a problem of this node. The node's outputs are then unknown unless inference goes on. */
  report(
    name: DiagnosticName,
    place?: { port?: string; parameter?: string },
    values?: Record<string, string | number>,
    fix?: { title: string; edits: DocumentEdit[] },
  ): void;
}

export type Mode = 'train' | 'inference';

export interface LowerContext<P extends ParameterSpecs = ParameterSpecs> extends NodeContext<P> {
  builder: GraphBuilder;
  mode: Mode;
  /** The document's seed: random operations are keyed by it, the node's id and the step. */
  seed: number;
  /** Kernels (weights named `kernel` of layers that are not frozen) that an input depends on, in topological order. */
  kernels(port: string): readonly ValueId[];
  values: Readonly<Record<string, ValueId>>;
  /** The value of a weight declared by `weights`. */
  weight(name: string): ValueId;
  /** A named vector that the host writes before each step from the node's live parameters (see `scalars`). */
  scalars(name: string): ValueId;
  outputs: Readonly<Record<string, TensorType>>;
}

/** What the runtime knows when it computes a node's live scalars. */
export interface ScalarContext<P extends ParameterSpecs = ParameterSpecs> {
  parameters: ParameterValues<P>;
  /** Number of the update, from 1. */
  step: number;
  inputs: Readonly<Record<string, TensorType>>;
}

/**
 * How the metric of many rows follows from the values that its node gives for parts of them. `mean`: the part's number
 * weighted by rows. `sum`: vectors of counts that add up. `concat`: rows that stand one below another.
 */
export interface MetricSpec {
  combine: 'mean' | 'sum' | 'concat';
  /**
   * The metric itself, in float64, from the combined values (for `mean`, one number). NaN where it is not defined, such
   * as the area under a curve of one class.
   */
  finish(values: Float64Array, parameters: ResolvedParameters, shape: Shape): number;
}

/** What a node is that computes nothing: flattening the document takes it away. */
export type Structure = 'group' | 'comment' | 'subgraph' | 'subgraphInput' | 'subgraphOutput';

/** Statistics-worthy outputs: z of a dense layer, y of a batch norm. */
export interface ProbeSpec {
  port: string;
  /** The letter shown beside the numbers: z, y, a. */
  symbol: string;
}

/** A tensor as plain numbers. */
export interface TensorValue {
  shape: Shape;
  values: Float64Array;
}

/** What a node's intermediate values are computed from: the numbers that stand at its inputs, and its weights. */
export interface IntermediatesContext<P extends ParameterSpecs = ParameterSpecs> {
  parameters: ParameterValues<P>;
  mode: Mode;
  frozen: boolean;
  inputs: Readonly<Record<string, TensorValue>>;
  weight(name: string): Float64Array;
}

/** A node at the other end of a wire, with the port there. */
export interface Neighbour {
  id: string;
  type: string;
  port: string;
  parameters: Readonly<Record<string, unknown>>;
  frozen: boolean;
}

/** The neighbourhood that lints look at. */
export interface LintContext<P extends ParameterSpecs = ParameterSpecs> extends InferContext<P> {
  /** The node and port that feed an input, past nodes that are bypassed. */
  source(port: string): Neighbour | null;
  /** The same, past nodes that only change the shape as well. */
  origin(port: string): Neighbour | null;
  /** The nodes that an output feeds, past nodes that are bypassed. */
  targets(port: string): Neighbour[];
}

export interface NodeDefinition<P extends ParameterSpecs = ParameterSpecs> {
  type: string;
  title: string;
  category: NodeCategory;
  /** Name of the icon in the interface's icon set. */
  icon: string;
  /** The first part of new ids, such as `dense`. */
  idStem: string;
  documentation: NodeDocumentation;
  inputs: readonly PortSpec[];
  outputs: readonly PortSpec[];
  parameters: P;
  /** `loss` and `metric` nodes report a number; `optimizer` ends the graph. */
  role?: 'data' | 'loss' | 'metric' | 'optimizer';
  /** For metrics that are more than a mean over rows. Absent: `mean`, and the value is the metric. */
  metric?: MetricSpec;
  /**
   * For nodes that take class labels: how many classes the indices at `labels` choose from; null where the labels are no
   * indices. Labels that are fed are held against it.
   */
  labelClasses?(inputs: Readonly<Record<string, TensorType>>): number | null;
  structure?: Structure;
  /** It gives the numbers it gets, under another shape. */
  reshapes?: boolean;
  /** Output that is probed by default. */
  probe?: ProbeSpec;
  /** Types of the outputs; null where they cannot be known (a problem was reported). */
  infer(context: InferContext<P>): Record<string, TensorType> | null;
  weights?(context: NodeContext<P>): WeightSpec[];
  /** Named vectors of scalars that updates read, computed in float64 before each step; for optimizers and moving averages. */
  scalars?(context: ScalarContext<P>): Readonly<Record<string, readonly number[]>>;
  lower(context: LowerContext<P>): Record<string, ValueId>;
  /** What it computes on the way to its outputs, in float64, for those who look at it step by step. */
  intermediates?(context: IntermediatesContext<P>): Readonly<Record<string, TensorValue>>;
  lint?(context: LintContext<P>): void;
}

/** Node types in the order of the palette. */
export type NodeRegistry = ReadonlyMap<string, NodeDefinition>;

/** Keeps the parameter types inside a definition while the registry sees the general interface. */
export const defineNode = <P extends ParameterSpecs>(definition: NodeDefinition<P>): NodeDefinition =>
  definition as unknown as NodeDefinition;

/** One node after checking: parameters with defaults, types of all ports, weights. */
export interface CheckedNode {
  id: string;
  definition: NodeDefinition;
  parameters: ResolvedParameters;
  inputs: Readonly<Record<string, TensorType>>;
  outputs: Readonly<Record<string, TensorType>>;
  /** Where each wired input comes from. */
  sources: Readonly<Record<string, { id: string; port: string }>>;
  weights: readonly WeightSpec[];
  /** Trainable parameters. */
  parameterCount: number;
  frozen: boolean;
  probed: boolean;
  /** Data passes through unchanged; the node has no weights then. */
  bypassed: boolean;
}

/** A port of a subgraph, or of one of its port nodes. */
export interface CheckedPort {
  /** The `subgraphInput` or `subgraphOutput` node behind it. */
  nodeId: string;
  /** The handle that wires name. */
  name: string;
  /** Where what it carries is computed; null without a wire. */
  source: { id: string; port: string } | null;
  /** What it carries, where that is known. */
  type: TensorType | null;
}

/** A node that computes nothing, as the editor shows it. */
export interface CheckedStructure {
  id: string;
  definition: NodeDefinition;
  parameters: ResolvedParameters;
  inputs: readonly CheckedPort[];
  outputs: readonly CheckedPort[];
}

/** A wire that statistics are taken of, under the name of the node that asks for them. */
export interface ProbedWire {
  nodeId: string;
  source: { id: string; port: string };
  symbol: string;
}

/** A document after validation and shape inference: all problems, and all that is known in spite of them. */
export interface CheckedGraph {
  /** In topological order. Nodes with unknown types or on a circle are left out. */
  nodes: readonly CheckedNode[];
  byId: ReadonlyMap<string, CheckedNode>;
  /** Groups, comments, subgraphs and their ports, by id; the graph itself is without them. */
  structure: ReadonlyMap<string, CheckedStructure>;
  /** The wires that statistics are taken of: z of layers, y of normalizations, and what was asked for. */
  probes: readonly ProbedWire[];
  diagnostics: readonly Diagnostic[];
  /** Signatures of the data that the check was made with. */
  data: ReadonlyMap<string, DataSignature>;
  batchSize: number;
  /** The document's seed. */
  seed: number;
  parameterCount: number;
  /** Whether there are errors; lowering needs a graph without. */
  ok: boolean;
}
