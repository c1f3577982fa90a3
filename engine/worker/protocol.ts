/**
 * What the interface (or the command line) and the engine's worker say to each other. The same messages travel over a
 * Web Worker and over worker_threads; all are plain data that structured clone can carry.
 */
import type { Diagnostic } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import type { EvaluationResult } from '../runtime/evaluate';
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
  /** How often this worker has compiled a graph; a feed or a live hyperparameter never moves it. */
  compilations: number;
  /** Ids of the probed nodes in order of the data flow, with the symbol of what is probed. */
  probes: { nodeId: string; symbol: string; units: number }[];
  metrics: string[];
  totalSteps: number;
  stepsPerEpoch: number;
  trainRows: number;
  testRows: number;
}

export type RunState = 'idle' | 'running' | 'paused' | 'finished' | 'failed';

/** Requests to the worker; each is answered by one reply with the same id. */
export type WorkerRequest =
  /** Checks, compiles and starts at step 0. `keepState` carries over weights whose names and shapes still fit. */
  | {
      kind: 'open';
      document: GraphDocument;
      files: Record<string, string>;
      backend: 'wasm' | 'reference';
      keepState: boolean;
    }
  | { kind: 'run'; until?: number }
  | { kind: 'pause' }
  | { kind: 'step'; count: number }
  | { kind: 'reset' }
  | { kind: 'setSpeed'; stepsPerSecond: number | null }
  /** A live parameter of a node; answered with diagnostics if it cannot be set without compiling. */
  | { kind: 'set'; nodeId: string; parameter: string; value: unknown }
  | { kind: 'feed'; nodeId: string; values: number[] }
  | { kind: 'evaluate'; split: 'train' | 'test' | 'all' };

export type WorkerReply =
  | { ok: true; kind: 'opened'; info: CompileInfo; diagnostics: Diagnostic[] }
  | { ok: true; kind: 'done' }
  | { ok: true; kind: 'evaluated'; result: EvaluationResult }
  | { ok: false; diagnostics: Diagnostic[] };

/** What the worker tells unasked, at most about 20 times a second while running. */
export type WorkerEvent =
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
  | { kind: 'stopped'; state: RunState; step: number; diagnostics: Diagnostic[] };

export type ToWorker = { id: number; request: WorkerRequest };
export type FromWorker = { id: number; reply: WorkerReply } | { event: WorkerEvent };

/** The one thing both kinds of worker have in common. */
export interface MessageEndpoint<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  close?(): void;
}
