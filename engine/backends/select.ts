/** The choice of a backend by its name. */
import { type Diagnostic, diagnose, NOWHERE } from '../core/diagnostics';
import { ops } from '../ops/index';
import type { Backend, BackendId } from './backend';
import { createReferenceBackend } from './reference/backend';
import { createWasmBackend } from './wasm/backend';
import { hasSimd } from './wasm/probe';

const backends = new Map<BackendId, Backend>();

/** One backend of each kind serves a whole process: what it probes and compiles once is shared. */
export function selectBackend(id: BackendId): Backend {
  const known = backends.get(id);
  if (known) return known;
  const made = id === 'wasm' ? createWasmBackend(ops) : createReferenceBackend(ops);
  backends.set(id, made);
  return made;
}

/** Why this host cannot run the backend, or null. */
export const backendProblem = (id: BackendId): Diagnostic | null =>
  id === 'wasm' && !hasSimd() ? diagnose('wasmMissing', NOWHERE) : null;
