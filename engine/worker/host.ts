/**
 * The worker's side of the protocol: owns one session, runs it in slices, and tells what happens. The same host serves a
 * Web Worker and a thread of Node; what differs (messages, timers) is handed in.
 */
import { selectBackend } from '../backends/select';
import type { Diagnostic } from '../core/diagnostics';
import { DataLoader } from '../runtime/load-data';
import { Session, type StepFrame } from '../runtime/session';
import { Pacer } from './pacer';
import type {
  CompileInfo,
  FromWorker,
  MessageEndpoint,
  RunState,
  ToWorker,
  WorkerEvent,
  WorkerReply,
  WorkerRequest,
} from './protocol';

/**
 * At most this many frames, and this many z-summaries in them, go out with one event: a fast run is thinned, one with
 * hundreds of probes more so, because the interface pays for each.
 */
const FRAMES_PER_EVENT = 64;
const SUMMARIES_PER_EVENT = 512;
const FEWEST_FRAMES = 4;
const EVENT_INTERVAL_MS = 50;

const framesPerEvent = (probes: number): number =>
  Math.max(FEWEST_FRAMES, Math.min(FRAMES_PER_EVENT, Math.floor(SUMMARIES_PER_EVENT / Math.max(1, probes))));

/** Calls back later; 0 means as soon as waiting messages were heard. */
export type Later = (milliseconds: number, run: () => void) => void;

class Host {
  private session: Session | null = null;
  private state: RunState = 'idle';
  private until = 0;
  private compilations = 0;
  private frames: StepFrame[] = [];
  private frameStride = 1;
  private lastEvent = 0;
  private stepsSinceEvent = 0;
  private rate = 0;
  private generation = 0;
  private readonly pacer = new Pacer();
  private readonly loader = new DataLoader();

  constructor(
    private readonly endpoint: MessageEndpoint<FromWorker, ToWorker>,
    private readonly later: Later,
  ) {
    endpoint.onMessage(({ id, request }) => {
      this.answer(request).then(
        (reply) => endpoint.post({ id, reply }),
        // A bug. Thrown by a task of its own it is heard where the worker was made; a rejected promise is not.
        (error: unknown) =>
          later(0, () => {
            throw error;
          }),
      );
    });
  }

  private async answer(request: WorkerRequest): Promise<WorkerReply> {
    if (request.kind === 'open') return this.open(request);
    const { session } = this;
    if (!session) return { ok: false, diagnostics: [] };
    switch (request.kind) {
      case 'run':
        this.until = request.until ?? session.totalSteps;
        return this.run(session);
      case 'step':
        this.until = session.step + request.count;
        return this.run(session);
      case 'pause':
        if (this.state === 'running') this.stop(session, 'paused');
        return { ok: true, kind: 'done' };
      case 'reset':
        this.stop(session, 'idle', () => session.reset());
        return { ok: true, kind: 'done' };
      case 'setSpeed':
        this.pacer.stepsPerSecond = request.stepsPerSecond;
        this.pacer.start(performance.now());
        if (this.state === 'running') this.loop(session);
        return { ok: true, kind: 'done' };
      case 'set':
        return done(session.set(request.nodeId, request.parameter, request.value));
      case 'feed':
        return done(session.feedPlaceholder(request.nodeId, request.values));
      case 'evaluate': {
        const result = session.evaluate(request.split);
        if (!result.ok) return result;
        return { ok: true, kind: 'evaluated', result: result.value };
      }
    }
  }

  private async open(request: WorkerRequest & { kind: 'open' }): Promise<WorkerReply> {
    const generation = ++this.generation;
    const previous = this.session;
    if (this.state === 'running') this.state = 'paused';
    const backend = selectBackend(request.backend);
    const opened = await Session.open(request.document, { backend, files: request.files, loader: this.loader });
    // A newer request has overtaken this one.
    if (generation !== this.generation) return { ok: false, diagnostics: [] };
    if (!opened.ok) return { ok: false, diagnostics: opened.diagnostics };
    const session = opened.value;
    if (request.keepState && previous) session.adopt(previous);
    this.session = session;
    this.compilations++;
    this.state = session.step === 0 ? 'idle' : 'paused';
    this.evaluatedAt = session.step;
    this.forgetFrames();
    return { ok: true, kind: 'opened', info: this.info(session), diagnostics: opened.diagnostics };
  }

  private info(session: Session): CompileInfo {
    const { program, probes } = session.compiled;
    const { info } = session.device;
    const sets = [...session.data.values()];
    return {
      backend: info.backend,
      kernel: info.kernel,
      fma: info.fma,
      threads: info.threads,
      compileMs: session.compileMs,
      parameters: session.checked.parameterCount,
      stateBytes: session.snapshot().device.bytes.byteLength,
      arenaBytes: program.memory.bytes,
      codeBytes: session.codeBytes,
      values: program.graph.values.length,
      compilations: this.compilations,
      probes: [...probes],
      metrics: Object.keys(session.metrics()),
      totalSteps: session.totalSteps,
      stepsPerEpoch: session.stepsPerEpoch,
      trainRows: sets.reduce((sum, { split }) => sum + split.train.length, 0),
      testRows: sets.reduce((sum, { split }) => sum + split.test.length, 0),
    };
  }

