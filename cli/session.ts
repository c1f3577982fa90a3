/** Opens a session for a command: graph, data, weights; all that can be wrong is told at once where possible. */
import {
  applyWeights,
  type Diagnostic,
  diagnose,
  isError,
  type Result,
  Session,
  selectBackend,
  type WeightsFile,
} from '../engine/index';
import type { Arguments } from './arguments';
import { backendOf, type Overrides, readGraph, withReasons } from './graph';
import type { Io } from './io';
import { weightsOf } from './weights';

/**
 * The session that a command line describes, with the weights of `--weights` in it. The seed is that of `--seed`, else
 * that of the weights (data, split and order of the batches follow from it, so a saved run goes on as it was), else the
 * document's.
 */
export async function openSession(io: Io, args: Arguments, overrides: Overrides = {}): Promise<Result<Session>> {
  const weights = weightsOf(io.cwd, args);
  const saved: WeightsFile | null = weights.ok ? weights.value : null;
  const graph = readGraph(io.cwd, args, { ...overrides, seed: args.count('seed') ?? saved?.seed ?? undefined });
  if (!weights.ok || !graph.ok) {
    return { ok: false, diagnostics: [...(graph.ok ? [] : graph.diagnostics), ...weights.diagnostics] };
  }
  const { document, files, missing } = graph.value;
  const opened = await Session.open(document, { backend: selectBackend(backendOf(args)), files });
  const diagnostics: Diagnostic[] = [...graph.diagnostics, ...withReasons(opened.diagnostics, missing)];
  if (!opened.ok) return { ok: false, diagnostics };
  if (saved) diagnostics.push(...applyWeights(opened.value, saved));
  return diagnostics.some(isError) ? { ok: false, diagnostics } : { ok: true, value: opened.value, diagnostics };
}

/** Told where a result is not a number: nothing that is wrong goes on silently. */
export function notFinite(session: Session, what: string, value: number): Diagnostic {
  const ofRole = (role: string) => session.checked.nodes.find(({ definition }) => definition.role === role);
  // A loss of plain arithmetic has no node of its own; the optimizer is what it feeds.
  const nodeId = (ofRole('loss') ?? ofRole('optimizer'))?.id ?? null;
  return diagnose('notFinite', { nodeId }, { id: nodeId ?? '', what, value: String(value), step: session.step });
}
