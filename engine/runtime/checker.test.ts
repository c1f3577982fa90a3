import { expect, test } from 'vitest';
import { namesOf } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { createChecker, type DescribedData, describeWith, isPending } from './checker';
import { DataLoader } from './load-data';

const csv = (text: string) => ({ 'x.csv': text });
const fromFile = blobsNet({ data: { source: 'csv', path: 'x.csv', testFraction: 0 }, run: { batchSize: 2 } });

test('tells problems of the data and of the graph together', async () => {
  const document = blobsNet({ data: { source: 'csv', path: 'gone.csv' }, optimizer: { learningRate: -1 } });
  const { diagnostics, ok } = await createChecker().check(document, {});
  expect(ok).toBe(false);
  expect(namesOf(diagnostics)).toEqual(['dataFileMissing', 'parameterRange']);
});

test('knows shapes and classes from the data', async () => {
  const { byId, ok } = await createChecker().check(blobsNet(), {});
  expect(ok).toBe(true);
  expect(byId.get('data')?.outputs.labels).toEqual({ kind: 'labels', shape: [12], classes: 3 });
  expect(byId.get('dense_1')?.inputs.x?.shape).toEqual([12, 2]);
});

test('a wrong parameter of the dataset is told once, and its data is not read', async () => {
  const { diagnostics } = await createChecker().check(blobsNet({ data: { classes: 99 } }), {});
  expect(namesOf(diagnostics).filter((name) => name !== 'unusedNode')).toEqual(['parameterRange']);
});

test('data is read once for as long as its settings stay, and anew when its file changes', async () => {
  const loader = new DataLoader();
  const load = async (document: typeof fromFile, text: string) =>
    (await loader.load(document, csv(text))).data.get('data');
  const first = await load(fromFile, 'a,b,y\n1,2,0\n3,4,1\n');
  expect(await load({ ...fromFile, nodes: [...fromFile.nodes] }, 'a,b,y\n1,2,0\n3,4,1\n')).toBe(first);
  const other = await load(fromFile, 'a,b,y\n1,2,0\n3,4,1\n5,6,0\n');
  expect(other).not.toBe(first);
  expect([first?.table.rows, other?.table.rows]).toEqual([2, 3]);
});

test('another seed splits the rows in another way', async () => {
  const loader = new DataLoader();
  const rows = async (seed: number) => {
    const { data } = await loader.load(blobsNet({ seed }), {});
    return [...(data.get('data')?.split.test ?? [])];
  };
  expect(await rows(1)).toEqual(await rows(1));
  expect(await rows(2)).not.toEqual(await rows(1));
});

/** Descriptions that come when the test lets them. */
function slowly() {
  const asked: { nodeId: string; answer(described?: DescribedData | null): Promise<void> }[] = [];
  const describe = describeWith(new DataLoader());
  const checker = createChecker<string>((need, files) => {
    let resolve: (described: DescribedData | null) => void = () => undefined;
    const coming = new Promise<DescribedData | null>((settle) => {
      resolve = settle;
    });
    const answer = async (described?: DescribedData | null) => {
      resolve(described === undefined ? await describe(need, files) : described);
      await new Promise((later) => setTimeout(later));
    };
    asked.push({ nodeId: need.nodeId, answer });
    return coming;
  });
  return { asked, checker };
}

test('what does not need the data is checked while they are read, and nothing can run yet', async () => {
  const { asked, checker } = slowly();
  const broken = blobsNet({ optimizer: { learningRate: -1 } });
  const { checked, pending } = checker.checkNow(broken, {});
  expect(namesOf(checked.diagnostics)).toEqual(expect.arrayContaining(['dataBeingRead', 'parameterRange']));
  expect([checked.ok, isPending(checked)]).toEqual([false, true]);
  expect(checker.checkNow(blobsNet(), {}).checked.ok).toBe(false);
  await asked[0]?.answer();
  await pending;
  const now = checker.checkNow(blobsNet(), {});
  expect([now.checked.ok, isPending(now.checked), now.pending]).toEqual([true, false, null]);
  expect(now.checked.diagnostics).toEqual((await createChecker().check(blobsNet(), {})).diagnostics);
});

test('data are described once while only the graph beside them changes', async () => {
  const { asked, checker } = slowly();
  checker.checkNow(fromFile, csv('a,b,y\n1,2,0\n3,4,1\n'));
  await asked[0]?.answer();
  const wider = { ...fromFile, nodes: fromFile.nodes.map((node) => ({ ...node, position: { x: 9, y: 9 } })) };
  expect(checker.checkNow(wider, csv('a,b,y\n1,2,0\n3,4,1\n')).pending).toBeNull();
  expect(asked.length).toBe(1);
  expect(checker.checkNow(fromFile, csv('a,b,y\n1,2,0\n3,4,1\n5,6,1\n')).pending).not.toBeNull();
  expect(checker.checkNow({ ...fromFile, seed: 99 }, csv('a,b,y\n1,2,0\n3,4,1\n')).pending).not.toBeNull();
  expect(asked.length).toBe(3);
});

test('a description that nobody gave is asked for again', async () => {
  const { asked, checker } = slowly();
  const { pending } = checker.checkNow(blobsNet(), {});
  await asked[0]?.answer(null);
  await pending;
  expect(checker.checkNow(blobsNet(), {}).pending).not.toBeNull();
  await asked[1]?.answer();
  expect(checker.checkNow(blobsNet(), {}).checked.ok).toBe(true);
});

test('the last shapes of a source stay while it is read with other settings', async () => {
  const { asked, checker } = slowly();
  checker.checkNow(blobsNet(), {});
  await asked[0]?.answer();
  const shapeOf = (data: Record<string, unknown>) =>
    checker.checkNow(blobsNet({ data }), {}).checked.byId.get('dense_1')?.inputs.x?.shape;
  expect(checker.checkNow(blobsNet(), {}).checked.byId.get('dense_1')?.inputs.x?.shape).toEqual([12, 2]);
  expect(shapeOf({ noise: 0.9 })).toEqual([12, 2]);
  expect(shapeOf({ source: 'iris' })).toBeUndefined();
});
