import { expect, test } from 'vitest';
import { reference } from '../testing/backends';
import { namesOf } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { openSession, train } from '../testing/sessions';
import { editsOf, newTree, recorded, removed } from './branches';
import { RunTree } from './run-tree';
import { Session } from './session';

const rate = (value: number) => ({ kind: 'set', nodeId: 'optimizer', parameter: 'learningRate', value }) as const;
const { backend } = reference;

async function plant(): Promise<RunTree> {
  const session = await openSession(blobsNet(), backend);
  return new RunTree(session, (document) => Session.open(document, { backend }));
}

test('every step of every branch can be gone to and is what it was', async () => {
  const run = await plant();
  const seen = new Map<string, string>();
  const note = (): void => {
    const { tree, session } = run;
    seen.set(`${tree.current} ${session.step}`, session.digest());
  };
  const go = (steps: number): void => {
    for (let i = 0; i < steps; i++) {
      train(run.session, 1);
      note();
    }
  };
  go(120);
  run.change(rate(0.1));
  go(60);
  expect(run.fork(150)).toBeNull();
  run.change(rate(0.001));
  go(70);
  run.session.seek(40);
  run.change(rate(0.5));
  go(20);
  const { tree } = run;
  expect(tree.branches.map(({ parent, from, last }) => [parent, from, last])).toEqual([
    [null, 0, 180],
    ['branch_1', 150, 220],
    ['branch_1', 40, 60],
  ]);
  for (const place of ['branch_1 180', 'branch_2 220', 'branch_3 60', 'branch_1 121', 'branch_2 151', 'branch_3 41']) {
    const [id = '', step] = place.split(' ');
    expect(await run.goTo(id, Number(step))).toEqual([]);
    expect([run.tree.current, run.session.step]).toEqual([id, Number(step)]);
    expect(run.session.digest(), place).toBe(seen.get(place));
  }
});

test('a branch with another graph is made again exactly', async () => {
  const run = await plant();
  train(run.session, 30);
  expect(await run.replaceDocument(blobsNet({ activation: 'relu' }))).toEqual([]);
  train(run.session, 30);
  const end = run.session.digest();
  expect(run.session.step).toBe(60);
  expect(run.fork(45)).toBeNull();
  run.change(rate(0.2));
  train(run.session, 20);
  const other = run.session.digest();
  await run.goTo('branch_1', 60);
  expect(run.session.digest()).toBe(end);
  await run.goTo('branch_2', 65);
  expect(run.session.digest()).toBe(other);
  await run.goTo('branch_1', 10);
  expect([run.session.step, run.tree.current]).toEqual([10, 'branch_3']);
  const plain = train(await openSession(blobsNet(), backend), 10);
  expect(run.session.digest()).toBe(plain.digest());
});

test('a run that began with other weights is made again from them', async () => {
  const session = await openSession(blobsNet(), backend);
  session.restore(train(await openSession(blobsNet({ seed: 5 }), backend), 7).snapshot());
  const run = new RunTree(session, (document) => Session.open(document, { backend }));
  train(session, 3);
  await run.replaceDocument(blobsNet({ activation: 'relu' }));
  train(run.session, 5);
  const end = run.session.digest();
  await run.goTo('branch_1', 9);
  await run.goTo('branch_1', 15);
  expect(run.session.digest()).toBe(end);
});

test('a graph that cannot be opened changes nothing', async () => {
  const run = await plant();
  train(run.session, 5);
  const before = run.session;
  expect((await run.replaceDocument({ ...blobsNet(), edges: [] })).length).toBeGreaterThan(0);
  expect(run.session).toBe(before);
  expect(run.tree.branches.length).toBe(1);
});

test('branches that are not there, and steps that were not made, are told', async () => {
  const run = await plant();
  expect(namesOf(await run.goTo('branch_7', 0))).toEqual(['branchUnknown']);
  expect(namesOf(await run.goTo('branch_1', 1))).toEqual(['stepUnreachable']);
  expect(namesOf([run.rename('branch_7', 'x') ?? []].flat())).toEqual(['branchUnknown']);
});

test('branches are named, and go with all that began on them unless they lead to the present one', async () => {
  const run = await plant();
  train(run.session, 10);
  run.fork(5, 'a');
  train(run.session, 10);
  run.fork(8, 'b');
  run.rename('branch_2', 'first try');
  expect(run.tree.branches.map(({ name }) => name)).toEqual(['1', 'first try', 'b']);
  run.remove('branch_2');
  expect(run.tree.branches.length).toBe(3);
  await run.goTo('branch_1', 10);
  run.remove('branch_2');
  expect(run.tree.branches.map(({ id }) => id)).toEqual(['branch_1']);
  expect(removed(run.tree, 'branch_1').branches.length).toBe(1);
});

test('a change belongs to the end of its branch, and edits of parents come first', () => {
  const tree = recorded(recorded(newTree('1'), 3, rate(1)), 5, rate(2));
  expect(() => recorded(tree, 4, rate(3))).toThrow('branch of its own');
  expect(editsOf(tree, 'branch_1').map(({ step }) => step)).toEqual([3, 5]);
});
