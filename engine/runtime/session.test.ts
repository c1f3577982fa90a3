import { afterEach, describe, expect, test, vi } from 'vitest';
import type { GraphDocument } from '../document/types';
import { backends, reference, wasm } from '../testing/backends';
import { namesOf, sketch } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { losses, openSession, train } from '../testing/sessions';
import { Session } from './session';

const files = { 'rows.csv': 'x,y,label\n0,1,0\n1,0,1\n0.5,2,0\n2,0.5,1\n0.25,1.5,0\n1.5,0.25,1\n' };

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  const open = (document: GraphDocument = blobsNet()): Promise<Session> => openSession(document, backend, { files });

  test('keeps the same initial weights and losses on reset', async () => {
    const session = await open();
    const initial = session.digest();
    const first = losses(session, 40);
    expect(session.digest()).not.toBe(initial);
    session.reset();
    expect([session.step, session.digest()]).toEqual([0, initial]);
    expect(losses(session, 40)).toEqual(first);
  });

  test('gives the same bytes for the same seed, and others for another', async () => {
    const digest = async (seed: number): Promise<string> => train(await open(blobsNet({ seed })), 50).digest();
    const first = await digest(11);
    expect(await digest(11)).toBe(first);
    expect(await digest(12)).not.toBe(first);
  });

  test('digests are 64 hexadecimal digits and count the step', async () => {
    const still = await open(blobsNet({ optimizer: { algorithm: 'sgd', learningRate: 0 }, norm: false }));
    const before = still.digest();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    train(still, 1);
    expect(still.digest()).not.toBe(before);
  });

  test('replays the same losses from a snapshot, bit for bit', async () => {
    const session = train(await open(), 23);
    const snapshot = session.snapshot();
    const first = losses(session, 30);
    const end = session.digest();
    session.restore(snapshot);
    expect(session.step).toBe(23);
    expect(losses(session, 30)).toEqual(first);
    expect(session.digest()).toBe(end);
  });

  test('a snapshot does not move when the session does', async () => {
    const session = await open();
    const snapshot = session.snapshot();
    const copy = Uint8Array.from(snapshot.device.bytes);
    train(session, 5);
    session.evaluate('test');
    expect(snapshot.device.bytes).toEqual(copy);
  });

  test('a fork does not feel what the other did', async () => {
    const [trunk, fork] = [train(await open(), 10), await open()];
    fork.restore(trunk.snapshot());
    fork.set('optimizer', 'learningRate', 0.5);
    train(fork, 10);
    const alone = train(await open(), 20);
    expect(train(trunk, 10).digest()).toBe(alone.digest());
    expect(fork.digest()).not.toBe(alone.digest());
  });

  test('a live parameter changes the next update and compiles nothing', async () => {
    const [session, twin] = [train(await open(), 5), train(await open(), 5)];
    const { compiled } = session;
    expect(session.set('optimizer', 'learningRate', 0)).toBeNull();
    const kernel = session.device.readVariable('dense_1/kernel');
    train(session, 3);
    expect(session.device.readVariable('dense_1/kernel')).toEqual(kernel);
    train(twin, 3);
    expect(twin.device.readVariable('dense_1/kernel')).not.toEqual(kernel);
    expect(session.compiled).toBe(compiled);
  });

  test('the momentum of batch norm is live', async () => {
    const session = train(await open(), 5);
    expect(session.set('bn', 'momentum', 1)).toBeNull();
    const mean = session.device.readVariable('bn/moving_mean');
    train(session, 5);
    expect(session.device.readVariable('bn/moving_mean')).toEqual(mean);
  });

  test.each([
    ['dense_1', 'units', 8, 'hyperparameterUnknown'],
    ['optimizer', 'algorithm', 'sgd', 'hyperparameterUnknown'],
    ['optimizer', 'speed', 1, 'hyperparameterUnknown'],
    ['nobody', 'units', 1, 'hyperparameterUnknown'],
    ['optimizer', 'learningRate', -1, 'parameterRange'],
    ['optimizer', 'learningRate', 'fast', 'parameterType'],
    ['optimizer', 'learningRate', Number.NaN, 'parameterType'],
    ['optimizer', 'schedule', 'never', 'parameterChoice'],
  ])('%s.%s = %j is refused and changes nothing', async (nodeId, parameter, value, name) => {
    const [session, twin] = [await open(), await open()];
    const problem = session.set(nodeId, parameter, value);
    expect(problem && namesOf([problem])).toEqual([name]);
    expect(problem?.where).toMatchObject({ nodeId, parameter });
    expect(train(session, 3).digest()).toBe(train(twin, 3).digest());
  });

  test('evaluates in inference mode and leaves the state as it is', async () => {
    const session = train(await open(), 30);
    const before = session.digest();
    const first = session.evaluate('test');
    const second = session.evaluate('test');
    expect(first.ok && first.value.loss).toBeGreaterThan(0);
    expect(second).toEqual(first);
    expect(session.digest()).toBe(before);
    // Moving statistics count: training mode would not feel them.
    const moved = session.device.readVariable('bn/moving_mean').map((mean) => mean + 3);
    session.device.writeVariable('bn/moving_mean', moved);
    expect(session.evaluate('test')).not.toEqual(first);
  });

  test('evaluation between steps changes no step', async () => {
    const [session, twin] = [await open(), await open()];
    const expected = losses(twin, 20);
    const seen: number[] = [];
    train(session, 20, () => {
      seen.push(session.loss);
      session.evaluate('all');
    });
    expect(seen).toEqual(expected);
  });

  test('evaluation is the mean over rows, whatever the chunks', async () => {
    const session = train(await open(), 20);
    const parts = (['train', 'test', 'all'] as const).map((split) => {
      const result = session.evaluate(split);
      if (!result.ok) throw new Error('It cannot be evaluated.');
      return result.value;
    });
    const [ofTrain, ofTest, ofAll] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
    expect(ofAll.loss).toBeCloseTo((72 * ofTrain.loss + 18 * ofTest.loss) / 90, 5);
    const right = ofAll.metrics.accuracy as number;
    expect(Math.abs(right * 90 - Math.round(right * 90))).toBeLessThan(1e-4);
  });

  test('loss, metrics and z of a step come from before its update', async () => {
    const session = await open(blobsNet({ norm: false, data: { testFraction: 0 }, run: { batchSize: 90 } }));
    const before = session.evaluate('train');
    train(session, 1);
    const frame = session.frame();
    expect(frame.step).toBe(1);
    expect(before.ok && Math.abs(before.value.loss - frame.loss)).toBeLessThan(1e-5);
    expect(before.ok && before.value.metrics.accuracy).toBeCloseTo(frame.metrics.accuracy as number, 6);
  });

  test('statistics come on the steps that are asked for', async () => {
    const session = await open(blobsNet({ run: { probeEvery: 3 } }));
    const probed: number[] = [];
    train(session, 9, () => {
      if (session.frame().z) probed.push(session.step);
    });
    expect(probed).toEqual([1, 4, 7]);
    session.update(true);
    expect(Object.keys(session.frame().z ?? {})).toEqual(['dense_1', 'bn', 'dense_2']);
  });

  test('statistics change no weight', async () => {
    const digest = async (probeEvery: number) => train(await open(blobsNet({ run: { probeEvery } })), 20).digest();
    expect(await digest(1)).toBe(await digest(0));
  });

  /** Far beyond what the precision holds once it is multiplied by itself. */
  const TOO_FAST = precision === 'float64' ? 1e200 : 1e30;
  const steep = (learningRate: number): GraphDocument =>
    blobsNet({ norm: false, activation: 'relu', optimizer: { algorithm: 'sgd', learningRate } });

  test('a learning rate that is far too high stops it within two steps, naming node and step', async () => {
    const session = await open(steep(TOO_FAST));
    const problem = session.update() ?? session.update();
    expect(session.step).toBeLessThanOrEqual(2);
    expect(problem).toMatchObject({ code: 'ZL601', severity: 'error' });
    expect(session.checked.byId.has(problem?.where.nodeId ?? '')).toBe(true);
    expect(problem?.message).toContain(`at step ${session.step},`);
  });

  test('a variance that overflows is told with its step, although the loss does not feel it', async () => {
    const session = await open(blobsNet({ optimizer: { algorithm: 'sgd', learningRate: TOO_FAST } }));
    let problem: ReturnType<typeof session.update> = null;
    for (let i = 0; i < 250 && !problem; i++) problem = session.update();
    expect(session.step).toBe(2);
    expect(problem).toMatchObject({ code: 'ZL601', where: { nodeId: 'bn' } });
    expect(problem?.message).toContain('at step 2,');
  });

  test('after it diverged, reset makes it whole', async () => {
    const session = await open(steep(0.02));
    const first = losses(session, 10);
    session.set('optimizer', 'learningRate', TOO_FAST);
    const problem = session.update() ?? session.update() ?? session.update();
    expect(problem?.code).toBe('ZL601');
    session.set('optimizer', 'learningRate', 0.02);
    session.reset();
    expect(losses(session, 10)).toEqual(first);
    expect(session.checkState()).toBeNull();
  });

  test('a step that breaks after a live change is named by its own number', async () => {
    const session = train(await open(steep(0.01)), 50);
    session.set('optimizer', 'learningRate', TOO_FAST);
    const problem = session.update() ?? session.update();
    expect(problem?.message).toMatch(/at step 5[12],/);
  });

  test('the search for the step that broke leaves the session where it was', async () => {
    const session = train(await open(steep(0.01)), 5);
    session.set('optimizer', 'learningRate', TOO_FAST);
    while (session.update() === null);
    const [step, digest] = [session.step, session.digest()];
    session.checkState();
    expect([session.step, session.digest()]).toEqual([step, digest]);
  });

  test('weights that overflow in the last step are found', async () => {
    const session = await open(blobsNet({ norm: false, optimizer: { algorithm: 'sgd', learningRate: 0.01 } }));
    train(session, 2);
    const bias = session.device.readVariable('dense_2/bias');
    session.device.writeVariable('dense_2/bias', bias.fill(Number.POSITIVE_INFINITY));
    expect(session.checkState()).toMatchObject({ code: 'ZL601' });
  });

  test('takes rows in file order without shuffling, drops the part batch, and wraps', async () => {
    const document = sketch(
      {
        data: { type: 'dataset', data: { source: 'csv', path: 'rows.csv', testFraction: 0 } },
        w: { type: 'variable', data: { initialValue: [0, 0], shape: [2] } },
        z: { type: 'multiply', from: { a: 'data', b: 'w' }, probed: true },
        x: { type: 'activation', data: { function: 'linear' }, from: { x: 'data' }, probed: true },
        loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'data:labels' } },
        optimizer: { type: 'optimizer', from: { loss: 'loss' } },
      },
      { run: { batchSize: 4, shuffle: false } },
    );
    const session = await open(document);
    expect(session.stepsPerEpoch).toBe(1);
    const means: number[][] = [];
    train(session, 3, () => means.push([...(session.details()?.x?.unitMean ?? [])]));
    expect(means).toEqual([
      [0.875, 0.875],
      [0.875, 0.875],
      [0.875, 0.875],
    ]);
    const pairs = await open({ ...document, run: { ...document.run, batchSize: 2 } });
    const seen: number[] = [];
    train(pairs, 4, () => seen.push(pairs.details()?.x?.unitMean[0] as number));
    expect(seen).toEqual([0.5, 1.25, 0.875, 0.5]);
  });

  test('counts steps by epochs: whole batches of the training rows', async () => {
    const session = await open(blobsNet({ run: { steps: undefined, epochs: 4, batchSize: 20 } }));
    expect([session.stepsPerEpoch, session.totalSteps]).toEqual([3, 12]);
    const steps = await open(blobsNet({ run: { steps: 17 } }));
    expect(steps.totalSteps).toBe(17);
  });

  test('feeds change the next step; what does not fit is refused', async () => {
    const document = sketch({
      w: { type: 'variable', data: { initialValue: 0 } },
      x: { type: 'placeholder', data: { value: 3 } },
      d: { type: 'subtract', from: { a: 'w', b: 'x' } },
      cost: { type: 'square', from: { x: 'd' } },
      optimizer: { type: 'optimizer', data: { learningRate: 0.5 }, from: { loss: 'cost' } },
    });
    const session = train(await open(document), 1);
    expect(session.device.readVariable('w/value')[0]).toBe(3);
    expect(session.feedPlaceholder('x', [-8])).toBeNull();
    expect(train(session, 1).device.readVariable('w/value')[0]).toBe(-8);
    expect(namesOf([session.feedPlaceholder('y', [1]) ?? []].flat())).toEqual(['feedUnknown']);
    expect(namesOf([session.feedPlaceholder('x', [1, 2]) ?? []].flat())).toEqual(['valueShape']);
  });

  test('a placeholder that is to be fed and was not is a problem of that node', async () => {
    const document = sketch({
      w: { type: 'variable', data: { initialValue: 0 } },
      x: { type: 'placeholder' },
      cost: { type: 'multiply', from: { a: 'w', b: 'x' } },
      optimizer: { type: 'optimizer', from: { loss: 'cost' } },
    });
    const session = await openSession(document, backend, { fed: new Set(['x']) });
    expect(session.update()).toMatchObject({ code: 'ZL309', where: { nodeId: 'x' } });
    expect(session.step).toBe(0);
    session.feedPlaceholder('x', [2]);
    expect(session.update()).toBeNull();
    const refused = await Session.open(document, { backend });
    expect(namesOf(refused.diagnostics)).toContain('placeholderUnset');
  });

  test('adopts the weights that still fit, and the step', async () => {
    const before = train(await open(), 12);
    const wider = blobsNet();
    const nodes = wider.nodes.map((node) =>
      node.id === 'dense_2' ? { ...node, data: { ...node.data, units: 4 } } : node,
    );
    const after = await open({ ...wider, nodes });
    const fresh = after.device.readVariable('dense_2/kernel');
    after.adopt(before);
    expect(after.step).toBe(12);
    expect(after.device.readVariable('dense_1/kernel')).toEqual(before.device.readVariable('dense_1/kernel'));
    expect(after.device.readVariable('dense_2/kernel')).toEqual(fresh);
    train(after, 3);
  });
});

