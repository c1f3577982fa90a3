/**
 * Weights of a graph as a safetensors file: every variable by its name, with the step and the random counters in the
 * metadata, so that a resumed run goes on bit for bit.
 *
 * Values are stored in the precision that the backend computes in: F32 from generated code, F64 from the reference.
 */
import { type Diagnostic, diagnose, failure, NOWHERE, type Result, success } from '../core/diagnostics';
import { formatShape, sameShape } from '../core/shape';
import type { Variable } from '../ir/types';
import { initialValues } from '../runtime/initialize';
import type { Session } from '../runtime/session';
import { readSafetensors, type StoredTensor, type TensorValues, tensorValues, writeSafetensors } from './safetensors';

/** A weights file, read but not yet held against a graph. */
export interface WeightsFile {
  tensors: ReadonlyMap<string, StoredTensor>;
  /** Updates made before it was saved; 0 where the file does not say. */
  step: number;
  /** The seed of the run that saved it; null where the file does not say. Data, split and batches follow from it. */
  seed: number | null;
}

const FORMAT = 'zlens';

/** The position of every random stream. All of them are functions of the seed and the step. */
function randomCounters(session: Session): string {
  const counters = [...session.data.keys()].map((id) => [
    `${id}/batches`,
    { epoch: Math.floor(session.step / session.stepsPerEpoch), batch: session.step % session.stepsPerEpoch },
  ]);
  return JSON.stringify(Object.fromEntries(counters));
}

/** All state of a session as a safetensors file. */
export function writeWeights(session: Session): Uint8Array {
  const { device, step, document } = session;
  const exact = device.info.backend === 'reference';
  const tensors = new Map<string, TensorValues>();
  for (const { name, shape } of device.variables) {
    const values = device.readVariable(name);
    tensors.set(name, { shape, values: exact ? values : Float32Array.from(values) });
  }
  return writeSafetensors(tensors, {
    format: FORMAT,
    graph: document.name,
    seed: String(document.seed),
    step: String(step),
    random: randomCounters(session),
  });
}

/** Reads a weights file, also one that another program saved. */
export function readWeights(bytes: Uint8Array): Result<WeightsFile> {
  const file = readSafetensors(bytes);
  if (!file.ok) return file;
  const { tensors, metadata } = file.value;
  // What "step" and "seed" mean is known only where the file is our own.
  const own = metadata.get('format') === FORMAT;
  const whole = (key: string): number | null | Diagnostic => {
    const text = own ? metadata.get(key) : undefined;
    if (text === undefined) return null;
    const value = Number(text);
    if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value)) return value;
    return diagnose('weightsBroken', NOWHERE, { detail: `its ${key} is "${text}"` });
  };
  const step = whole('step');
  const seed = whole('seed');
  const problems = [step, seed].filter((item) => typeof item === 'object' && item !== null);
  if (problems.length > 0) return failure(problems);
  return success({ tensors, step: (step as number | null) ?? 0, seed: seed as number | null });
}

function shapeProblem(variable: Variable, tensor: StoredTensor): Diagnostic | null {
  if (sameShape(variable.shape, tensor.shape)) return null;
  const { name, nodeId } = variable;
  const values = { name, found: formatShape(tensor.shape), expected: formatShape(variable.shape) };
  return diagnose('weightsShape', { nodeId }, values);
}

/**
 * Sets a session's state from a file: every weight and moving statistic must be there with its shape; slots that are
 * missing start as they do in a new run. The session is unchanged if there are errors. Tensors that the graph does not have are told.
 */
export function applyWeights(session: Session, file: WeightsFile): Diagnostic[] {
  const errors: Diagnostic[] = [];
  const loaded = new Map<string, ArrayLike<number>>();
  const exact = session.device.info.backend === 'reference';
  // A large float64 becomes infinite in float32.
  const fits = (value: number): boolean => Number.isFinite(exact ? value : Math.fround(value));
  for (const variable of session.device.variables) {
    const { name, role, nodeId } = variable;
    const tensor = file.tensors.get(name);
    if (!tensor) {
      if (role !== 'slot') errors.push(diagnose('weightsMissing', { nodeId }, { name }));
      else loaded.set(name, initialValues(variable, session.document.seed));
      continue;
    }
    const problem = shapeProblem(variable, tensor);
    const values = problem ?? tensorValues(name, tensor);
    if ('code' in values) errors.push({ ...values, where: { nodeId } });
    else if (values.some((value) => !fits(value))) {
      const detail = `the tensor "${name}" holds a value that is not finite`;
      errors.push(diagnose('weightsBroken', { nodeId }, { detail }));
    } else loaded.set(name, values);
  }
  if (errors.length > 0) return errors;
  session.load(loaded, file.step);
  const known = new Set(session.device.variables.map(({ name }) => name));
  const extra = [...file.tensors.keys()].filter((name) => !known.has(name));
  if (extra.length === 0) return [];
  const names = extra.slice(0, 5).join(', ') + (extra.length > 5 ? ', …' : '');
  return [diagnose('weightsExtra', NOWHERE, { count: extra.length, names })];
}
