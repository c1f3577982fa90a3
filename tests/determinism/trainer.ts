/**
 * Trains documents and tells the digest of all state. Bundled into one file that a fresh Node process and a page of a
 * browser run alike.
 */

import type { BackendId } from '../../engine/backends/backend';
import { selectBackend } from '../../engine/backends/select';
import type { GraphDocument } from '../../engine/document/types';
import { Session } from '../../engine/runtime/session';

export interface Trained {
  name: string;
  /** SHA-256 of weights, slots, moving statistics and the step. */
  digest: string;
  step: number;
  fma: boolean;
  /** All state, where it was asked for. */
  weights?: Record<string, number[]>;
}

export interface Order {
  documents: readonly GraphDocument[];
  backend: BackendId;
  steps: number;
  weights?: boolean;
}

/** Trains each document for so many updates, or until one cannot be made. */
export async function trainAll({ documents, backend, steps, weights = false }: Order): Promise<Trained[]> {
  const trained: Trained[] = [];
  for (const document of documents) {
    const opened = await Session.open(document, { backend: selectBackend(backend) });
    if (!opened.ok) throw new Error(`${document.name}: ${opened.diagnostics.map(({ message }) => message).join(' ')}`);
    const session = opened.value;
    while (session.step < steps && session.update() === null);
    const { variables, info } = session.device;
    trained.push({
      name: document.name,
      digest: session.digest(),
      step: session.step,
      fma: info.fma,
      ...(weights
        ? { weights: Object.fromEntries(variables.map(({ name }) => [name, [...session.device.readVariable(name)]])) }
        : {}),
    });
  }
  return trained;
}

Object.assign(globalThis, { zlensTrainAll: trainAll });
