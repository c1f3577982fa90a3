/**
 * What the interface (or the command line) and the engine's worker say to each other. The same messages travel over a
 * Web Worker and over worker_threads; all are plain data that structured clone can carry.
 */
import type { Diagnostic } from '../core/diagnostics';
import type { DataDescription, DataRow, DescribedSplit } from '../data/describe';
import type { DataFile, DataFiles } from '../data/files';
import type { GraphDocument } from '../document/types';
import type { BranchTree } from '../runtime/branches';
import type { DescribedData } from '../runtime/checker';
import type { CompileReport } from '../runtime/compile-report';
import type { Confusion } from '../runtime/confusion';
import type { EvaluationResult } from '../runtime/evaluate';
import type { Inspection } from '../runtime/inspect';
import type { DataNeed } from '../runtime/load-data';
import type { LayerShift } from '../runtime/measures/covariate-shift';
import type { Drift } from '../runtime/measures/drift';
import type { Landscape } from '../runtime/measures/landscape';
import type { WeightStatistics } from '../runtime/measures/layers';
import type { StepFrame } from '../runtime/session';
import type { ZDetail } from '../runtime/statistics';

export interface CompileInfo {
  backend: string;
  kernel: string;
  fma: boolean;
  threads: number;
  compileMs: number;
  /** Trainable parameters. */
  parameters: number;
  stateBytes: number;
  arenaBytes: number;
  codeBytes: number;
  values: number;
  /** How often this session's graph was compiled; a feed, a live hyperparameter or other data never move it. */
  compilations: number;
  /** Programs compiled for the present graph, those of evaluation and measures among them; nor is this moved by those. */
  programs: number;
  /** Ids of the probed nodes in order of the data flow, with the symbol of what is probed. */
  probes: { nodeId: string; symbol: string; units: number }[];
  metrics: string[];
  totalSteps: number;
  stepsPerEpoch: number;
  trainRows: number;
  testRows: number;
}

export type RunState = 'idle' | 'running' | 'paused' | 'finished' | 'failed';

/** All that a run needs to go on bit for bit in another worker. */
export interface Checkpoint {
  step: number;
  /** A weights file: all state, with the step. */
  weights: Uint8Array;
  /** Live parameters and placeholders that were changed since the document was opened. */
  settings: { nodeId: string; parameter: string; value: unknown }[];
  fed: { nodeId: string; values: number[] }[];
}

/** A measure of the running graph, and what it gives. */
export interface Measures {
  covariateShift: LayerShift[];
  landscape: Landscape;
  layers: WeightStatistics[];
  /** On the rows of `probeBatch`; against the values that stood when that was asked for. */
  drift: Drift[];
}

/** The past of a session. */
export interface RunPast {
  first: number;
  last: number;
  step: number;
  /** Steps of the snapshots between which steps are replayed. */
  snapshots: number[];
  snapshotBytes: number;
  tree: BranchTree;
}

export interface NamedTensor {
  name: string;
  shape: number[];
  values: Float64Array;
}

/** Requests about one session; those without `session` are about the one called `main`. */
type SessionRequest<F> =
  /** Checks, compiles and starts at step 0. `keepState` carries over weights whose names and shapes still fit. */
  | {
      kind: 'open';
      document: GraphDocument;
      files: DataFiles<F>;
      backend: 'wasm' | 'reference';
      keepState: boolean;
      /** Goes on from here. */
      resume?: Checkpoint;
      /** Seconds from one `checkpoint` event to the next while it runs; none without. */
      checkpointSeconds?: number;
    }
  /** Ends the session and gives its memory back. */
  | { kind: 'close' }
  | { kind: 'run'; until?: number }
  | { kind: 'pause' }
  | { kind: 'step'; count: number }
  | { kind: 'reset' }
  | { kind: 'setSpeed'; stepsPerSecond: number | null }
  /** A live parameter of a node; answered with diagnostics if it cannot be set without compiling. */
  | { kind: 'set'; nodeId: string; parameter: string; value: unknown }
  | { kind: 'feed'; nodeId: string; values: number[] }
  /** Other parameters of a dataset node. Rows of the same shape are exchanged as it runs; others open the graph anew. */
  | { kind: 'setData'; nodeId: string; parameters: Record<string, unknown>; files: DataFiles<F> }
  | { kind: 'evaluate'; split: 'train' | 'test' | 'all' }
  /** How the classes are told apart on the split that a run is judged on. */
  | { kind: 'confusion' }
  /** The digest of all state as it stands. */
  | { kind: 'digest' }
  | { kind: 'info' }
  /** The compiler's report. */
  | { kind: 'report' }
  /** Named state, or all of it. */
  | { kind: 'readWeights'; names?: string[] }
  | { kind: 'past' }
  /** To a step of the past; the run is paused there. What came after is still known until something is changed. */
  | { kind: 'seek'; step: number }
  /** Begins a branch at a step of the present one. */
  | { kind: 'fork'; step: number; name?: string }
  | { kind: 'goTo'; branch: string; step: number }
  | { kind: 'renameBranch'; branch: string; name: string }
  | { kind: 'removeBranch'; branch: string }
  /** Values at every port for rows of the data. */
  | { kind: 'inspect'; rows: number[]; mode: 'train' | 'inference' }
  | { kind: 'recomputeMovingStatistics' }
  | { kind: 'measure'; what: 'covariateShift' | 'landscape' | 'layers' | 'drift' }
  /** Fixes the rows that drift is measured on, from now on. */
  | { kind: 'probeBatch'; rows: number[] }
  | { kind: 'checkpoint' };

