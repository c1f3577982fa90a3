/** The Web Worker that runs the engine for the interface. */
import { type FromWorker, serveEngine, type ToWorker } from '../../engine';
import { type FileMessage, FileReceiver } from './page-files';

const scope = globalThis as unknown as Worker;

/** What the types of a page leave out: a worker may wait for a file. */
interface SyncReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}
declare const FileReaderSync: new () => SyncReader;

const reader = new FileReaderSync();
const files = new FileReceiver((blob) => {
  try {
    return new Uint8Array(reader.readAsArrayBuffer(blob));
  } catch (cause) {
    // A browser speaks of permissions where a file was moved, deleted or changed.
    throw new Error('it is not the file any more that was chosen', { cause });
  }
});

// Turns of the event loop without the delay that browsers put on nested timers.
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();

serveEngine(
  {
    post: (message: FromWorker) => scope.postMessage(message),
    onMessage: (listener: (message: ToWorker) => void) => {
      scope.onmessage = ({ data }: MessageEvent<ToWorker<FileMessage>>) => listener(files.unpack(data));
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
