/** The choice of a backend by its name. */
import { ops } from '../ops/index';
import type { Backend, BackendId } from './backend';
import { createReferenceBackend } from './reference/backend';
import { createWasmBackend } from './wasm/backend';

const backends = new Map<BackendId, Backend>();

/** One backend of each kind serves a whole process: what it probes and compiles once is shared. */
export function selectBackend(id: BackendId): Backend {
  const known = backends.get(id);
  if (known) return known;
  const made = id === 'wasm' ? createWasmBackend(ops) : createReferenceBackend(ops);
  backends.set(id, made);
  return made;
}
