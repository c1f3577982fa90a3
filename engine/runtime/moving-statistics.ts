/**
 * Moving statistics computed anew over the whole training set, with the weights as they are (Ioffe and Szegedy 2015,
 * algorithm 2).
 *
 * The paper averages the statistics of training mini-batches. Here each layer's are those of all rows at once, and the
 * layers before it are already in inference mode with their new statistics: what comes out does not depend on the batch
 * size, and is what the layer will meet when the model is used. Where one batch is the whole set and there is one layer,
 * both are the same. Variances are biased or not as the node's option says.
 */
import { type Diagnostic, isError } from '../core/diagnostics';
import { RunningMoments } from '../core/moments';
import type { CheckedNode } from '../graph/types';
import { chunkRows } from './evaluate';
import { checkedForRows, ForwardProgram } from './forward-program';
import { withinMemory } from './memory';
import type { RunningGraph } from './running-graph';

const keepsStatistics = ({ weights, bypassed }: CheckedNode): boolean =>
  !bypassed &&
  weights.some(({ name }) => name === 'moving_mean') &&
  weights.some(({ name }) => name === 'moving_variance');

/** Writes new moving statistics of every layer that keeps them. Nothing is written if there is a problem. */
export function recomputeMovingStatistics(graph: RunningGraph): Diagnostic | null {
  const layers = graph.checked.nodes.filter(keepsStatistics);
  const unset = graph.controls.unsetPlaceholder();
  if (unset || layers.length === 0) return unset;
  const sets = [...graph.controls.data];
  const total = sets.length === 0 ? 1 : Math.min(...sets.map(([, { split }]) => split.train.length));
  const chunk = Math.min(total, chunkRows(graph.checked.data));
  const sizes = new Set([chunk, total % chunk].filter((size) => size > 0));
  const checks = new Map([...sizes].map((size) => [size, checkedForRows(graph, size)]));
  for (const { diagnostics } of checks.values()) {
    const error = diagnostics.find(isError);
    if (error) return error;
  }
  const programs = new Map<number, ForwardProgram>();
  try {
    const made = withinMemory(() => {
      for (const [size, checked] of checks) programs.set(size, new ForwardProgram(graph, checked, 'inference'));
    });
    if (!made.ok) return made.diagnostics[0] as Diagnostic;
    // In the order of the data flow: each layer is measured when those before it have their new statistics.
    for (const layer of layers) renew(graph, layer, programs, total, chunk);
  } finally {
    for (const program of programs.values()) program.free();
  }
  return null;
}

function renew(
  graph: RunningGraph,
  { id, sources, parameters }: CheckedNode,
  programs: ReadonlyMap<number, ForwardProgram>,
  total: number,
  chunk: number,
): void {
  const source = sources.x;
  if (!source) return;
  const moments = new RunningMoments(graph.device.readVariable(`${id}/moving_mean`).length);
  for (let from = 0; from < total; from += chunk) {
    const size = Math.min(chunk, total - from);
    const program = programs.get(size) as ForwardProgram;
    program.run(
      [...graph.controls.data].map(([node, { split }]): [string, Uint32Array] => [
        node,
        split.train.subarray(from, from + size),
      ]),
    );
    const value = program.read(source.id, source.port);
    if (value) moments.add(value.values);
  }
  graph.device.writeVariable(`${id}/moving_mean`, moments.mean);
  graph.device.writeVariable(`${id}/moving_variance`, moments.variance(parameters.movingVariance === 'unbiased'));
}
