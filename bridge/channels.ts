/**
 * How one message of the bridge is described. A request is asked by the page and answered by its host;
 * an event is told by the host and has no answer. This file knows no particular message: those are in contract.ts.
 */
import { config, type z } from 'zod';

// Zod compiles its checks with `new Function` where it may; under our content security policy that is an error report.
config({ jitless: true });

/** A message from the page to its host, which answers. */
export interface RequestChannel<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly direction: 'request';
  readonly request: Request;
  readonly response: Response;
}

/** A message from the host to the page. */
export interface EventChannel<Payload extends z.ZodType = z.ZodType> {
  readonly direction: 'event';
  readonly payload: Payload;
}

export type Channel = RequestChannel | EventChannel;
export type ChannelTable = Readonly<Record<string, Channel>>;

/** Declares a question of the page. */
export function request<Request extends z.ZodType, Response extends z.ZodType>(
  request: Request,
  response: Response,
): RequestChannel<Request, Response> {
  return { direction: 'request', request, response };
}

/** Declares news from the host. */
export function event<Payload extends z.ZodType>(payload: Payload): EventChannel<Payload> {
  return { direction: 'event', payload };
}

type RequestNames<T extends ChannelTable> = {
  [K in keyof T]: T[K] extends RequestChannel ? K : never;
}[keyof T];
type EventNames<T extends ChannelTable> = { [K in keyof T]: T[K] extends EventChannel ? K : never }[keyof T];

/** A request whose schema is `z.undefined()` is called without an argument. */
type Arguments<Request> = [Request] extends [undefined] ? [] : [request: Request];

/** The functions of a host: one for every request, and `on` for the events. Derived, never written by hand. */
export type BridgeOf<T extends ChannelTable> = {
  readonly [K in RequestNames<T>]: T[K] extends RequestChannel<infer Request, infer Response>
    ? (...values: Arguments<z.infer<Request>>) => Promise<z.infer<Response>>
    : never;
} & {
  /** Listens to an event of the host; the function that comes back stops listening. */
  on<K extends EventNames<T>>(
    event: K,
    listener: (payload: T[K] extends EventChannel<infer Payload> ? z.infer<Payload> : never) => void,
  ): () => void;
};

/** What a host has to implement for its requests: the same functions, each with exactly one argument. */
export type HandlersOf<T extends ChannelTable> = {
  readonly [K in RequestNames<T>]: T[K] extends RequestChannel<infer Request, infer Response>
    ? (request: z.infer<Request>) => z.infer<Response> | Promise<z.infer<Response>>
    : never;
};

export type EventName<T extends ChannelTable> = EventNames<T> & string;
export type EventPayload<T extends ChannelTable, K extends keyof T> =
  T[K] extends EventChannel<infer Payload> ? z.infer<Payload> : never;
