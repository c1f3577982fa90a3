/** Documents that are trained here and there, and must come out the same. */
import { readDocument } from '../../engine/document/read';
import type { GraphDocument } from '../../engine/document/types';
import { examples } from '../../engine/testing/examples';
import { blobsNet } from '../../engine/testing/networks';
import { randomNetwork } from '../../engine/testing/random-nodes';

/** The example projects. */
export function exampleNets(): GraphDocument[] {
  return examples.map(({ name, text }) => {
    const read = readDocument(text);
    if (!read.ok) throw new Error(`${name}: ${read.diagnostics[0]?.message}`);
    return { ...read.value, name };
  });
}

const ACTIVATIONS = ['tanh', 'sigmoid', 'softplus', 'gelu'];
const ALGORITHMS = ['sgd', 'momentum', 'rmsprop', 'adam'];

/** Smooth networks on blobs, with each activation and algorithm. */
export const smoothNets = (): GraphDocument[] =>
  ACTIVATIONS.map((activation, i) => ({
    ...blobsNet({
      activation,
      optimizer: { algorithm: ALGORITHMS[i], learningRate: 0.01 },
      norm: i % 2 === 0,
      seed: i,
    }),
    name: `blobs with ${activation} and ${ALGORITHMS[i]}`,
  }));

/** Networks of random nodes, each type of node among them. */
export const randomNets = (count: number, from = 0): GraphDocument[] =>
  Array.from({ length: count }, (_, i) => ({
    ...randomNetwork(from + i, 6 + (i % 9)).document,
    name: `random ${from + i}`,
  }));
