import { expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { reference, wasm } from '../testing/backends';
import { sketch } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { openSession, train } from '../testing/sessions';
import { confusionOf } from './confusion';
import type { Session } from './session';

const counted = (session: Session, split: 'train' | 'test' | 'all') => {
  const result = confusionOf(session, split);
  if (!result.ok || !result.value) throw new Error('nothing was counted');
  return result.value;
};
const shiftedBy = (by: number): GraphDocument => {
  const document = blobsNet();
  const nodes = document.nodes.map((node) =>
    node.type === 'dataset' ? { ...node, data: { ...node.data, shift: [{ kind: 'translate', by, on: 'all' }] } } : node,
  );
  return { ...document, nodes };
};

for (const { name, backend } of [reference, wasm]) {
  test(`the diagonal of the matrix is the accuracy of the evaluation (${name})`, async () => {
    const session = train(await openSession(blobsNet(), backend), 40);
    const split = session.evaluationSplit;
    const evaluated = session.evaluate(split);
    const { counts, classNames, rows, step } = counted(session, split);
    const classes = classNames.length;
    const right = classNames.reduce((sum, _, k) => sum + (counts[k * classes + k] as number), 0);
    expect(evaluated.ok && Object.values(evaluated.value.metrics)[0]).toBeCloseTo(right / rows, 6);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows);
    expect(step).toBe(40);
  });
}

test('each row of the matrix adds up to the rows labelled as its class', async () => {
  const session = await openSession(blobsNet(), reference.backend);
  const { counts, classNames } = counted(session, 'all');
  const [data] = session.data.values();
  const expected = classNames.map((_, k) => data?.table.labels.filter((label) => label === k).length);
  const sums = classNames.map((_, k) =>
    counts.slice(k * classNames.length, (k + 1) * classNames.length).reduce((sum, count) => sum + count, 0),
  );
  expect(sums).toEqual(expected);
});

test('rows are predicted under the shift of the document', async () => {
  const far = counted(train(await openSession(shiftedBy(100), reference.backend), 5), 'all');
  const classes = far.classNames.length;
  const columns = far.classNames.map((_, k) => far.counts.filter((__, place) => place % classes === k).some(Boolean));
  expect(columns.filter(Boolean)).toHaveLength(1);
});

test('a graph without classes has no matrix', async () => {
  const document = sketch({
    data: { type: 'dataset', data: { source: 'quadratic', samples: 100 } },
    dense: { type: 'dense', data: { units: 1 }, from: { x: 'data' } },
    loss: { type: 'meanSquaredError', from: { prediction: 'dense', labels: 'data:labels' } },
    optimizer: { type: 'optimizer', from: { loss: 'loss' } },
  });
  const session = await openSession(document, reference.backend);
  expect(confusionOf(session, 'all')).toMatchObject({ ok: true, value: null });
});
