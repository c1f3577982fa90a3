/**
 * One session in the worker: answers requests about it, runs it in slices, and tells what happens. Sessions on one clock
 * are run by the first of them.
 */
import { selectBackend } from '../backends/select';
import type { Diagnostic } from '../core/diagnostics';
import type { DataFiles } from '../data/files';
import { ops } from '../ops/index';
import { compileReport } from '../runtime/compile-report';
import { confusionOf } from '../runtime/confusion';
import { inspectRows } from '../runtime/inspect';
import type { DataLoader } from '../runtime/load-data';
import { withinMemory } from '../runtime/memory';
import { RunTree } from '../runtime/run-tree';
import { Session } from '../runtime/session';
import { StopWatch } from '../runtime/stop-when';
import { applyCheckpoint, takeCheckpoint } from './checkpoint';
import { Measuring } from './measuring';
import { Pacer } from './pacer';
import type { CompileInfo, DataRequest, RunState, WorkerEvent, WorkerReply, WorkerRequest } from './protocol';
import { Reporter } from './reporter';

/** Calls back later; 0 means as soon as waiting messages were heard. */
export type Later = (milliseconds: number, run: () => void) => void;

export type OneSessionRequest = Exclude<WorkerRequest, DataRequest | { kind: 'link' | 'close' }>;
type OpenRequest = Extract<WorkerRequest, { kind: 'open' }>;

const DONE: WorkerReply = { ok: true, kind: 'done' };
const done = (...problems: (Diagnostic | null)[]): WorkerReply => {
  const diagnostics = problems.filter((problem) => problem !== null);
  return diagnostics.length > 0 ? { ok: false, diagnostics } : DONE;
};

/** The reply to a change of a node that was made, or why it was not; what it leaves without effect is told. */
function changed({ controls }: Session, problem: Diagnostic | null, nodeId: string): WorkerReply {
  const warnings = problem ? [] : controls.warnings(nodeId);
  return warnings.length > 0 ? { ok: true, kind: 'done', warnings } : done(problem);
}

export class SessionHost {
  private run: RunTree | null = null;
  private measuring: Measuring | null = null;
  private opened: OpenRequest | null = null;
  private state: RunState = 'idle';
  private until = 0;
  private compilations = 0;
  private generation = 0;
  /** The step that was evaluated last, or that the session started at. */
  private evaluatedAt = 0;
  /** Counts the loops of slices; one that is not the newest ends. */
  private loops = 0;
  /** All on its clock, itself first; the first one of a clock runs the others. */
  private clock: readonly SessionHost[] = [this];
  private readonly pacer = new Pacer();
  private watch = new StopWatch(undefined);
  private readonly reporter: Reporter;

  constructor(
    private readonly later: Later,
    private readonly loader: DataLoader,
    private readonly send: (event: WorkerEvent) => void,
  ) {
    this.reporter = new Reporter(send);
  }

  get session(): Session | null {
    return this.run?.session ?? null;
  }

  /** Runs these on one clock, in the order given. They must stand at the same step. */
  static link(members: readonly SessionHost[]): void {
    for (const member of new Set(members.flatMap(({ clock }) => clock))) {
      member.halt();
      member.clock = [member];
    }
    for (const member of members) member.clock = members;
  }

