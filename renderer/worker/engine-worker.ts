/** The Web Worker that runs the engine for the interface. */
import { type FromWorker, serveEngine, type ToWorker } from '../../engine';

const scope = globalThis as unknown as Worker;

// Turns of the event loop without the delay that browsers put on nested timers.
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();

serveEngine(
  {
    post: (message: FromWorker) => scope.postMessage(message),
    onMessage: (listener: (message: ToWorker) => void) => {
      scope.onmessage = ({ data }: MessageEvent<ToWorker>) => listener(data);
    },
  },
  (milliseconds, run) => {
    if (milliseconds > 0) {
      setTimeout(run, milliseconds);
      return;
    }
    waiting.push(run);
    turns.port2.postMessage(null);
  },
);
