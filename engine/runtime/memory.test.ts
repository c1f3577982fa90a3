import { expect, test } from 'vitest';
import type { Backend } from '../backends/backend';
import { OutOfMemory } from '../backends/backend';
import { reference } from '../testing/backends';
import { namesOf } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { openSession, succeeded, train } from '../testing/sessions';
import { withinMemory } from './memory';

/** The reference, on a host that refuses every program after the first `programs`. */
const small = (programs: number): Backend => ({
  ...reference.backend,
  open(variables) {
    const device = reference.backend.open(variables);
    let loaded = 0;
    const load: typeof device.load = (program) => {
      if (++loaded > programs) throw new OutOfMemory(3e9);
      return device.load(program);
    };
    return new Proxy(device, {
      get: (target, key) => {
        if (key === 'load') return load;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  },
});

test('memory that cannot be had is a diagnostic; any other error is a bug and goes on', () => {
  expect(succeeded(withinMemory(() => 7))).toBe(7);
  const refused = withinMemory(() => {
    throw new OutOfMemory(12.34e9);
  });
  expect(namesOf(refused.diagnostics)).toEqual(['outOfMemory']);
  expect(refused.diagnostics[0]?.message).toContain('12 GB');
  expect(() =>
    withinMemory(() => {
      throw new RangeError('a bug');
    }),
  ).toThrow('a bug');
});

test('an evaluation or prediction that does not fit beside the training is refused, and training goes on', async () => {
  const session = train(await openSession(blobsNet(), small(1)), 2);
  expect(namesOf(session.evaluate('test').diagnostics)).toEqual(['outOfMemory']);
  expect(namesOf(session.predict('data', new Float32Array(8), 2).diagnostics)).toEqual(['outOfMemory']);
  expect(train(session, 2).step).toBe(4);
});

test('a loss that is not finite is told even where its cause cannot be looked for', async () => {
  const optimizer = { algorithm: 'sgd', learningRate: 1e200 };
  const session = await openSession(blobsNet({ norm: false, activation: 'relu', optimizer }), small(1));
  const problem = session.update() ?? session.update();
  expect(namesOf(problem ? [problem] : [])).toEqual(['notFinite']);
  expect(problem?.message).toContain('The loss');
});
