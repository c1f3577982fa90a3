/**
 * One network on two engines that share no code: the values at every port, the loss and its derivatives must agree.
 * Where a rounding of the weights alone moves a result by a good part of the tolerance, nothing can be said.
 */
import { Stream } from '../../engine/core/rng';
import { printDocument } from '../../engine/document/print';
import type { GraphDocument } from '../../engine/document/types';
import type { CheckedGraph } from '../../engine/graph/types';
import { nodeRegistry } from '../../engine/nodes/index';
import { ops } from '../../engine/ops/index';
import { compileGraph } from '../../engine/passes/pipeline';
import { reference, wasm } from '../../engine/testing/backends';
import { check } from '../../engine/testing/documents';
import { feedScalars, runNodes } from '../../engine/testing/programs';
import { evaluate, type Outcome, type TensorFlow, TRANSLATIONS } from './translate';

const FORWARD = 1e-5;
const GRADIENT = 1e-4;
/** A relative change of the weights as large as a rounding to float32, or two. */
const ROUNDING = 1e-7;

/** Node types that draw random numbers, which another engine cannot draw the same. */
export const DRAWING: readonly string[] = ['dropout', 'noise'];

/** Types whose networks can be compared. */
export const comparable: readonly string[] = [...nodeRegistry.keys()].filter((type) => TRANSLATIONS[type]);

interface Results {
  /** By `loss`, `gradient/name` and `nodeId.port`. */
  values: ReadonlyMap<string, ArrayLike<number>>;
}

const tolerance = (name: string): number => (name.startsWith('gradient/') ? GRADIENT : FORWARD);

const largest = (list: ArrayLike<number>): number =>
  Array.from(list).reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** The largest distance of two tensors, in units of what is allowed between them. NaN only agrees with NaN. */
function distance(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const unit = tolerance(name) * Math.max(1, largest(expected));
  let most = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i] as number, expected[i] as number];
    if (Object.is(a, b) || a === b) continue;
    const off = Math.abs(a - b) / unit;
    most = Math.max(most, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
  }
  return most;
}

type Weights = ReadonlyMap<string, Float64Array>;

/** All ports, the loss and the gradients of a lowered graph, for several sets of weights. */
function onReference(checked: CheckedGraph): (weights: Weights) => Results {
  const running = runNodes(checked, reference.backend);
  feedScalars(running, checked);
  return (weights) => {
    for (const [name, values] of weights) running.set(name, values);
    running.run();
    const names = Object.keys(running.graph.outputs);
    return { values: new Map(names.map((name) => [name, running.read(name)])) };
  };
}

/** The same from generated code: `whole` compiles as a session does, else every port can be read. */
function onWasm(checked: CheckedGraph, weights: Weights, whole: boolean): Results {
  if (!whole) {
    const running = runNodes(checked, wasm.backend);
    feedScalars(running, checked);
    for (const [name, values] of weights) running.set(name, values);
    running.run();
    return { values: new Map(Object.keys(running.graph.outputs).map((name) => [name, running.read(name)])) };
  }
  const bytesOf = wasm.backend.bytesOf.bind(wasm.backend);
  const { program } = compileGraph(checked, { ops, mode: 'train', bytesOf, gradients: true });
  const device = wasm.backend.open(program.graph.variables);
  const executable = device.load(program);
  for (const [name, values] of weights) {
    if (program.graph.variables.some((variable) => variable.name === name)) device.writeVariable(name, values);
  }
  feedScalars({ graph: program.graph, feed: (name, list) => executable.feed(name).data.set(list) }, checked);
  executable.run(false);
  return { values: new Map(Object.keys(program.graph.outputs).map((name) => [name, executable.read(name)])) };
}

const asResults = ({ loss, ports, gradients }: Outcome): Results => ({
  values: new Map<string, ArrayLike<number>>([
    ['loss', [loss]],
    ...Object.entries(ports).map(([name, { values }]): [string, ArrayLike<number>] => [name, values]),
    ...Object.entries(gradients).map(([name, list]): [string, ArrayLike<number>] => [`gradient/${name}`, list]),
  ]),
});

/** The weights of a graph as float32 holds them. */
function weightsOf(checked: CheckedGraph, seed: number) {
  const { device } = runNodes(checked, reference.backend, 'train', seed);
  const list = device.variables.filter(({ role }) => role !== 'slot');
  return new Map(
    list.map((variable) => [
      variable.name,
      { ...variable, values: device.readVariable(variable.name).map((value) => Math.fround(value)) },
    ]),
  );
}

export type Verdict = { kind: 'agree' } | { kind: 'open' } | { kind: 'differ'; what: string };

