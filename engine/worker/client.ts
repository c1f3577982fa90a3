/** The caller's side of the worker protocol: requests as promises, events to listeners. */
import type { DataFile } from '../data/files';
import type { FromWorker, MessageEndpoint, ToWorker, WorkerEvent, WorkerReply, WorkerRequest } from './protocol';

/** @typeParam F what stands for a data file on this side */
export class EngineClient<F = DataFile> {
  private nextId = 1;
  private readonly waiting = new Map<number, (reply: WorkerReply) => void>();
  private readonly listeners = new Set<(event: WorkerEvent) => void>();

  constructor(private readonly endpoint: MessageEndpoint<ToWorker<F>, FromWorker>) {
    endpoint.onMessage((message) => this.receive(message));
  }

  request(request: WorkerRequest<F>): Promise<WorkerReply> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.endpoint.post({ id, request });
    });
  }

  /** Calls `listener` for every event until the returned function is called. */
  listen(listener: (event: WorkerEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends the worker; requests still waiting are never answered. */
  close(): void {
    this.endpoint.close?.();
    this.waiting.clear();
  }

  private receive(message: FromWorker): void {
    if ('event' in message) {
      for (const listener of this.listeners) listener(message.event);
      return;
    }
    this.waiting.get(message.id)?.(message.reply);
    this.waiting.delete(message.id);
  }
}