/** Requests about several. */
type GroupRequest =
  /**
   * Sessions that stand at the same step run on one clock from now on: run, pause, step, reset, seek and speed of any are
   * those of all. A problem in one stops all of them. A list of one session takes it off its clock.
   */
  { kind: 'link'; sessions: string[] };

/** Requests about data, whether or not a session uses them. They are read once for all. */
export type DataRequest<F = DataFile> = { need: DataNeed; files: DataFiles<F> } & (
  | { kind: 'describeData' }
  /** In numbers. */
  | { kind: 'summarizeData'; split: DescribedSplit }
  /** Some rows of a split, as they are or as the shift makes them. */
  | { kind: 'dataRows'; split: DescribedSplit; from: number; count: number; shifted: boolean }
);

/**
 * Requests to the worker; each is answered by one reply with the same id.
 *
 * @typeParam F what stands for a data file: in the engine's hands always a `DataFile`, on the way there whatever its host
 * can carry and turn into one
 */
export type WorkerRequest<F = DataFile> = (SessionRequest<F> & { session?: string }) | GroupRequest | DataRequest<F>;

export type WorkerReply =
  | { ok: true; kind: 'opened'; info: CompileInfo; diagnostics: Diagnostic[] }
  /** With warnings where what was set does nothing to the data. */
  | { ok: true; kind: 'done'; warnings?: Diagnostic[] }
  | { ok: true; kind: 'evaluated'; result: EvaluationResult }
  /** Null: the graph tells no classes apart. */
  | { ok: true; kind: 'confusion'; confusion: Confusion | null }
  | { ok: true; kind: 'digest'; step: number; digest: string }
  | { ok: true; kind: 'info'; info: CompileInfo }
  | { ok: true; kind: 'report'; report: CompileReport }
  | { ok: true; kind: 'weights'; tensors: NamedTensor[] }
  | { ok: true; kind: 'past'; past: RunPast }
  | { ok: true; kind: 'dataDescribed'; described: DescribedData }
  | { ok: true; kind: 'dataSummary'; summary: DataDescription; diagnostics: Diagnostic[] }
  /** With how many rows the split has. */
  | { ok: true; kind: 'dataRows'; rows: DataRow[]; total: number }
  | { ok: true; kind: 'inspected'; inspection: Inspection }
  | { ok: true; kind: 'measured'; measured: Partial<Measures> }
  | { ok: true; kind: 'checkpoint'; checkpoint: Checkpoint }
  | { ok: false; diagnostics: Diagnostic[] };

/** What the worker tells unasked, at most about 20 times a second while running. `session` is missing for `main`. */
export type WorkerEvent = { session?: string } & (
  | {
      kind: 'progress';
      state: RunState;
      step: number;
      totalSteps: number;
      stepsPerSecond: number;
      /** Frames since the last progress, thinned evenly, the newest always among them. */
      frames: StepFrame[];
      /** Full statistics of the newest probed step. */
      latest: { step: number; z: Record<string, ZDetail> } | null;
    }
  | { kind: 'evaluation'; step: number; result: EvaluationResult }
  | { kind: 'checkpoint'; checkpoint: Checkpoint }
  | { kind: 'stopped'; state: RunState; step: number; diagnostics: Diagnostic[] }
);

export type ToWorker<F = DataFile> = { id: number; request: WorkerRequest<F> };
export type FromWorker = { id: number; reply: WorkerReply } | { event: WorkerEvent };

/** The one thing both kinds of worker have in common. */
export interface MessageEndpoint<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  close?(): void;
}
