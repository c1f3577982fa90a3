/** Measures on the digits examples: accuracy after 500 steps, and how far the bands of z in the third hidden layer move. */
import { readFileSync } from 'node:fs';
import { type GraphDocument, parseDocument, type Session, selectBackend } from '../../engine';
import { openSession, succeeded } from '../../engine/testing/sessions';

function example(name: string, seed: number): GraphDocument {
  const document = succeeded(parseDocument(readFileSync(`examples/${name}.json`, 'utf8')));
  return { ...document, seed, run: { ...document.run, probeEvery: 0 } };
}

const open = (document: GraphDocument): Promise<Session> => openSession(document, selectBackend('wasm'));

function train(session: Session, until: number): void {
  while (session.step < until) {
    const problem = session.update();
    if (problem) throw new Error(problem.message);
  }
}

/** The graph with the output of one node as its prediction, to look at that node in inference mode. */
function lookingAt(document: GraphDocument, source: string, sourceHandle: string): GraphDocument {
  const edges = document.edges.map((edge) =>
    edge.target === 'loss' && edge.targetHandle === 'prediction' ? { ...edge, source, sourceHandle } : edge,
  );
  return { ...document, edges };
}

/** p85 − p15 of each unit over the test rows, averaged over the units. */
function bandWidth(lens: Session, session: Session): number {
  const tensors = lens.device.variables.map(({ name }): [string, Float64Array] => [
    name,
    session.device.readVariable(name),
  ]);
  lens.load(new Map(tensors), session.step);
  const prepared = lens.data.get('data');
  if (!prepared) throw new Error('The example has no data.');
  const { store, split } = prepared;
  const width = 784;
  const features = new Float32Array(split.test.length * width);
  store.gather(split.test, features, width);
  const { rows, columns, values } = succeeded(lens.predict('data', features, width));
  let sum = 0;
  for (let unit = 0; unit < columns; unit++) {
    const column = Float64Array.from({ length: rows }, (_, row) => values[row * columns + unit] as number).sort();
    const at = (share: number) => column[Math.round(share * (rows - 1))] as number;
    sum += at(0.85) - at(0.15);
  }
  return sum / columns;
}

/** Accuracy on the test rows at step 500, and the largest over the smallest band width from step 1000 to 5000. */
export async function runDigits(
  name: string,
  seed: number,
  lens: [string, string],
): Promise<{ accuracy: number; spread: number }> {
  const document = example(name, seed);
  const session = await open(document);
  const looking = await open(lookingAt(document, ...lens));
  train(session, 500);
  const evaluated = session.evaluate('test');
  const widths: number[] = [];
  for (let step = 1000; step <= 5000; step += 250) {
    train(session, step);
    widths.push(bandWidth(looking, session));
  }
  const accuracy = evaluated.ok ? (evaluated.value.metrics.accuracy ?? Number.NaN) : Number.NaN;
  return { accuracy, spread: Math.max(...widths) / Math.min(...widths) };
}
