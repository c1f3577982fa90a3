import { expect, test } from 'vitest';
import { reference } from '../testing/backends';
import { blobsNet } from '../testing/networks';
import { openSession, train } from '../testing/sessions';
import { LockStep } from './lock-step';

const { backend } = reference;
const twins = async (other: Parameters<typeof blobsNet>[0]): Promise<LockStep> =>
  new LockStep([
    ['plain', await openSession(blobsNet(), backend)],
    ['other', await openSession(blobsNet(other), backend)],
  ]);

test('sessions on one clock do what each does alone', async () => {
  const pair = await twins({ norm: false });
  for (let i = 0; i < 40; i++) expect(pair.update()).toEqual([]);
  const alone = [blobsNet(), blobsNet({ norm: false })].map(async (document) =>
    train(await openSession(document, backend), 40).digest(),
  );
  expect([...pair.members.values()].map((session) => session.digest())).toEqual(await Promise.all(alone));
});

test('a problem in one is named and leaves all at the same step', async () => {
  const pair = await twins({});
  pair.update();
  // A weight that is no number any more reaches the loss in the next update.
  const { device } = pair.members.get('other') ?? expect.fail('There is no such session.');
  device.writeVariable('dense_2/bias', [Number.NaN, 0, 0]);
  const problems = pair.update();
  expect(problems.map(({ name }) => name)).toEqual(['other']);
  expect(new Set([...pair.members.values()].map(({ step }) => step)).size).toBe(1);
  pair.drop('other');
  expect(pair.update()).toEqual([]);
});

test('all go back together, or none', async () => {
  const pair = await twins({ norm: false });
  for (let i = 0; i < 30; i++) pair.update();
  expect(pair.seek(12)).toEqual([]);
  expect(pair.step).toBe(12);
  expect(pair.seek(31).map(({ name }) => name)).toEqual(['plain']);
  expect([...pair.members.values()].map(({ step }) => step)).toEqual([12, 12]);
});

test('sessions at different steps have no clock in common', async () => {
  const ahead = train(await openSession(blobsNet(), backend), 1);
  const behind = await openSession(blobsNet(), backend);
  expect(() => new LockStep(Object.entries({ ahead, behind }))).toThrow('same step');
});