  private run(session: Session): WorkerReply {
    if (!session.trainable) return { ok: false, diagnostics: [session.notTrainable()] };
    if (session.step >= this.until) return { ok: true, kind: 'done' };
    if (this.state === 'running') return { ok: true, kind: 'done' };
    this.state = 'running';
    this.forgetFrames();
    this.pacer.start(performance.now());
    this.lastEvent = performance.now();
    this.loop(session);
    return { ok: true, kind: 'done' };
  }

  /** Counts the loops of slices; one that is not the newest ends. */
  private loops = 0;

  /** Begins slices at once. A loop before it that waits for its next step never wakes again. */
  private loop(session: Session): void {
    this.slice(session, ++this.loops);
  }

  /** One slice of steps, then events, then the next slice after the messages that wait. */
  private slice(session: Session, loop: number): void {
    if (this.state !== 'running' || session !== this.session || loop !== this.loops) return;
    let problem: Diagnostic | null = null;
    const wait = this.pacer.slice(
      () => performance.now(),
      () => {
        problem = this.update(session);
        return problem === null && session.step < this.until && !this.isDue(session);
      },
    );
    if (problem) {
      this.stop(session, 'failed', undefined, [problem]);
      return;
    }
    if (this.isDue(session)) this.evaluate(session);
    if (session.step >= this.until) {
      const broken = session.checkState();
      const finished = session.step >= session.totalSteps ? 'finished' : 'paused';
      this.stop(session, broken ? 'failed' : finished, undefined, broken ? [broken] : []);
      return;
    }
    if (performance.now() - this.lastEvent >= EVENT_INTERVAL_MS) this.tellProgress(session);
    this.later(wait, () => this.slice(session, loop));
  }

  private update(session: Session): Diagnostic | null {
    const problem = session.update();
    this.stepsSinceEvent++;
    if (!problem && session.step % this.frameStride === 0) this.keepFrame(session);
    return problem;
  }

  /** Frames are thinned evenly: when the list is full, the stride doubles and every other one goes. */
  private keepFrame(session: Session): void {
    this.frames.push(session.frame());
    if (this.frames.length < framesPerEvent(session.compiled.probes.length)) return;
    this.frameStride *= 2;
    this.frames = this.frames.filter(({ step }) => step % this.frameStride === 0);
  }

  /** The step that was evaluated last, or that the session started at. */
  private evaluatedAt = 0;

  private isDue(session: Session): boolean {
    const { evaluateEvery } = session.document.run;
    return evaluateEvery > 0 && session.step % evaluateEvery === 0 && session.step !== this.evaluatedAt;
  }

  private evaluate(session: Session): void {
    this.evaluatedAt = session.step;
    if (session.data.size === 0 || session.evaluationSplit !== 'test') return;
    const result = session.evaluate('test');
    if (result.ok) this.tell({ kind: 'evaluation', step: session.step, result: result.value });
  }

  private stop(session: Session, state: RunState, change?: () => void, diagnostics: Diagnostic[] = []): void {
    this.state = state;
    if (!change) this.tellProgress(session);
    change?.();
    if (change) {
      this.evaluatedAt = session.step;
      this.forgetFrames();
      this.tellProgress(session);
    }
    this.tell({ kind: 'stopped', state, step: session.step, diagnostics });
  }

  private tellProgress(session: Session): void {
    const now = performance.now();
    const seconds = (now - this.lastEvent) / 1000;
    if (this.stepsSinceEvent > 0 && seconds > 0.005) {
      const rate = this.stepsSinceEvent / seconds;
      this.rate = this.rate === 0 ? rate : 0.7 * this.rate + 0.3 * rate;
    }
    const newest = this.frames.at(-1);
    if (session.step > 0 && this.stepsSinceEvent > 0 && newest?.step !== session.step)
      this.frames.push(session.frame());
    const z = session.step > 0 ? session.details() : null;
    this.tell({
      kind: 'progress',
      state: this.state,
      step: session.step,
      totalSteps: session.totalSteps,
      stepsPerSecond: this.rate,
      frames: this.frames,
      latest: z && { step: session.step, z },
    });
    // About as many frames per event as last time fit without thinning again.
    const stride = Math.max(1, this.frameStride >> 1);
    this.forgetFrames();
    this.frameStride = stride;
    this.lastEvent = now;
  }

  private forgetFrames(): void {
    this.frames = [];
    this.frameStride = 1;
    this.stepsSinceEvent = 0;
  }

  private tell(event: WorkerEvent): void {
    this.endpoint.post({ event });
  }
}

const done = (problem: Diagnostic | null): WorkerReply =>
  problem ? { ok: false, diagnostics: [problem] } : { ok: true, kind: 'done' };

/** Serves the protocol at an endpoint for as long as that lives. */
export function serveEngine(endpoint: MessageEndpoint<FromWorker, ToWorker>, later: Later): void {
  new Host(endpoint, later);
}