/** Holds one network against TensorFlow.js. `seed` draws its weights. */
export function compare(tf: TensorFlow, document: GraphDocument, seed: number, whole = seed % 2 === 0): Verdict {
  const checked = check(document);
  if (!checked.ok) throw new Error(checked.diagnostics[0]?.message);
  const variables = weightsOf(checked, seed);
  const weights = new Map([...variables].map(([name, { values }]) => [name, values]));
  const outcome = evaluate(tf, checked, variables);
  for (const [name, { shape }] of Object.entries(outcome.ports)) {
    const [id = '', port = ''] = name.split('.');
    const inferred = checked.byId.get(id)?.outputs[port]?.shape ?? [];
    if (shape.join() !== inferred.join()) return { kind: 'differ', what: `${name}: [${shape}] against [${inferred}]` };
  }
  const theirs = asResults(outcome);
  const exact = onReference(checked);
  const engines = { reference: exact(weights), 'generated code': onWasm(checked, weights, whole) };
  const problems: string[] = [];
  for (const [engine, ours] of Object.entries(engines)) {
    for (const [name, expected] of theirs.values) {
      const actual = ours.values.get(name);
      if (!actual) {
        // A derivative that is 0 everywhere may be left out; ports are no outputs of a compiled session.
        if (name.startsWith('gradient/') && largest(expected) > 0) problems.push(`${engine} has no ${name}`);
        continue;
      }
      const off = distance(name, actual, expected);
      if (off > 1) problems.push(`${name}: ${engine} is off by ${off.toFixed(1)} times what is allowed`);
    }
  }
  if (problems.length === 0) return { kind: 'agree' };
  // Is the network at fault? Move its weights by roundings and look, in float64 and in the other engine's float32.
  const stream = new Stream(seed, 'roundings');
  for (let i = 0; i < 4; i++) {
    const moved = new Map(
      [...variables].map(([name, variable]) => [
        name,
        { ...variable, values: variable.values.map((w) => w * (1 + ROUNDING * (stream.uniform() < 0.5 ? -1 : 1))) },
      ]),
    );
    const pairs = [
      [exact(new Map([...moved].map(([name, { values }]) => [name, values]))), engines.reference],
      [asResults(evaluate(tf, checked, moved)), theirs],
    ] as const;
    for (const [after, before] of pairs) {
      for (const [name, values] of after.values) {
        if (distance(name, values, before.values.get(name) ?? []) > 0.1) return { kind: 'open' };
      }
    }
  }
  return { kind: 'differ', what: problems.join('\n') };
}

/** The document with one node less: its readers read one of the others instead. */
function* smaller(document: GraphDocument): Generator<GraphDocument> {
  const optimizer = document.nodes.find(({ type }) => type === 'optimizer')?.id;
  for (const { id } of [...document.nodes].reverse()) {
    if (id === optimizer) continue;
    const nodes = document.nodes.filter((node) => node.id !== id);
    const wired = document.edges.filter(({ target, source }) => target === id && source !== id);
    const rest = document.edges.filter(({ source, target }) => source !== id && target !== id);
    const readers = document.edges.filter(({ source }) => source === id);
    if (readers.length === 0) yield { ...document, nodes, edges: rest };
    const feeders = [...wired, ...rest].map(({ source, sourceHandle }) => ({ source, sourceHandle }));
    const seen = new Set<string>();
    for (const feeder of feeders) {
      if (seen.has(feeder.source) || readers.length === 0) continue;
      seen.add(feeder.source);
      yield { ...document, nodes, edges: [...rest, ...readers.map((edge) => ({ ...edge, ...feeder }))] };
    }
  }
}

/** The smallest document that still fails, found by leaving out node after node. */
export function shrink(document: GraphDocument, fails: (document: GraphDocument) => boolean): GraphDocument {
  let smallest = document;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of smaller(smallest)) {
      if (!check(candidate).ok || !fails(candidate)) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

/** Compares; throws with the smallest document that differs. @returns whether anything could be said. */
export function expectAgreement(tf: TensorFlow, document: GraphDocument, seed: number): boolean {
  const verdict = compare(tf, document, seed);
  if (verdict.kind !== 'differ') return verdict.kind === 'agree';
  const fails = (candidate: GraphDocument): boolean => {
    try {
      return compare(tf, candidate, seed).kind === 'differ';
    } catch {
      return false;
    }
  };
  const smallest = shrink(document, fails);
  const again = compare(tf, smallest, seed);
  throw new Error(
    `Seed ${seed}: ${verdict.what}\nSmallest: ${again.kind === 'differ' ? again.what : ''}\n${printDocument(smallest)}`,
  );
}
