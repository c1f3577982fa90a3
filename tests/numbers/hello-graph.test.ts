/** J(w) = x₂w² + x₁w + x₀ and its descent, against numbers computed by hand. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printDocument } from '../../engine/document/print';
import { readDocument } from '../../engine/document/read';
import type { GraphDocument } from '../../engine/document/types';
import { applyEdits } from '../../engine/graph/edit';
import { nodeRegistry } from '../../engine/nodes/index';
import { reference, wasm } from '../../engine/testing/backends';
import { expectNearNumber } from '../../engine/testing/expect';
import { openSession, train } from '../../engine/testing/sessions';

function hello(): GraphDocument {
  const read = readDocument(readFileSync(new URL('../../examples/hello-graph.json', import.meta.url), 'utf8'));
  if (!read.ok) throw new Error('The example cannot be read.');
  return read.value;
}

const withOptimizer = (data: Record<string, unknown>): GraphDocument => {
  const document = hello();
  const nodes = document.nodes.map((node) => (node.type === 'optimizer' ? { ...node, data } : node));
  return { ...document, nodes };
};

const AT = [1, 2, 10, 100, 1000] as const;

const SGD = { algorithm: 'sgd', learningRate: 0.01 };
const [float64, float32] = [reference, wasm];
// Printed digits bound what can be compared; float32 differs between hosts with and without fused multiply-add.
const TABLE = [
  {
    title: 'gradient descent at .01',
    on: float64,
    data: SGD,
    w: [0.1, 0.198, 0.91463597, 4.33690222, 4.999999991585],
    absolute: [1e-12, 1e-12, 5e-9, 5e-9, 5e-12],
  },
  {
    title: 'gradient descent at .01',
    on: float32,
    data: SGD,
    w: [0.1, 0.198, 0.914636, 4.3369026, 4.9999886],
    absolute: [1e-7, 1e-7, 5e-7, 2e-6, 2e-6],
  },
  {
    title: 'gradient descent at .01, fed (1, −20, 100)',
    on: float64,
    data: SGD,
    feeds: { x2: 1, x1: -20, x0: 100 },
    w: [0.2, 0.396, 1.82927193, 8.67380444, 9.99999998317],
    absolute: [1e-12, 1e-12, 5e-9, 5e-9, 5e-12],
  },
  {
    title: 'Adam at .1 in PyTorch’s form',
    on: float64,
    data: { algorithm: 'adam', learningRate: 0.1, convention: 'pytorch', epsilon: 1e-8 },
    w: [0.0999999999, 0.199942243131, 0.992398378916, 5.039004031224, 5],
    absolute: [5e-11, 5e-13, 5e-13, 5e-13, 5e-13],
  },
  {
    title: 'Adam at .1 in Keras’s form',
    on: float64,
    data: { algorithm: 'adam', learningRate: 0.1, convention: 'keras', epsilon: 1e-7 },
    w: [0.099999968377, 0.199942189151, 0.992398217826, 5.039004003078, 5],
    absolute: [5e-13, 5e-13, 5e-13, 5e-13, 5e-13],
  },
  {
    title: 'Adam at .1 in Keras’s form',
    on: float32,
    data: { algorithm: 'adam', learningRate: 0.1, convention: 'keras', epsilon: 1e-7 },
    w: [0.099999968377, 0.199942189151, 0.992398217826, 5.039004003078, 5],
    absolute: [1e-6, 2e-6, 1e-5, 5e-5, 5e-5],
  },
];

describe.each(TABLE)('$title on the $on.name backend', ({ on, data, feeds, w, absolute }) => {
  test('w is as computed by hand after 1, 2, 10, 100 and 1000 steps', async () => {
    const session = await openSession(withOptimizer(data), on.backend);
    for (const [id, value] of Object.entries(feeds ?? {})) expect(session.feedPlaceholder(id, [value])).toBeNull();
    AT.forEach((steps, i) => {
      train(session, steps - session.step);
      const value = session.device.readVariable('w/value')[0] as number;
      expectNearNumber(value, w[i] as number, { absolute: absolute[i] as number }, `w after ${steps}`);
    });
  });
});

test('float32 steps are those of gradient descent rounded at each operation, where nothing is fused', async () => {
  const session = await openSession(withOptimizer(SGD), wasm.backend);
  const { fround } = Math;
  const rate = fround(0.01);
  let w = 0;
  train(session, 100, () => {
    const gradient = fround(fround(2 * w) + -10);
    w = fround(w - fround(rate * gradient));
  });
  const value = session.device.readVariable('w/value')[0] as number;
  // A fused multiply-add rounds once less.
  expectNearNumber(value, w, { relative: session.device.info.fma ? 1e-6 : 1e-7 });
});

test('another feed moves the optimum from 5 to 10 and compiles nothing', async () => {
  const session = await openSession(withOptimizer(SGD), reference.backend);
  train(session, 1000);
  expectNearNumber(session.device.readVariable('w/value')[0] as number, 5, { absolute: 1e-6 });
  const { compiled } = session;
  for (const [id, value] of Object.entries({ x2: 1, x1: -20, x0: 100 })) session.feedPlaceholder(id, [value]);
  train(session, 1000);
  expectNearNumber(session.device.readVariable('w/value')[0] as number, 10, { absolute: 1e-6 });
  expect(session.compiled).toBe(compiled);
});

test('another optimizer changes one line of the file and nothing else of the graph', () => {
  const edit = { kind: 'setParameter', nodeId: 'optimizer', parameter: 'algorithm', value: 'adam' } as const;
  const [before, after] = [hello(), applyEdits(hello(), [edit], nodeRegistry)].map((d) => printDocument(d).split('\n'));
  const changed = before?.filter((line, i) => line !== after?.[i]) ?? [];
  expect(after?.length).toBe(before?.length);
  expect(changed).toHaveLength(1);
  expect(changed[0]).toContain('"optimizer"');
});
