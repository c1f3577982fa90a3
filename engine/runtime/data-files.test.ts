import { expect, test } from 'vitest';
import { sourceOf, WatchedSource } from '../data/byte-source';
import type { PreparedData } from '../data/types';
import { reference, wasm } from '../testing/backends';
import { namesOf } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { openSession, train } from '../testing/sessions';
import { Session } from './session';

const where = { nodeId: 'data', parameter: 'path' };

/** The same rows from a file that can be taken away. */
function onDisk(data: PreparedData): { data: PreparedData; disk: { gone: boolean } } {
  const disk = { gone: false };
  const gather: PreparedData['store']['gather'] = (rows, out, stride) => {
    if (disk.gone) throw new WatchedSource(sourceOf(new Uint8Array(0)), 'x.csv', where).changed('it is gone');
    data.store.gather(rows, out, stride);
  };
  const { rows, width } = data.store;
  return { disk, data: { ...data, store: { rows, width, fillAndScale: () => undefined, gather } } };
}

test.each([reference, wasm])(
  'a file that is taken away stops the run before the step, which goes on when it is back ($name)',
  async ({ backend }) => {
    const never = train(await openSession(blobsNet(), backend), 7).digest();
    const session = await openSession(blobsNet(), backend);
    const { data, disk } = onDisk(session.data.get('data') as PreparedData);
    expect(session.setData('data', data)).toBeNull();
    train(session, 3);
    const before = session.digest();
    disk.gone = true;
    const problem = session.update();
    expect(problem && namesOf([problem])).toEqual(['dataFileChanged']);
    expect(problem?.message).toContain('"x.csv"');
    expect(session.step).toBe(3);
    expect(session.digest()).toBe(before);
    const evaluated = session.evaluate('train');
    expect(evaluated.ok).toBe(false);
    expect(namesOf(evaluated.diagnostics)).toEqual(['dataFileChanged']);
    disk.gone = false;
    expect(train(session, 4).digest()).toBe(never);
  },
);

const table = new TextEncoder().encode(
  `a,b,y\n${Array.from({ length: 30 }, (_, i) => `${i},${i % 7},${i % 2}`).join('\n')}\n`,
);
const fromFile = blobsNet({ data: { source: 'csv', path: 'x.csv' } });

test('a file that cannot be read is told with what the host says', async () => {
  const file = {
    size: table.length,
    read(): Uint8Array {
      throw new Error('no right to read.');
    },
  };
  const opened = await Session.open(fromFile, { backend: reference.backend, files: { 'x.csv': file } });
  expect(namesOf(opened.diagnostics)).toEqual(['dataFileChanged']);
  expect(opened.diagnostics[0]?.message).toContain('no right to read.');
});

test('a file that is read in place trains to the same bytes as in memory', async () => {
  const digest = async (file: Uint8Array | ReturnType<typeof sourceOf>) =>
    train(await openSession(fromFile, wasm.backend, { files: { 'x.csv': file } }), 50).digest();
  expect(await digest(sourceOf(table))).toBe(await digest(table));
});
