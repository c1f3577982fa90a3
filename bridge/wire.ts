/**
 * How a request travels between two processes: the name of its channel, and an answer that carries failures as values,
 * since an error thrown across processes arrives as a text with the machinery's own words around it.
 */
import type { BridgeFailure } from './errors';

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: BridgeFailure; readonly message: string };

export function wireName(channel: string): string {
  return `zlens:${channel}`;
}
