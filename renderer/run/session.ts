/**
 * One run after another in one worker: what the buttons ask for goes in, what the worker tells becomes state and history.
 * Knows neither React nor the DOM; the store hands it a way to start workers.
 */
import type {
  Checkpoint,
  CompileInfo,
  Confusion,
  DataRequest,
  Diagnostic,
  EvaluationResult,
  FromWorker,
  GraphDocument,
  MessageEndpoint,
  RunState,
  ToWorker,
  WorkerEvent,
  WorkerReply,
  WorkerRequest,
} from '../../engine';
import { diagnose } from '../../engine';
import { EngineClient } from '../../engine/worker/client';
import type { PageFile, PageFiles } from '../worker/page-files';
import { RunHistory } from './history';

export interface Validation {
  step: number;
  split: EvaluationResult['split'];
  loss: number;
  metrics: Record<string, number>;
}

export interface RunView {
  state: RunState;
  /** A graph was handed to the worker and is not compiled yet. */
  compiling: boolean;
  step: number;
  totalSteps: number;
  stepsPerSecond: number;
  secondsLeft: number | null;
  info: CompileInfo | null;
  /** The document that was compiled, with the live parameters set since. */
  document: GraphDocument | null;
  /** Of the newest update's batch, before that update. */
  loss: number | null;
  metrics: Record<string, number>;
  /** The first metric of the graph, of the same batch. */
  accuracy: number | null;
  validation: Validation | null;
  /** What the compiler or the running graph had to say: the newest only. */
  diagnostics: readonly Diagnostic[];
  /** The worker itself broke: a sentence for the user. */
  crash: string | null;
  /** Steps a second at most; null: as fast as it goes. */
  speed: number | null;
}

export const IDLE: RunView = {
  state: 'idle',
  compiling: false,
  step: 0,
  totalSteps: 0,
  stepsPerSecond: 0,
  secondsLeft: null,
  info: null,
  document: null,
  loss: null,
  metrics: {},
  accuracy: null,
  validation: null,
  diagnostics: [],
  crash: null,
  speed: null,
};

export interface SessionHost {
  /** Starts a worker. `crashed` is to be called when it breaks. */
  connect(crashed: (message: string) => void): MessageEndpoint<ToWorker<PageFile>, FromWorker>;
  update(change: Partial<RunView>): void;
  view(): RunView;
  /** What a mark says where the graph itself was changed. */
  graphChanged: string;
  /** The document with one live parameter changed, as the editor changes it. */
  withParameter(document: GraphDocument, nodeId: string, parameter: string, value: unknown): GraphDocument;
  /** The learning rate of each optimizer at the update `step`. */
  learningRates(document: GraphDocument, step: number): Record<string, number>;
  /** The history has grown or is a new one. `now`: a state change, to be shown at once. */
  changed(now: boolean): void;
}

export interface OpenOptions {
  /** The step and all weights whose names and shapes still fit are carried over. */
  keepState: boolean;
  /** A run that was going on goes on: where it stood, or from the start. */
  goesOn: boolean;
}

/** A checkpoint is a copy of all state: often enough to lose little, rarely enough to cost nothing. */
const CHECKPOINT_SECONDS = 5;

const BROKEN = 'the engine broke while it was reading them; they may need more memory than there is';

/** Why a question stays without an answer: its worker broke, or its session was closed. */
type NoAnswer = 'broken' | 'closed';

export class RunSession {
  history = new RunHistory();
  private client: EngineClient<PageFile> | null = null;
  private opening = 0;
  private lastOpened: { document: GraphDocument; files: PageFiles } | null = null;

  /** Where the run stood a little while ago: a new worker goes on from there if this one breaks. */
  private checkpoint: Checkpoint | null = null;

  /** Questions about data that have no answer yet. */
  private readonly questions = new Set<(end: NoAnswer) => void>();

  constructor(private readonly host: SessionHost) {}

