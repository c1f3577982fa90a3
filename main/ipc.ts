/**
 * Binds the handlers to the contract. Each message is refused unless it comes from our own page and has the agreed form;
 * what goes wrong travels back as a value.
 */
import type { BridgeHandlers } from '../bridge/contract';
import { contract } from '../bridge/contract';
import { BridgeError } from '../bridge/errors';
import { type Answer, wireName } from '../bridge/wire';

/** What is needed of Electron's `ipcMain`. */
export interface RequestPort<Event> {
  handle(channel: string, listener: (event: Event, ...values: unknown[]) => Promise<Answer>): void;
}

export interface IpcOptions<Event> {
  readonly port: RequestPort<Event>;
  readonly handlers: BridgeHandlers;
  /** Whether a message comes from the main frame of our own page. */
  readonly isOurs: (event: Event) => boolean;
  /** Told what was refused or failed, for the log. */
  readonly report: (channel: string, error: unknown) => void;
}

export function registerBridge<Event>({ port, handlers, isOurs, report }: IpcOptions<Event>): void {
  for (const [name, channel] of Object.entries(contract)) {
    if (channel.direction !== 'request') continue;
    const handler = handlers[name as keyof BridgeHandlers] as (request: unknown) => unknown;
    port.handle(wireName(name), async (event, ...values) => {
      try {
        if (!isOurs(event) || values.length > 1) throw new BridgeError('bad-message');
        const request = channel.request.safeParse(values[0]);
        if (!request.success) throw new BridgeError('bad-message', { cause: request.error });
        const response = channel.response.safeParse(await handler(request.data));
        // Our own answer is checked too: a file of 100 MB is refused here, and a mistake of ours is found.
        if (!response.success) throw new BridgeError('too-large', { cause: response.error });
        return { ok: true, value: response.data };
      } catch (error) {
        report(name, error);
        const failure = error instanceof BridgeError ? error : new BridgeError('bad-message', { cause: error });
        return { ok: false, code: failure.code, message: failure.message };
      }
    });
  }
}