  async answer(request: OneSessionRequest): Promise<WorkerReply> {
    if (request.kind === 'open') return this.open(request);
    const { run } = this;
    if (!run) return { ok: false, diagnostics: [] };
    const { session } = run;
    switch (request.kind) {
      case 'run':
        return this.start((member) => request.until ?? member.totalSteps);
      case 'step':
        return this.start((member) => member.step + request.count);
      case 'pause':
        if (this.state === 'running') for (const member of this.clock) member.stop('paused');
        return DONE;
      case 'reset':
        for (const member of this.clock) member.stop('idle', () => member.session?.reset());
        return DONE;
      case 'setSpeed':
        return this.setSpeed(request.stepsPerSecond);
      case 'set':
        return changed(
          session,
          run.change({ kind: 'set', nodeId: request.nodeId, parameter: request.parameter, value: request.value }),
          request.nodeId,
        );
      case 'feed':
        return done(run.change({ kind: 'feed', nodeId: request.nodeId, values: request.values }));
      case 'recomputeMovingStatistics':
        return done(run.change({ kind: 'movingStatistics' }));
      case 'setData':
        return this.setData(run, request.nodeId, request.parameters, request.files);
      case 'evaluate': {
        const result = session.evaluate(request.split);
        return result.ok ? { ok: true, kind: 'evaluated', result: result.value } : result;
      }
      case 'info':
        return { ok: true, kind: 'info', info: this.info(session) };
      case 'report':
        return { ok: true, kind: 'report', report: compileReport(session, ops) };
      case 'readWeights': {
        const wanted = session.device.variables.filter(({ name }) => request.names?.includes(name) ?? true);
        const tensors = wanted.map(({ name, shape }) => ({
          name,
          shape: [...shape],
          values: session.device.readVariable(name),
        }));
        return { ok: true, kind: 'weights', tensors };
      }
      case 'past': {
        const { timeline, step } = session;
        const { snapshots, bytes: snapshotBytes, range } = timeline;
        return { ok: true, kind: 'past', past: { ...range, step, snapshots, snapshotBytes, tree: run.tree } };
      }
      case 'seek':
        return this.move((member) => member.session?.seek(request.step) ?? null);
      case 'fork':
        return this.move((member) => member.run?.fork(request.step, request.name) ?? null);
      case 'goTo': {
        for (const member of this.clock) member.halt();
        const problems = await run.goTo(request.branch, request.step);
        this.arrived();
        return done(...problems);
      }
      case 'renameBranch':
        return done(run.rename(request.branch, request.name));
      case 'removeBranch':
        return done(run.remove(request.branch));
      case 'inspect': {
        const inspected = inspectRows(session, request.rows, request.mode);
        return inspected.ok ? { ok: true, kind: 'inspected', inspection: inspected.value } : inspected;
      }
      case 'measure':
      case 'probeBatch':
        return this.measure(session, request);
      case 'confusion': {
        const counted = confusionOf(session, session.evaluationSplit);
        return counted.ok ? { ok: true, kind: 'confusion', confusion: counted.value } : counted;
      }
      case 'digest':
        return { ok: true, kind: 'digest', step: session.step, digest: session.digest() };
      case 'checkpoint':
        return { ok: true, kind: 'checkpoint', checkpoint: takeCheckpoint(session) };
    }
  }

  /** Stops without a word, for good. */
  close(): void {
    for (const member of this.clock) member.halt();
    SessionHost.link(this.clock.filter((member) => member !== this));
    this.run = null;
    this.generation++;
  }

  private async open(request: OpenRequest): Promise<WorkerReply> {
    const generation = ++this.generation;
    const previous = this.session;
    this.halt();
    const opening = this.openDocument(request);
    const opened = await opening(request.document);
    // A newer request has overtaken this one.
    if (generation !== this.generation) return { ok: false, diagnostics: [] };
    if (!opened.ok) return { ok: false, diagnostics: opened.diagnostics };
    const session = opened.value;
    const diagnostics = [...opened.diagnostics];
    if (request.keepState && previous) session.adopt(previous);
    if (request.resume) diagnostics.push(...applyCheckpoint(session, request.resume));
    this.opened = request;
    this.run = new RunTree(session, opening);
    this.begin(session);
    return { ok: true, kind: 'opened', info: this.info(session), diagnostics };
  }

  private openDocument({ backend, files }: OpenRequest) {
    return (document: OpenRequest['document']) =>
      Session.open(document, { backend: selectBackend(backend), files, loader: this.loader });
  }

