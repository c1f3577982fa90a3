/** Documents of thousands of nodes; the short and the long test share them. */
import type { GraphDocument } from '../engine/document/types';
import { nodeRegistry } from '../engine/nodes/index';
import { cpuTime } from '../engine/testing/cpu-time';
import { check, sketch } from '../engine/testing/documents';

const LENGTH = 10_000;

/** `w` → 10,000 nodes of these types in turn → mean → optimizer. */
export function chain(types: readonly string[], data: Readonly<Record<string, unknown>> = {}): GraphDocument {
  const nodes: Record<string, Parameters<typeof sketch>[0][string]> = {
    w: { type: 'variable', data: { initialValue: 0.5, shape: [2, 3] } },
  };
  let last = 'w';
  for (let i = 0; i < LENGTH; i++) {
    const type = types[i % types.length] as string;
    const from = Object.fromEntries((nodeRegistry.get(type)?.inputs ?? []).map(({ name }) => [name, last]));
    nodes[`n${i}`] = { type, data, from };
    last = `n${i}`;
  }
  return sketch({
    ...nodes,
    mean: { type: 'reduceMean', from: { x: last } },
    optimizer: { type: 'optimizer', from: { loss: 'mean' } },
  });
}

/** The document checked, and the milliseconds of processor time that took. */
export function timedCheck(document: GraphDocument) {
  let checked = check(document);
  const milliseconds = cpuTime(() => {
    checked = check(document);
  });
  return { checked, milliseconds };
}
