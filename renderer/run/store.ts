/** The run as the interface sees it: state for React, the history beside it, and the actions of its buttons. */
import { create } from 'zustand';
import type { DataRequest, FromWorker, GraphDocument, MessageEndpoint, ToWorker } from '../../engine';
import { applyEdits, nodeRegistry } from '../../engine';
import { showTab } from '../app/layout';
import { useDocument } from '../document/store';
import { runTexts } from '../texts/run';
import { FileSender, type PageFile, type PageFiles } from '../worker/page-files';
import { followRun } from './cursor';
import type { RunHistory } from './history';
import { learningRates } from './learning-rate';
import { IDLE, type OpenOptions, RunSession, type RunView } from './session';
import { invalidate } from './ticker';

/** `useRun((run) => run.state)`. Changes up to 20 times a second: select what you need. */
export const useRun = create<RunView>()(() => IDLE);

function startWorker(crashed: (message: string) => void): MessageEndpoint<ToWorker<PageFile>, FromWorker> {
  const worker = new Worker(new URL('../worker/engine-worker.ts', import.meta.url), { type: 'module' });
  const sender = new FileSender();
  worker.onerror = (event) => {
    event.preventDefault();
    crashed(runTexts.crashed(event.message || ''));
  };
  worker.onmessageerror = () => crashed(runTexts.crashed(''));
  return {
    post: (message) => worker.postMessage(sender.pack(message)),
    onMessage: (listener) => {
      worker.onmessage = (event: MessageEvent<FromWorker>) => listener(event.data);
    },
    close: () => worker.terminate(),
  };
}

type RunListener = (session: RunSession, view: RunView) => void;
const listeners = new Set<RunListener>();

/** Calls back whenever the view of any run changes, out of sight or not, until the returned function is called. */
export function watchRuns(listener: RunListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the tab of a graph says about its run. */
export type RunGlance = Pick<RunView, 'state' | 'step' | 'totalSteps'>;

interface Run {
  readonly session: RunSession;
  /** As it stood when it was last on show; the shown one is in `useRun`. */
  view: RunView;
}

/** The runs of the open graphs, by the id of their tab. */
export const useRuns = create<Readonly<Record<string, RunGlance>>>()(() => ({}));

/** A worker for each graph: one that breaks or is closed takes no other along, and gives its memory back. */
const runs = new Map<string, Run>();

function startRun(id: string): Run {
  const own: Run = {
    view: IDLE,
    session: new RunSession({
      connect: startWorker,
      update: (change) => {
        if (own === shown) useRun.setState(change);
        else own.view = { ...own.view, ...change };
        const { state, step, totalSteps } = viewOf(own);
        if (runs.get(id) === own) useRuns.setState({ [id]: { state, step, totalSteps } });
        for (const listener of listeners) listener(own.session, viewOf(own));
      },
      view: () => viewOf(own),
      graphChanged: runTexts.graphChanged,
      learningRates,
      withParameter: (document, nodeId, parameter, value) =>
        applyEdits(document, [{ kind: 'setParameter', nodeId, parameter, value }]),
      changed: (now) => {
        if (own === shown) invalidate(now);
      },
    }),
  };
  runs.set(id, own);
  return own;
}

const viewOf = (run: Run): RunView => (run === shown ? useRun.getState() : run.view);

let shown: Run = startRun('');

/** Shows the run of a graph; the one before goes on out of sight. */
export function showRun(id: string): void {
  const next = runs.get(id) ?? startRun(id);
  if (next === shown) return;
  shown.view = useRun.getState();
  shown = next;
  useRun.setState(next.view, true);
  followRun();
  invalidate(true);
}

/** Ends the run of a graph that is closed. */
export function closeRun(id: string): void {
  runs.get(id)?.session.close();
  runs.delete(id);
  useRuns.setState(({ [id]: _, ...others }) => others, true);
}

/** The history on show. A reset or a new graph makes a new one: ask each time. */
export const runHistory = (): RunHistory => shown.session.history;

/** Compiles a document in the worker: at step 0, or with `keepState` where the run before it stands. */
export const openRun = (document: GraphDocument, files: PageFiles, options: OpenOptions) =>
  shown.session.open(document, files, options);

/** Asks the worker of the graph on show about data. */
export const askAboutData = (request: DataRequest<PageFile>) => shown.session.ask(request);

/** A graph with errors does not run: what is compiled would not be what is drawn. The problems are shown instead. */
function refused(): boolean {
  if (useDocument.getState().checked?.ok !== false) return false;
  showTab('problems');
  return true;
}

export async function run(): Promise<boolean> {
  return refused() ? false : shown.session.run();
}
/** Run or pause; a finished run starts over with the same initial weights. */
export async function toggleRun(): Promise<boolean> {
  const { session } = shown;
  const { state } = useRun.getState();
  if (state === 'running') return session.pause();
  if (refused()) return false;
  if (state === 'finished') await session.reset();
  return session.run();
}
export async function step(count = 1): Promise<boolean> {
  return refused() ? false : shown.session.step(count);
}
/** Back to step 0 with the same initial weights. */
export const reset = () => shown.session.reset();
export const setSpeed = (stepsPerSecond: number | null) => shown.session.setSpeed(stepsPerSecond);
export const evaluate = () => shown.session.evaluate();
export const confusion = () => shown.session.confusion();

/** Changes a live parameter of the running graph; the curves get a mark. */
export function setLive(nodeId: string, parameter: string, value: unknown): Promise<boolean> {
  const type = useRun.getState().document?.nodes.find((node) => node.id === nodeId)?.type ?? '';
  return shown.session.setLive(nodeId, parameter, value, nodeRegistry.get(type)?.parameters[parameter]?.title);
}

/** Whether there is something to run: a compiled graph whose worker lives and that did not fail. */
export const canRun = (view: RunView): boolean => view.info !== null && view.crash === null && view.state !== 'failed';
export const canStep = (view: RunView): boolean =>
  canRun(view) && view.state !== 'running' && view.state !== 'finished';
export const canReset = (view: RunView): boolean => view.crash !== null || (view.info !== null && view.step > 0);