test('a batch larger than the data is an error with a fix', async () => {
  const opened = await Session.open(blobsNet({ run: { batchSize: 100 } }), { backend: reference.backend });
  expect(opened.ok).toBe(false);
  expect(opened.diagnostics).toContainEqual(
    expect.objectContaining({
      code: 'ZL312',
      where: { nodeId: 'data' },
      fix: { title: expect.any(String), edits: [{ kind: 'setRun', key: 'batchSize', value: 72 }] },
    }),
  );
});

test('a split without rows cannot be evaluated', async () => {
  const session = await openSession(blobsNet({ data: { testFraction: 0 } }), reference.backend);
  const result = session.evaluate('test');
  expect(namesOf(result.diagnostics)).toEqual(['splitEmpty']);
  expect(session.evaluationSplit).toBe('train');
});

test('a graph that holds only for its batch size can neither be evaluated nor predict, and says why', async () => {
  const document = blobsNet();
  const noisy: GraphDocument = {
    ...document,
    nodes: [
      ...document.nodes,
      { id: 'noise', type: 'constant', position: { x: 0, y: 0 }, data: { value: 0.1, shape: [12, 3] } },
      { id: 'sum', type: 'add', position: { x: 0, y: 0 }, data: {} },
    ],
    edges: [
      ...document.edges.map((edge) =>
        edge.target === 'softmax' ? { ...edge, source: 'sum', sourceHandle: 'y' } : edge,
      ),
      { id: 'e1', source: 'dense_2', sourceHandle: 'z', target: 'sum', targetHandle: 'a' },
      { id: 'e2', source: 'noise', sourceHandle: 'value', target: 'sum', targetHandle: 'b' },
    ],
  };
  const session = train(await openSession(noisy, reference.backend), 2);
  const result = session.evaluate('test');
  expect(result.diagnostics[0]).toMatchObject({ code: 'ZL305', where: { nodeId: 'sum' } });
  // Nor can another number of rows be predicted; as many as the batch has can.
  expect(session.predict('data', new Float32Array(2 * 7), 2).diagnostics[0]).toMatchObject({ code: 'ZL305' });
  expect(session.predict('data', new Float32Array(2 * 12), 2).ok).toBe(true);
});

test('a graph without an optimizer runs forward and learns nothing', async () => {
  const { nodes, edges, ...rest } = blobsNet({ norm: false });
  const document = {
    ...rest,
    nodes: nodes.filter(({ type }) => type !== 'optimizer'),
    edges: edges.filter(({ target }) => target !== 'optimizer'),
  };
  const session = await openSession(document, reference.backend);
  expect(session.trainable).toBe(false);
  expect(session.notTrainable()).toMatchObject({ code: 'ZL217' });
  const kernel = session.device.readVariable('dense_1/kernel');
  train(session, 3);
  expect(session.device.readVariable('dense_1/kernel')).toEqual(kernel);
  expect(session.loss).toBeGreaterThan(0);
});

describe('on a host without WebAssembly', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('the wasm backend is a problem that says so, and the reference goes on', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const refused = await Session.open(blobsNet(), { backend: wasm.backend });
    expect(refused).toMatchObject({ ok: false, diagnostics: [{ code: 'ZL606', where: { nodeId: null } }] });
    expect((await Session.open(blobsNet(), { backend: reference.backend })).ok).toBe(true);
  });
});
