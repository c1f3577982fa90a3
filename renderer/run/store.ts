/** The run as the interface sees it: state for React, the history beside it, and the actions of its buttons. */
import { create } from 'zustand';
import type { DataFiles, FromWorker, GraphDocument, MessageEndpoint, ToWorker } from '../../engine';
import { applyEdits, nodeRegistry } from '../../engine';
import { showTab } from '../app/layout';
import { useDocument } from '../document/store';
import { runTexts } from '../texts/run';
import type { RunHistory } from './history';
import { learningRates } from './learning-rate';
import { IDLE, type OpenOptions, RunSession, type RunView } from './session';
import { invalidate } from './ticker';

/** `useRun((run) => run.state)`. Changes up to 20 times a second: select what you need. */
export const useRun = create<RunView>()(() => IDLE);

function startWorker(crashed: (message: string) => void): MessageEndpoint<ToWorker, FromWorker> {
  const worker = new Worker(new URL('../worker/engine-worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = (event) => {
    event.preventDefault();
    crashed(runTexts.crashed(event.message || ''));
  };
  worker.onmessageerror = () => crashed(runTexts.crashed(''));
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.onmessage = (event: MessageEvent<FromWorker>) => listener(event.data);
    },
    close: () => worker.terminate(),
  };
}

const session = new RunSession({
  connect: startWorker,
  update: (change) => useRun.setState(change),
  view: () => useRun.getState(),
  graphChanged: runTexts.graphChanged,
  learningRates,
  withParameter: (document, nodeId, parameter, value) =>
    applyEdits(document, [{ kind: 'setParameter', nodeId, parameter, value }]),
  changed: invalidate,
});

/** The history on show. A reset or a new graph makes a new one: ask each time. */
export const runHistory = (): RunHistory => session.history;

/** Compiles a document in the worker: at step 0, or with `keepState` where the run before it stands. */
export const openRun = (document: GraphDocument, files: DataFiles, options: OpenOptions) =>
  session.open(document, files, options);

/** A graph with errors does not run: what is compiled would not be what is drawn. The problems are shown instead. */
function refused(): boolean {
  if (useDocument.getState().checked?.ok !== false) return false;
  showTab('problems');
  return true;
}

export async function run(): Promise<boolean> {
  return refused() ? false : session.run();
}
export const pause = () => session.pause();
/** Run or pause; a finished run starts over with the same initial weights. */
export async function toggleRun(): Promise<boolean> {
  const { state } = useRun.getState();
  if (state === 'running') return pause();
  if (refused()) return false;
  if (state === 'finished') await reset();
  return session.run();
}
export async function step(count = 1): Promise<boolean> {
  return refused() ? false : session.step(count);
}
/** Back to step 0 with the same initial weights. */
export const reset = () => session.reset();
export const setSpeed = (stepsPerSecond: number | null) => session.setSpeed(stepsPerSecond);
export const evaluate = () => session.evaluate();

/** Changes a live parameter of the running graph; the curves get a mark. */
export function setLive(nodeId: string, parameter: string, value: unknown): Promise<boolean> {
  const type = useRun.getState().document?.nodes.find((node) => node.id === nodeId)?.type ?? '';
  return session.setLive(nodeId, parameter, value, nodeRegistry.get(type)?.parameters[parameter]?.title);
}

/** Whether there is something to run: a compiled graph whose worker lives and that did not fail. */
export const canRun = (view: RunView): boolean => view.info !== null && view.crash === null && view.state !== 'failed';
export const canStep = (view: RunView): boolean =>
  canRun(view) && view.state !== 'running' && view.state !== 'finished';
export const canReset = (view: RunView): boolean => view.crash !== null || (view.info !== null && view.step > 0);
