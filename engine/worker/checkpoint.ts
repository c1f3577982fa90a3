/** Checkpoints: a run's state and settings as plain data, to go on from in another worker. */
import type { Diagnostic } from '../core/diagnostics';
import { applyWeights, readWeights, writeWeights } from '../interchange/weights';
import type { Session } from '../runtime/session';
import type { Checkpoint } from './protocol';

export function takeCheckpoint(session: Session): Checkpoint {
  const settings = session.checked.nodes.flatMap(({ id, parameters }) => {
    const now = session.controls.parameters.get(id) ?? parameters;
    const changed = Object.entries(now).filter(([name, value]) => value !== parameters[name]);
    return changed.map(([parameter, value]) => ({ nodeId: id, parameter, value }));
  });
  const fed = [...session.controls.fed].map(([nodeId, values]) => ({ nodeId, values: [...values] }));
  return { step: session.step, weights: writeWeights(session), settings, fed };
}

/** Puts a session where a checkpoint was taken. */
export function applyCheckpoint(session: Session, { weights, settings, fed }: Checkpoint): Diagnostic[] {
  const read = readWeights(weights);
  if (!read.ok) return read.diagnostics;
  const problems = applyWeights(session, read.value);
  for (const { nodeId, parameter, value } of settings) problems.push(...list(session.set(nodeId, parameter, value)));
  for (const { nodeId, values } of fed) problems.push(...list(session.feedPlaceholder(nodeId, values)));
  return problems;
}

const list = (problem: Diagnostic | null): Diagnostic[] => (problem ? [problem] : []);