  /** Hands a document to the worker. Returns whether it compiled. */
  async open(document: GraphDocument, files: PageFiles, { keepState, goesOn }: OpenOptions): Promise<boolean> {
    const turn = ++this.opening;
    this.lastOpened = { document, files };
    const runs = this.host.view().state === 'running';
    this.host.update({ compiling: true });
    const broken = this.host.view().crash !== null;
    const resume = broken && keepState ? (this.checkpoint ?? undefined) : undefined;
    const reply = await this.send({
      ...({ kind: 'open', document, files, backend: 'wasm', keepState } as const),
      checkpointSeconds: CHECKPOINT_SECONDS,
      ...(resume && { resume }),
    });
    if (turn !== this.opening) return false;
    if (!reply.ok || reply.kind !== 'opened') {
      this.refused(reply.ok ? [] : reply.diagnostics, keepState);
      return false;
    }
    const { info, diagnostics } = reply;
    const { speed } = this.host.view();
    const step = resume?.step ?? this.host.view().step;
    this.checkpoint = resume ?? null;
    const continues = keepState && step > 0;
    this.history = new RunHistory(info, continues ? this.history : null);
    if (continues)
      this.history.addMark({ step, nodeId: null, parameter: '', title: this.host.graphChanged, value: '' });
    const { loss, metrics, accuracy, validation } = continues ? this.host.view() : IDLE;
    this.host.update({
      ...IDLE,
      ...{ speed, info, document, diagnostics, loss, metrics, accuracy, validation },
      state: !continues ? 'idle' : step < info.totalSteps ? 'paused' : 'finished',
      step: continues ? step : 0,
      totalSteps: info.totalSteps,
    });
    this.host.changed(true);
    if (speed !== null) void this.send({ kind: 'setSpeed', stepsPerSecond: speed });
    if (runs && goesOn) void this.run();
    return true;
  }

  /**
   * A graph did not compile: nothing can run. The charts and the step stay for the next version of the same graph;
   * another graph has nothing to do with them.
   */
  private refused(diagnostics: readonly Diagnostic[], keepState: boolean): void {
    if (!keepState) this.history = new RunHistory();
    this.host.update({
      ...(keepState ? {} : { ...IDLE, speed: this.host.view().speed }),
      state: 'idle',
      compiling: false,
      info: null,
      document: null,
      stepsPerSecond: 0,
      secondsLeft: null,
      diagnostics,
    });
    this.host.changed(true);
  }

  /** Ends the worker; nothing is told any more. */
  close(): void {
    this.opening++;
    this.client?.close();
    this.client = null;
    this.endQuestions('closed');
  }

