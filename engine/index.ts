/** The engine's only door: what the interface, the command line and scripts may use. */
import type { Diagnostic, DocumentEdit } from './core/diagnostics';
import { printDocument as print } from './document/print';
import type { GraphDocument } from './document/types';
import { type Connection, connectionProblem as problemOf } from './graph/connect';
import { applyEdits as apply, withWrittenDefaults } from './graph/edit';
import { elementwiseValues as valuesOf } from './graph/elementwise';
import { fixAll } from './graph/fix-all';
import { graphSchema, type JsonSchema } from './graph/json-schema';
import { type Outline, outlineOf as readOutline } from './graph/node-ports';
import {
  type Contained,
  collapseNodes as collapse,
  groupNodes as enclose,
  unpackSubgraph as unpack,
} from './graph/subgraphs';
import type { CheckedGraph, CheckedNode } from './graph/types';
import { nodeRegistry } from './nodes/index';
import { INITIALIZERS } from './nodes/initializers';
import { ops } from './ops/index';

export type { Executable } from './backends/backend';
export { selectBackend } from './backends/select';
export { readsFile } from './core/data-sources';
export {
  DIAGNOSTICS,
  type Diagnostic,
  type DiagnosticName,
  type DiagnosticPlace,
  type DocumentEdit,
  diagnose,
  type Fix,
  isError,
  NOWHERE,
  type Result,
  type Severity,
} from './core/diagnostics';
export {
  applies,
  defaultOf,
  type InitializerValue,
  isLiveChange,
  type ListItem,
  type ParameterSpec,
  type ParameterSpecs,
  withDefaults,
  withParameter,
} from './core/parameters';
export { formatShape, type Shape, sizeOf } from './core/shape';
export type { ByteSource } from './data/byte-source';
export {
  type ColumnDescription,
  type DataDescription,
  type DataRow,
  type DescribedSplit,
  describeData,
  describeRows,
  splitRowsOf,
} from './data/describe';
export type { DataFile, DataFiles, ImageFiles } from './data/files';
export type { DecodedImage } from './data/images';
export { prepareInput } from './data/input';
export { type CsvColumn, type CsvPreview, listColumns, previewCsv } from './data/preview-csv';
export type { PreparedData, Shift } from './data/types';
export { edgeId, readDocument as parseDocument } from './document/read';
export { parseJson } from './document/scan';
export {
  DEFAULT_RUN,
  FORMAT,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type StopWhen,
  VERSION,
} from './document/types';
export type { Connection } from './graph/connect';
export { freeId, newDocument } from './graph/edit';
export type { NodePorts, Outline } from './graph/node-ports';
export { checkParameter } from './graph/parameters';
export { type Contained, ungroupNodes } from './graph/subgraphs';
export type {
  CheckedGraph,
  CheckedNode,
  DataPreview,
  DataSignature,
  NodeCategory,
  NodeDefinition,
  PortKind,
  PortSpec,
  WeightSpec,
} from './graph/types';
export { isNodeId } from './graph/wires';
export { applyWeights, readWeights, type WeightsFile, writeWeights } from './interchange/weights';
export { printGraph, printValue } from './ir/printer';
export { nodeCategories, nodeRegistry } from './nodes/index';
export { INITIALIZERS, initializerSettings } from './nodes/initializers';
export { scheduledMomentum, scheduledRate } from './nodes/optimizers/schedules';
export { ops } from './ops/index';
export { createChecker, type DescribeData, type DescribedData, describeWith, isPending } from './runtime/checker';
export {
  type Compiled,
  type CompileReport,
  compileReport,
  type NodeReport,
  type PassReport,
  printPass,
  type StepReport,
} from './runtime/compile-report';
export type { Confusion } from './runtime/confusion';
export type { EvaluationResult, Prediction } from './runtime/evaluate';
export { initialSample } from './runtime/initial-sample';
export { DataLoader, type DataNeed, dataNeeds, fileOf } from './runtime/load-data';
export { Session, type StepFrame } from './runtime/session';
export type { ZDetail, ZSummary } from './runtime/statistics';
export { StopWatch } from './runtime/stop-when';
export { EngineClient } from './worker/client';
export { serveEngine } from './worker/host';
export type {
  Checkpoint,
  CompileInfo,
  DataRequest,
  FromWorker,
  MessageEndpoint,
  RunState,
  ToWorker,
  WorkerEvent,
  WorkerReply,
  WorkerRequest,
} from './worker/protocol';

const catalogue = { registry: nodeRegistry, initializers: INITIALIZERS };

/** The document as it is saved: canonical JSON with all defaults written out. */
export const printDocument = (document: GraphDocument): string => print(withWrittenDefaults(document, nodeRegistry));

/** The document after the edits, one after another; nothing is changed in place. */
export const applyEdits = (document: GraphDocument, edits: readonly DocumentEdit[]): GraphDocument =>
  apply(document, edits, nodeRegistry);

/** The ports of every node as the document wires it, and the containers that nodes stand in. */
export const outlineOf = (document: GraphDocument): Outline => readOutline(document, nodeRegistry);

/** Makes a subgraph of the selected nodes; null where they stand in different containers. */
export const collapseNodes = (document: GraphDocument, ids: readonly string[]): Contained | null =>
  collapse(document, ids, nodeRegistry);

/** Puts what stands in a subgraph in its place. */
export const unpackSubgraph = (document: GraphDocument, id: string): GraphDocument =>
  unpack(document, id, nodeRegistry);

/** Puts a frame about the selected nodes; null where they stand in different containers. */
export const groupNodes = (document: GraphDocument, ids: readonly string[]): Contained | null =>
  enclose(document, ids, nodeRegistry);

/** Why this wire cannot be drawn, or null. */
export const connectionProblem = (
  document: GraphDocument,
  checked: CheckedGraph,
  connection: Connection,
): Diagnostic | null => problemOf(document, checked, connection, catalogue);

/** The document after every fix that is offered for it, one after another. */
export const fixAllProblems = (document: GraphDocument, { data }: Pick<CheckedGraph, 'data'>): GraphDocument =>
  fixAll(document, { ...catalogue, data });

/** What an elementwise node makes of each number in float64; null where it is no function of one element alone. */
export const elementwiseValues = (node: CheckedNode, x: readonly number[]): Float64Array | null =>
  valuesOf(node, x, ops);

/** The JSON Schema of graph files, with every node type. */
export const documentSchema = (): JsonSchema => graphSchema(nodeRegistry, INITIALIZERS);
