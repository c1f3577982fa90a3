/** A thread of Node that runs the engine, with the same protocol as the page's Web Worker. */
import { parentPort } from 'node:worker_threads';
import { serveEngine } from '../engine';

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread.');

serveEngine(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  },
  (milliseconds, run) => {
    if (milliseconds > 0) setTimeout(run, milliseconds);
    else setImmediate(run);
  },
);