  /** The graph was compiled anew. */
  private begin(session: Session): void {
    this.measuring = null;
    this.watch = new StopWatch(session.document.run.stopWhen);
    this.compilations++;
    this.state = session.step === 0 ? 'idle' : 'paused';
    this.evaluatedAt = session.step;
    this.reporter.begin();
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
      programs: session.compilations,
      probes: [...probes],
      metrics: Object.keys(session.metrics()),
      totalSteps: session.totalSteps,
      stepsPerEpoch: session.stepsPerEpoch,
      trainRows: sets.reduce((sum, { split }) => sum + split.train.length, 0),
      testRows: sets.reduce((sum, { split }) => sum + split.test.length, 0),
    };
  }

  /** Other data: exchanged as it runs where it fits, else the graph is opened with it and takes over the weights. */
  private async setData(
    run: RunTree,
    nodeId: string,
    parameters: Record<string, unknown>,
    files: DataFiles,
  ): Promise<WorkerReply> {
    const { document } = run.session;
    const nodes = document.nodes.map((node) =>
      node.id === nodeId ? { ...node, data: { ...node.data, ...parameters } } : node,
    );
    const other = { ...document, nodes };
    const { data, diagnostics } = await this.loader.load(other, files);
    const prepared = data.get(nodeId);
    if (!prepared || this.run !== run) return { ok: false, diagnostics };
    const problem = run.change({ kind: 'data', nodeId, data: prepared });
    if (!problem) return changed(run.session, null, nodeId);
    this.halt();
    const problems = await run.replaceDocument(other);
    if (problems.length > 0) return { ok: false, diagnostics: problems };
    this.begin(run.session);
    return { ok: true, kind: 'opened', info: this.info(run.session), diagnostics: [problem] };
  }

  private measure(session: Session, request: Extract<WorkerRequest, { kind: 'measure' | 'probeBatch' }>): WorkerReply {
    if (this.measuring?.session !== session) this.measuring = new Measuring(session);
    const { measuring } = this;
    if (request.kind === 'probeBatch') {
      const set = withinMemory(() => measuring.probeBatch(request.rows));
      return set.ok ? done(set.value) : set;
    }
    const measured = withinMemory(() => measuring.measure(request.what));
    return measured.ok ? { ok: true, kind: 'measured', measured: measured.value } : measured;
  }

  private setSpeed(stepsPerSecond: number | null): WorkerReply {
    for (const member of this.clock) {
      member.pacer.stepsPerSecond = stepsPerSecond;
      member.pacer.start(performance.now());
    }
    if (this.state === 'running') this.clock[0]?.loop();
    return DONE;
  }

  /** Runs all on the clock until their own last step; the clock stops with the first that is there. */
  private start(last: (session: Session) => number): WorkerReply {
    for (const { session } of this.clock) {
      if (session && !session.trainable) return { ok: false, diagnostics: [session.notTrainable()] };
    }
    const running = this.state === 'running';
    for (const member of this.clock) member.until = member.session ? last(member.session) : 0;
    if (running || this.clock.some(({ session, until }) => !session || session.step >= until)) return DONE;
    for (const member of this.clock) {
      member.state = 'running';
      member.reporter.start();
    }
    const [leader] = this.clock;
    leader?.pacer.start(performance.now());
    leader?.loop();
    return DONE;
  }

  /** Moves all on the clock through their past. */
  private move(go: (member: SessionHost) => Diagnostic | null): WorkerReply {
    for (const member of this.clock) member.halt();
    const problems = this.clock.map(go);
    for (const member of this.clock) member.arrived();
    return done(...problems);
  }

  /** Ends slices without a word. */
  private halt(): void {
    if (this.state === 'running') this.state = 'paused';
    this.loops++;
  }

  /** Tells where a session stands after it was moved. */
  private arrived(): void {
    const { session } = this;
    if (!session) return;
    this.evaluatedAt = session.step;
    this.watch.restart();
    this.reporter.forget();
    // The numbers of the step that it stands at are there again.
    if (session.step > session.timeline.range.first) this.reporter.stepped();
    this.state = session.step === 0 ? 'idle' : 'paused';
    this.reporter.tell(session, this.state);
    this.tell({ kind: 'stopped', state: this.state, step: session.step, diagnostics: [] });
  }

  /** Begins slices at once. A loop before it that waits for its next step never wakes again. */
  private loop(): void {
    this.slice(++this.loops);
  }

  /** One slice of steps, then events, then the next slice after the messages that wait. */
  private slice(loop: number): void {
    if (this.state !== 'running' || loop !== this.loops) return;
    const members = this.clock.flatMap((host) => (host.session ? [{ host, session: host.session }] : []));
    let problems: (Diagnostic | null)[] = [];
    let met = false;
    const ended = (): boolean => members.some(({ host, session }) => session.step >= host.until);
    const due = (): boolean => members.some(({ host, session }) => host.isDue(session));
    const wait = this.pacer.slice(
      () => performance.now(),
      () => {
        problems = members.map(({ host, session }) => host.update(session));
        if (problems.some((problem) => problem !== null)) return false;
        met = members.some(({ host, session }) => host.stopsAfterUpdate(session));
        return !met && !ended() && !due();
      },
    );
    if (problems.some((problem) => problem !== null)) {
      members.forEach(({ host }, which) => {
        const problem = problems[which];
        if (problem) host.stop('failed', undefined, [problem]);
        else host.stop('paused');
      });
      return;
    }
    for (const { host, session } of members) if (host.isDue(session)) met = host.evaluate(session) || met;
    if (met || ended()) {
      for (const { host, session } of members) host.finish(session, met);
      return;
    }
    if (this.reporter.isDue()) for (const { host, session } of members) host.reporter.tell(session, host.state);
    for (const { host, session } of members) {
      host.reporter.tellCheckpoint(session, host.opened?.checkpointSeconds);
    }
    this.later(wait, () => this.slice(loop));
  }

  private finish(session: Session, met: boolean): void {
    const broken = session.checkState();
    const finished = met || session.step >= session.totalSteps ? 'finished' : 'paused';
    this.stop(broken ? 'failed' : finished, undefined, broken ? [broken] : []);
  }

  private update(session: Session): Diagnostic | null {
    const problem = session.update();
    this.reporter.stepped();
    if (!problem) this.reporter.keep(session);
    return problem;
  }

  private isDue(session: Session): boolean {
    const { evaluateEvery } = session.document.run;
    return evaluateEvery > 0 && session.step % evaluateEvery === 0 && session.step !== this.evaluatedAt;
  }

  /** Evaluates on the test split where there is one; tells whether the run has come to its end with that. */
  private evaluate(session: Session): boolean {
    this.evaluatedAt = session.step;
    if (session.data.size === 0 || session.evaluationSplit !== 'test') return false;
    const result = session.evaluate('test');
    if (!result.ok) return false;
    this.tell({ kind: 'evaluation', step: session.step, result: result.value });
    return this.watch.meets('test', result.value);
  }

  private stop(state: RunState, change?: () => void, diagnostics: Diagnostic[] = []): void {
    const { session } = this;
    if (!session) return;
    this.state = state;
    if (!change) this.reporter.tell(session, state);
    change?.();
    if (change) {
      this.watch.restart();
      this.evaluatedAt = session.step;
      this.reporter.forget();
      this.reporter.tell(session, state);
    }
    this.tell({ kind: 'stopped', state, step: session.step, diagnostics });
  }

  /** Whether the numbers of the last update end the run. Read only where the document asks for it. */
  private stopsAfterUpdate(session: Session): boolean {
    if (!this.watch.watches('train')) return false;
    return this.watch.meets('train', { loss: session.loss, metrics: session.metrics() });
  }

  private tell(event: WorkerEvent): void {
    this.send(event);
  }
}
