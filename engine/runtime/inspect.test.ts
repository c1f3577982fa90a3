import { describe, expect, test } from 'vitest';
import { backends, reference } from '../testing/backends';
import { namesOf } from '../testing/documents';
import { expectNear } from '../testing/expect';
import { blobsNet } from '../testing/networks';
import { openSession, succeeded, train } from '../testing/sessions';
import { inspectRows } from './inspect';

describe.each(backends)('on the $name backend', ({ backend, tolerance }) => {
  test('the values of rows hang together: z, statistics, normalized, t, sum and a', async () => {
    const session = train(await openSession(blobsNet(), backend), 20);
    for (const mode of ['train', 'inference'] as const) {
      const { ports, intermediates } = succeeded(inspectRows(session, [3, 1, 4, 1, 5], mode));
      const port = (name: string): Float64Array =>
        ports.find((item) => `${item.nodeId}.${item.port}` === name)?.values ?? new Float64Array(0);
      const between = (name: string): Float64Array =>
        intermediates.find((item) => `${item.nodeId}.${item.name}` === name)?.values ?? new Float64Array(0);
      const [z, y, gamma, beta] = [
        port('dense_1.z'),
        port('bn.y'),
        session.device.readVariable('bn/gamma'),
        session.device.readVariable('bn/beta'),
      ];
      const [mean, variance, normalized] = [between('bn.mean'), between('bn.variance'), between('bn.normalized')];
      expect(z.length).toBe(30);
      if (mode === 'inference') expect(mean).toEqual(session.device.readVariable('bn/moving_mean'));
      else
        expect(mean[0]).toBeCloseTo(
          [0, 6, 12, 18, 24].reduce((sum, i) => sum + (z[i] as number) / 5, 0),
          12,
        );
      const expected = z.map(
        (value, i) => (value - (mean[i % 6] as number)) / Math.sqrt((variance[i % 6] as number) + 1e-3),
      );
      expectNear(normalized, expected, { relative: 1e-12 });
      const out = normalized.map((value, i) => (gamma[i % 6] as number) * value + (beta[i % 6] as number));
      expectNear(y, out, { absolute: tolerance, relative: tolerance });
      const [t, sum, a] = [between('softmax.t'), between('softmax.sum'), port('softmax.y')];
      expectNear(t, port('dense_2.z').map(Math.exp), { relative: 1e-12 });
      expectNear(
        a,
        t.map((value, i) => value / (sum[Math.floor(i / 3)] as number)),
        { relative: tolerance },
      );
    }
  });

  test('looking changes no step', async () => {
    const [session, twin] = [
      train(await openSession(blobsNet(), backend), 10),
      train(await openSession(blobsNet(), backend), 10),
    ];
    const frame = session.frame();
    for (const mode of ['train', 'inference'] as const) succeeded(inspectRows(session, [0, 1], mode));
    expect(session.frame()).toEqual(frame);
    expect(train(session, 10).digest()).toBe(train(twin, 10).digest());
  });

  test('one row in inference mode has the values it has among others', async () => {
    const session = train(await openSession(blobsNet(), backend), 10);
    const z = (rows: number[]): Float64Array | undefined =>
      succeeded(inspectRows(session, rows, 'inference')).ports.find(({ nodeId }) => nodeId === 'dense_2')?.values;
    expect(z([7])).toEqual(z([2, 7, 9])?.slice(3, 6));
  });

  test('programs of a hundred inspections take no more memory than one', async () => {
    const session = await openSession(blobsNet(), backend);
    const { usedBytes } = session.device;
    for (let rows = 1; rows <= 100; rows++) {
      succeeded(
        inspectRows(
          session,
          Array.from({ length: rows % 40 || 1 }, (_, i) => i),
          'train',
        ),
      );
      expect(session.device.usedBytes).toBe(usedBytes);
    }
  });
});

test('rows that are not there are told', async () => {
  const session = await openSession(blobsNet(), reference.backend);
  for (const rows of [[90], [-1], [0.5], []]) {
    expect(namesOf(inspectRows(session, rows, 'train').diagnostics)).toEqual(['rowUnknown']);
  }
});