  /**
   * Asks about data. A question survives the worker: one that breaks over it is followed by another, once. Null: the
   * session was closed.
   */
  async ask(request: DataRequest<PageFile>): Promise<WorkerReply | null> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const answer = await new Promise<WorkerReply | NoAnswer>((resolve) => {
        this.questions.add(resolve);
        void this.send(request).then((reply) => {
          this.questions.delete(resolve);
          resolve(reply);
        });
      });
      if (answer === 'closed') return null;
      if (answer !== 'broken') return answer;
    }
    const { nodeId } = request.need;
    return { ok: false, diagnostics: [diagnose('dataParameter', { nodeId }, { detail: BROKEN })] };
  }

  private endQuestions(how: NoAnswer): void {
    const open = [...this.questions];
    this.questions.clear();
    for (const end of open) end(how);
  }

  /** Runs to the last step; after a crash in a new worker, from where the last checkpoint was taken. */
  async run(): Promise<boolean> {
    if (this.host.view().crash !== null && this.lastOpened) {
      const { document, files } = this.lastOpened;
      if (!(await this.open(document, files, { keepState: true, goesOn: false }))) return false;
    }
    return this.order({ kind: 'run' });
  }

  pause(): Promise<boolean> {
    return this.order({ kind: 'pause' });
  }

  step(count: number): Promise<boolean> {
    return this.order({ kind: 'step', count });
  }

  /** Back to step 0 with the same initial weights; after a crash in a new worker. */
  async reset(): Promise<boolean> {
    const { info, crash } = this.host.view();
    if (crash !== null && this.lastOpened) {
      const { document, files } = this.lastOpened;
      return this.open(document, files, { keepState: false, goesOn: false });
    }
    if (info === null) return false;
    // Frames already on their way belong to the old run; the answer comes after them.
    if (!(await this.order({ kind: 'reset' }))) return false;
    this.history = new RunHistory(info);
    const { state } = this.host.view();
    this.host.update({
      state: state === 'running' ? state : 'idle',
      step: 0,
      secondsLeft: null,
      loss: null,
      metrics: {},
      accuracy: null,
      validation: null,
      diagnostics: [],
    });
    this.host.changed(true);
    return true;
  }

  setSpeed(stepsPerSecond: number | null): void {
    this.host.update({ speed: stepsPerSecond });
    if (this.client) void this.order({ kind: 'setSpeed', stepsPerSecond });
  }

  /** Sets a live parameter of the running graph, without compiling. Returns whether the graph took it. */
  async setLive(nodeId: string, parameter: string, value: unknown, title = parameter): Promise<boolean> {
    const { document } = this.host.view();
    if (document === null) return false;
    if (!(await this.order({ kind: 'set', nodeId, parameter, value }))) return false;
    const view = this.host.view();
    if (view.document === null) return true;
    this.host.update({ document: this.host.withParameter(view.document, nodeId, parameter, value) });
    if (view.step > 0) this.history.addMark({ step: view.step, nodeId, parameter, title, value });
    this.host.changed(false);
    return true;
  }

  /** Evaluates in inference mode, on the test split where there is one. */
  async evaluate(): Promise<EvaluationResult | null> {
    const { info } = this.host.view();
    if (info === null) return null;
    const reply = await this.send({ kind: 'evaluate', split: info.testRows > 0 ? 'test' : 'train' });
    if (!reply.ok) this.host.update({ diagnostics: reply.diagnostics });
    if (!reply.ok || reply.kind !== 'evaluated') return null;
    this.evaluated(this.host.view().step, reply.result);
    return reply.result;
  }

  /** How the classes are told apart now; null where the graph tells none apart, or there is no graph. */
  async confusion(): Promise<Confusion | null> {
    if (this.host.view().info === null) return null;
    const reply = await this.send({ kind: 'confusion' });
    return reply.ok && reply.kind === 'confusion' ? reply.confusion : null;
  }

  /** The digest of all state, with the step that it stands at. */
  async digest(): Promise<{ step: number; digest: string } | null> {
    if (this.host.view().info === null) return null;
    const reply = await this.send({ kind: 'digest' });
    return reply.ok && reply.kind === 'digest' ? { step: reply.step, digest: reply.digest } : null;
  }

  /** A request that is just done; what prevented it becomes the view's diagnostics. */
  private async order(request: WorkerRequest<PageFile>): Promise<boolean> {
    if (this.client === null) return false;
    const reply = await this.send(request);
    if (!reply.ok) {
      this.host.update({ diagnostics: reply.diagnostics });
      this.host.changed(true);
    }
    return reply.ok;
  }

  private send(request: WorkerRequest<PageFile>): Promise<WorkerReply> {
    return this.connect().request(request);
  }

  private connect(): EngineClient<PageFile> {
    if (this.client) return this.client;
    const client = new EngineClient<PageFile>(
      this.host.connect((message) => {
        if (this.client === client) this.crashed(message);
      }),
    );
    client.listen((event) => {
      if (this.client === client) this.receive(event);
    });
    this.client = client;
    return client;
  }

  /** The worker is gone with all its state; the last pictures stay, and the next `open` starts a new one. */
  private crashed(message: string): void {
    this.client?.close();
    this.client = null;
    this.opening++;
    this.host.update({
      state: 'failed',
      compiling: false,
      step: 0,
      stepsPerSecond: 0,
      secondsLeft: null,
      crash: message,
    });
    this.host.changed(true);
    this.endQuestions('broken');
  }

  private receive(event: WorkerEvent): void {
    const before = this.host.view().state;
    if (event.kind === 'checkpoint') {
      this.checkpoint = event.checkpoint;
      return;
    }
    if (event.kind === 'evaluation') this.evaluated(event.step, event.result);
    else if (event.kind === 'stopped') {
      const { state, step, diagnostics } = event;
      this.host.update({ state, step, secondsLeft: null, ...(diagnostics.length > 0 ? { diagnostics } : {}) });
    } else this.progress(event);
    const { state } = this.host.view();
    this.host.changed(state !== before || state !== 'running');
  }

  private progress(event: WorkerEvent & { kind: 'progress' }): void {
    const { state, step, totalSteps, stepsPerSecond, frames, latest } = event;
    const { info, document } = this.host.view();
    // Steps that come again are another run.
    const oldest = frames[0];
    if (oldest && oldest.step <= this.history.lastStep) this.history = new RunHistory(info);
    this.history.addFrames(frames, latest, state === 'running');
    if (frames.length > 0) this.history.addSpeed(step, stepsPerSecond);
    const newest = frames.at(-1);
    const first = info?.metrics[0];
    if (document)
      for (const frame of frames) this.history.addRates(frame.step, this.host.learningRates(document, frame.step));
    this.host.update({
      state,
      step,
      totalSteps,
      stepsPerSecond,
      secondsLeft: state === 'running' && stepsPerSecond > 0 ? (totalSteps - step) / stepsPerSecond : null,
      ...(newest && {
        loss: newest.loss,
        metrics: newest.metrics,
        accuracy: first === undefined ? null : (newest.metrics[first] ?? null),
      }),
    });
  }

  private evaluated(step: number, result: EvaluationResult): void {
    this.history.addEvaluation(step, result);
    this.host.update({ validation: { step, split: result.split, loss: result.loss, metrics: result.metrics } });
    this.host.changed(false);
  }
}
