import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWeights } from '../engine/index';
import { version } from '../package.json';
import { cats, classifier, moons } from './testing/graphs';
import { Folder } from './testing/io';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  folder.write('g.json', moons());
});
afterEach(() => folder.remove());

const SUMMARY = [
  'steps',
  'seconds',
  'stepsPerSecond',
  'compileMs',
  'backend',
  'threads',
  'fma',
  'parameters',
  'loss',
  'metrics',
  'evaluation',
  'digest',
];

/** The only line on standard output, parsed. */
function line(out: string) {
  expect(out.endsWith('\n')).toBe(true);
  expect(out.trimEnd()).not.toContain('\n');
  return JSON.parse(out);
}

const logOf = (name: string) =>
  folder
    .read(name)
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));

test('train prints exactly one line of JSON with the promised keys', async () => {
  const { code, out } = await folder.run(['train', 'g.json', '--steps', '25', '--json']);
  expect(code).toBe(0);
  const summary = line(out);
  expect(Object.keys(summary)).toEqual(SUMMARY);
  expect(summary).toMatchObject({ steps: 25, backend: 'wasm', threads: 1, parameters: 12 + 12 + 14 });
  expect(Object.keys(summary.evaluation)).toEqual(['split', 'loss', 'metrics']);
  expect(summary.evaluation.split).toBe('test');
  expect(Object.keys(summary.metrics)).toEqual(['accuracy']);
  expect(summary.digest).toMatch(/^[0-9a-f]{64}$/);
});

test('the log has a numbered line for every update, with z of every layer', async () => {
  const { out } = await folder.run(['train', 'g.json', '--steps', '12', '--log', 's.jsonl', '--json']);
  const lines = logOf('s.jsonl');
  expect(lines.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(lines.at(-1).loss).toBe(line(out).loss);
  for (const { loss, metrics, z } of lines) {
    expect(loss).toBeTypeOf('number');
    expect(Object.keys(metrics)).toEqual(['accuracy']);
    expect(Object.keys(z)).toEqual(['dense_1', 'bn_1', 'dense_2']);
    const keys = ['mean', 'std', 'min', 'max', 'p5', 'p15', 'p50', 'p85', 'p95', 'unitMean', 'unitVariance', 'dead'];
    expect(Object.keys(z.bn_1)).toEqual([...keys, 'saturated']);
    expect(z.bn_1.unitMean).toHaveLength(6);
    expect(z.bn_1.unitVariance).toHaveLength(6);
  }
  expect(folder.names()).toEqual(['g.json', 's.jsonl']);
});

test('--z-every thins z or leaves it out, and changes no weight', async () => {
  const run = (every: string) =>
    folder.run(['train', 'g.json', '--steps', '10', '--log', `z${every}`, '--z-every', every, '--json']);
  const digests = [];
  for (const every of ['1', '3', '0']) digests.push(line((await run(every)).out).digest);
  expect(new Set(digests).size).toBe(1);
  const probed = (name: string) => logOf(name).flatMap(({ step, z }) => (z ? [step] : []));
  expect(probed('z3')).toEqual([1, 4, 7, 10]);
  expect(probed('z0')).toEqual([]);
});

test.each(['wasm', 'reference'])('a saved %s run resumes bit for bit, its log from the saved step', async (backend) => {
  const train = (...flags: string[]) => folder.run(['train', 'g.json', '--backend', backend, '--json', ...flags]);
  const whole = line((await train('--steps', '30', '--seed', '11', '--save', 'whole')).out);
  await train('--steps', '13', '--seed', '11', '--save', 'part');
  // The seed comes with the weights.
  const rest = line((await train('--steps', '17', '--weights', 'part', '--save', 'rest', '--log', 'log')).out);
  expect(rest.digest).toBe(whole.digest);
  expect(rest.steps).toBe(17);
  expect(rest.evaluation).toEqual(whole.evaluation);
  expect(folder.bytes('rest')).toEqual(folder.bytes('whole'));
  expect(logOf('log').map(({ step }) => step)).toEqual(Array.from({ length: 17 }, (_, i) => i + 14));
});

test('shifts, chance, convolutions and subgraphs go on from saved weights bit for bit', async () => {
  folder.write('cats.json', cats());
  const train = async (...flags: string[]) => {
    const { code, err, out } = await folder.run(['train', 'cats.json', '--json', ...flags]);
    expect([code, err]).toEqual([0, '']);
    return line(out);
  };
  const whole = await train('--save', 'whole', '--log', 'log');
  await train('--steps', '4', '--save', 'part');
  const rest = await train('--steps', '16', '--weights', 'part', '--save', 'rest', '--log', 'rest.log');
  expect(rest.digest).toBe(whole.digest);
  expect(rest.evaluation).toEqual(whole.evaluation);
  expect(folder.bytes('rest')).toEqual(folder.bytes('whole'));
  expect(logOf('rest.log')).toEqual(logOf('log').slice(4));
  expect(Object.keys(logOf('log')[0].z)).toEqual(['conv', 'renorm', 'norm', 'dense', 'z']);
  expect(Object.keys(whole.evaluation.metrics)).toEqual(['f1']);
});

test('--set takes lists, objects and every parameter of the nodes of a graph', async () => {
  folder.write('cats.json', cats());
  const train = async (...settings: string[]) => {
    const flags = settings.flatMap((setting) => ['--set', setting]);
    return line((await folder.run(['train', 'cats.json', '--steps', '2', '--json', ...flags])).out);
  };
  const plain = await train();
  const other = await train(
    'drop.rate=0.5',
    'data.shift=[{"kind":"recolour","on":"train"}]',
    'optimizer.algorithm=nesterov',
    'optimizer.schedule=oneCycle',
    'conv.kernelSize=[3,5]',
    'dense.kernelInitializer={"name":"truncatedNormal","stddev":0.2}',
    'penalty.l2=0.1',
  );
  expect(other.digest).not.toBe(plain.digest);
  // A kernel of 3×5 has six weights more than one of 3×3, for 3 channels and 4 filters, and gives fewer columns.
  expect(other.parameters - plain.parameters).toBe(6 * 3 * 4 - 7 * 1 * 4 * (6 + 2));
  const wrong = async (setting: string) => (await train(setting)).diagnostics.map(({ code }: { code: string }) => code);
  expect(await wrong('data.shift=[{"kind":"warp"}]')).toEqual(['ZL301']);
  expect(await wrong('conv.kernelSize=99')).toContain('ZL340');
  expect(await wrong('box.x=1')).toEqual(['ZL603']);
});

test('weights hold every variable, the step, the seed and the position of the batches', async () => {
  await folder.run(['train', 'g.json', '--steps', '8', '--save', 'w']);
  const read = readWeights(folder.bytes('w'));
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  const names = [...read.value.tensors.keys()];
  for (const name of ['dense_1/kernel', 'bn_1/gamma', 'bn_1/moving_mean', 'bn_1/moving_variance', 'dense_2/bias']) {
    expect(names).toContain(name);
  }
  expect(names).toContain('dense_1/kernel/m');
  expect(read.value.tensors.get('dense_1/kernel')).toMatchObject({ dtype: 'F32', shape: [2, 6] });
  expect(read.value).toMatchObject({ step: 8, seed: 3 });
  expect(new TextDecoder().decode(folder.bytes('w'))).toContain('\\"data/batches\\":{\\"epoch\\":1,\\"batch\\":2}');
});

test('evaluate repeats the evaluation of the run, on any split', async () => {
  const { out } = await folder.run(['train', 'g.json', '--seed', '9', '--save', 'w', '--json']);
  const evaluate = async (...flags: string[]) =>
    line((await folder.run(['evaluate', 'g.json', '--weights', 'w', '--json', ...flags])).out);
  expect(await evaluate()).toEqual(line(out).evaluation);
  expect(Object.keys(await evaluate('--split', 'all'))).toEqual(['split', 'loss', 'metrics']);
  expect((await evaluate('--split', 'train')).split).toBe('train');
});

test('predict writes a row for each input row, to a file or to standard output', async () => {
  folder.write('x.csv', 'x,y\n0,0\n1.5,-0.5\n-1,1\n');
  await folder.run(['train', 'g.json', '--save', 'w']);
  const flags = ['predict', 'g.json', '--weights', 'w', '--input', 'x.csv'];
  const { code, out } = await folder.run(flags);
  expect(code).toBe(0);
  const rows = out.trimEnd().split('\n');
  expect(rows[0]).toBe('y0,y1');
  expect(rows).toHaveLength(4);
  for (const row of rows.slice(1)) {
    const [a, b] = row.split(',').map(Number) as [number, number];
    expect(a + b).toBeCloseTo(1, 5);
  }
  expect((await folder.run([...flags, '-o', 'y.csv'])).out).toBe('');
  expect(folder.read('y.csv')).toBe(out);
});

test('predict takes the pictures of a folder where the model was trained on pictures, and says so elsewhere', async () => {
  const graph = moons();
  const node = (id: string, type: string, data = {}) => ({ id, type, position: { x: 0, y: 0 }, data });
  const features = { source: 'data', sourceHandle: 'features', target: 'flat', targetHandle: 'x' };
  const pictures = { source: 'images', path: 'pets', size: 8, testFraction: 0 };
  folder.write('p.json', {
    ...graph,
    nodes: [
      ...graph.nodes.filter(({ id }) => id !== 'data'),
      node('data', 'dataset', pictures),
      node('flat', 'flatten'),
    ],
    edges: [
      ...graph.edges.map((edge) =>
        edge.sourceHandle === 'features' ? { ...edge, source: 'flat', sourceHandle: 'y' } : edge,
      ),
      features,
    ],
    run: { ...graph.run, batchSize: 2 },
  });
  for (const [place, level] of [
    ['pets/cat', 0],
    ['pets/dog', 255],
    ['new', 90],
  ] as const) {
    fs.mkdirSync(folder.file(place), { recursive: true });
    for (const name of ['a.png', 'b.png']) {
      fs.writeFileSync(
        folder.file(`${place}/${name}`),
        encode({ width: 1, height: 1, channels: 1, depth: 8, data: Uint8Array.of(level) }),
      );
    }
  }
  expect((await folder.run(['train', 'p.json', '--steps', '5', '--save', 'w'])).err).toBe('');
  const predict = (graphFile: string, weights: string) =>
    folder.run(['predict', graphFile, '--weights', weights, '--input', 'new']);
  expect((await predict('p.json', 'w')).out.trimEnd().split('\n')).toHaveLength(3);
  await folder.run(['train', 'g.json', '--steps', '5', '--save', 'v']);
  const { code, err } = await predict('g.json', 'v');
  expect(code).toBe(1);
  expect(err).toContain('has pictures; the graph was made for rows of 2');
});

test('data files are read relative to the graph file', async () => {
  fs.mkdirSync(folder.file('deep'));
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${i % 3},${i % 2}`);
  folder.write('deep/rows.csv', `a,b,class\n${rows.join('\n')}\n`);
  folder.write('deep/g.json', classifier({ source: 'csv', path: 'rows.csv', testFraction: 0 }));
  const { code, out } = await folder.run(['train', 'deep/g.json', '--steps', '3', '--no-shuffle', '--json']);
  expect(code).toBe(0);
  expect(line(out).evaluation.split).toBe('train');
  folder.write('g.json', classifier({ source: 'csv', path: 'rows.csv' }));
  const missing = await folder.run(['check', 'g.json', '--json']);
  expect(line(missing.out)).toMatchObject({ ok: false, diagnostics: [{ code: 'ZL501', where: { nodeId: 'data' } }] });
  expect(line(missing.out).diagnostics[0].message).toContain('it does not exist');
  expect((await folder.run(['train', 'g.json'])).err).toContain('it does not exist');
});

test('--set changes parameters, text and numbers alike', async () => {
  const digest = async (...flags: string[]) =>
    line((await folder.run(['train', 'g.json', '--steps', '5', '--json', ...flags])).out).digest;
  const plain = await digest();
  expect(await digest('--set', 'act_1.function=relu')).not.toBe(plain);
  expect(await digest('--set', 'optimizer.learningRate=0.5')).not.toBe(plain);
  expect(await digest('--set', 'act_1.function=tanh')).toBe(plain);
  const order = ['--set', 'optimizer.learningRate=0.001', '--set', 'optimizer.algorithm=sgd'];
  const same = ['--set', 'optimizer.algorithm=sgd', '--set', 'optimizer.learningRate=0.001'];
  expect(await digest(...order)).toBe(await digest(...same));
});

test('bad input is exit 1 with its diagnostic, and nothing is written', async () => {
  const cases: [string[], string][] = [
    [['train', 'nowhere.json'], 'ZL801'],
    [['train', 'g.json', '--set', 'nobody.units=3'], 'ZL603'],
    [['train', 'g.json', '--set', 'dense_1.unit=3'], 'ZL603'],
    [['train', 'g.json', '--set', 'dense_1.units=-3'], 'ZL302'],
    [['train', 'g.json', '--set', 'dense_1'], 'ZL603'],
    [['train', 'g.json', '--batch', '5000'], 'ZL312'],
    [['train', 'g.json', '--steps', '1', '--epochs', '1'], 'ZL804'],
    [['train', 'g.json', '--weights', 'g.json'], 'ZL701'],
    [['train', 'g.json', '--save', 'no/folder/w'], 'ZL802'],
    [['train', 'g.json', '--save', 'same', '--report', 'same'], 'ZL804'],
    [['train', 'g.json', '--log', './g.json'], 'ZL804'],
    [['train', 'g.json', '--set', 'optimizer.learningRate=1e30', '--steps', '20'], 'ZL601'],
    [['evaluate', 'g.json'], 'ZL804'],
    [['check', 'g.json', '--set', 'act_1.function=wave'], 'ZL303'],
  ];
  const before = folder.names();
  for (const [argv, code] of cases) {
    const extra = argv[0] === 'train' && !argv.includes('--save') ? ['--save', 'w', '--json'] : ['--json'];
    const ran = await folder.run([...argv, ...extra]);
    expect([argv, ran.code]).toEqual([argv, 1]);
    const codes = line(ran.out).diagnostics.map((item: { code: string }) => item.code);
    expect([argv, codes]).toEqual([argv, expect.arrayContaining([code])]);
    expect(folder.names()).toEqual(before);
  }
});

test('a run that diverges names the first node and the step', async () => {
  const set = ['--set', 'optimizer.algorithm=sgd', '--set', 'optimizer.learningRate=1e38'];
  const { code, out, err } = await folder.run(['train', 'g.json', '--json', '--report', 'r.html', ...set]);
  expect(code).toBe(1);
  const [problem] = line(out).diagnostics;
  expect(problem).toMatchObject({ code: 'ZL601' });
  expect(problem.where.nodeId).not.toBe('');
  expect(problem.message).toMatch(/at step \d+/);
  expect(err).toContain(problem.message);
  expect(folder.names()).toEqual(['g.json']);
});

test('an evaluation that overflows names the optimizer where no loss node is in the graph', async () => {
  const node = (id: string, type: string, data = {}) => ({ id, type, position: { x: 0, y: 0 }, data });
  folder.write('square.json', {
    format: 'zlens-graph',
    version: 1,
    nodes: [
      node('w', 'variable', { initialValue: 1 }),
      node('square', 'square'),
      node('descent', 'optimizer', { learningRate: 1e30 }),
    ],
    edges: [
      { id: 'a', source: 'w', sourceHandle: 'value', target: 'square', targetHandle: 'x' },
      { id: 'b', source: 'square', sourceHandle: 'y', target: 'descent', targetHandle: 'loss' },
    ],
  });
  const ran = await folder.run(['train', 'square.json', '--steps', '1', '--save', 'w', '--json']);
  expect(ran.code).toBe(1);
  const [diagnostic] = line(ran.out).diagnostics;
  expect(diagnostic).toMatchObject({ code: 'ZL601', where: { nodeId: 'descent' } });
  expect(diagnostic.message).toContain('first in "descent"');
  expect(folder.names()).toEqual(['g.json', 'square.json']);
});

test('weights of another graph are refused by name and shape', async () => {
  await folder.run(['train', 'g.json', '--steps', '1', '--save', 'w']);
  const wider = await folder.run(['evaluate', 'g.json', '--weights', 'w', '--json', '--set', 'dense_1.units=7']);
  expect(line(wider.out).diagnostics.map((item: { code: string }) => item.code)).toContain('ZL703');
  const other = moons();
  const renamed = JSON.parse(JSON.stringify(other).replaceAll('"dense_2"', '"output"'));
  folder.write('other.json', renamed);
  const missing = await folder.run(['evaluate', 'other.json', '--weights', 'w', '--json']);
  expect(line(missing.out).diagnostics).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'ZL702', where: { nodeId: 'output' } })]),
  );
});

test('slots that are missing start at zero, tensors too many are told', async () => {
  await folder.run(['train', 'g.json', '--steps', '4', '--set', 'optimizer.algorithm=sgd', '--save', 'sgd']);
  const adam = await folder.run(['train', 'g.json', '--steps', '2', '--weights', 'sgd', '--save', 'adam', '--json']);
  expect(adam.code).toBe(0);
  const set = ['--set', 'optimizer.algorithm=sgd'];
  const back = await folder.run(['evaluate', 'g.json', '--weights', 'adam', '--json', ...set]);
  expect(back.code).toBe(0);
  expect(back.err).toContain('ZL705');
});

test('Ctrl+C ends a run cleanly: what was asked for is written, the summary tells the steps made', async () => {
  const stop = new AbortController();
  // The first look at the progress comes after the first slice of steps.
  const columns = (): number => {
    stop.abort();
    return 80;
  };
  const argv = ['train', 'g.json', '--steps', '100000000', '--save', 'w', '--log', 'l', '--json', '--z-every', '0'];
  const { code, out, err } = await folder.run(argv, { stop: stop.signal, isTerminal: true, columns });
  expect(code).toBe(0);
  const { steps } = line(out);
  expect(steps).toBeGreaterThan(0);
  expect(err).toContain(`Stopped after ${steps} of 100000000 steps.`);
  expect(logOf('l')).toHaveLength(steps);
  const read = readWeights(folder.bytes('w'));
  expect(read.ok && read.value.step).toBe(steps);
});

test('stopping before the first step is exit 130 and writes nothing', async () => {
  const { code } = await folder.run(['train', 'g.json', '--save', 'w'], { stop: AbortSignal.abort() });
  expect(code).toBe(130);
  expect(folder.names()).toEqual(['g.json']);
});

test('no steps at all evaluates the initial weights', async () => {
  const { out } = await folder.run(['train', 'g.json', '--steps', '0', '--json']);
  expect(line(out)).toMatchObject({ steps: 0, stepsPerSecond: 0, loss: null, metrics: {} });
});

test.skipIf(!fs.existsSync('/dev/full'))('a full disk is told, and no file is left', async () => {
  const full = await folder.run(['train', 'g.json', '--steps', '3', '--save', '/dev/full', '--log', 'l', '--json']);
  expect(full.code).toBe(1);
  expect(line(full.out).diagnostics[0]).toMatchObject({ code: 'ZL803', message: expect.stringContaining('/dev/full') });
  expect(folder.names()).toEqual(['g.json']);
  expect(fs.statSync('/dev/full').isCharacterDevice()).toBe(true);
});

test('an existing output is replaced whole, through a link too', async () => {
  folder.write('old', 'old weights');
  fs.symlinkSync(folder.file('old'), folder.file('link'));
  await folder.run(['train', 'g.json', '--steps', '1', '--save', 'link']);
  expect(fs.lstatSync(folder.file('link')).isSymbolicLink()).toBe(true);
  expect(readWeights(folder.bytes('old')).ok).toBe(true);
  const failed = await folder.run(['train', 'g.json', '--set', 'optimizer.learningRate=1e38', '--save', 'link']);
  expect(failed.code).toBe(1);
  expect(readWeights(folder.bytes('old')).ok).toBe(true);
});

test('a graph without an optimizer cannot be trained', async () => {
  const graph = moons();
  graph.nodes = graph.nodes.filter(({ id }) => id !== 'optimizer');
  graph.edges = graph.edges.filter(({ target }) => target !== 'optimizer');
  folder.write('g.json', graph);
  const { code, out } = await folder.run(['train', 'g.json', '--json']);
  expect(code).toBe(1);
  expect(line(out).diagnostics[0].code).toBe('ZL217');
});

test('without --json the summary is for people, and progress is drawn on a terminal only', async () => {
  const quiet = await folder.run(['train', 'g.json', '--steps', '5']);
  expect(quiet.out).toMatch(/^steps +5 in/);
  expect(quiet.err).toBe('');
  const drawn = await folder.run(['train', 'g.json', '--steps', '5'], { isTerminal: true });
  expect(drawn.err).toContain('5/5 steps');
  expect(drawn.err.endsWith('\r\u001b[2K')).toBe(true);
});

test('more threads than one are taken back with a word on standard error', async () => {
  const { out, err } = await folder.run(['train', 'g.json', '--steps', '2', '--threads', '4', '--json']);
  expect(line(out).threads).toBe(1);
  expect(err).toContain('one thread');
});

test('check tells all problems and fails on errors only', async () => {
  expect(await folder.run(['check', 'g.json'])).toMatchObject({ code: 0, out: 'No problems.\n' });
  const warned = await folder.run(['check', 'g.json', '--set', 'dense_1.useBias=true', '--json']);
  expect(warned.code).toBe(0);
  expect(line(warned.out)).toMatchObject({ ok: true, diagnostics: [{ code: 'ZL401', severity: 'warning' }] });
  const graph = moons();
  graph.edges = graph.edges.filter(({ target }) => target !== 'bn_1');
  folder.write('g.json', graph);
  const broken = await folder.run(['check', 'g.json']);
  expect(broken.code).toBe(1);
  expect(broken.out).toContain('error ZL206 bn_1.x');
  expect(broken.out).toMatch(/\d errors?/);
});

test('control characters of a file never reach the terminal', async () => {
  const text = JSON.stringify(moons()).replaceAll('"act_1"', '"act\\u001b]0;x\\u0007\\u202e"');
  folder.write('g.json', text);
  const { out, code } = await folder.run(['check', 'g.json']);
  expect(code).toBe(1);
  expect(out).toContain('\\u001b]0;x\\u0007\\u202e');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('a file that is no graph, too new or not text is refused with its code', async () => {
  const codeOf = async (data: string | Uint8Array) => {
    folder.write('bad.json', data);
    return line((await folder.run(['check', 'bad.json', '--json'])).out).diagnostics[0].code;
  };
  expect(await codeOf('{"format": "other"}')).toBe('ZL104');
  expect(await codeOf('{"format": "zlens-graph", "version": 99}')).toBe('ZL105');
  expect(await codeOf('{"format": ')).toBe('ZL103');
  expect(await codeOf(Uint8Array.of(0x7b, 0xff, 0xfe))).toBe('ZL801');
  expect(await codeOf('['.repeat(5_000_000))).toBe('ZL102');
});

test('names of functions are one text each, whatever quotes the attributes of a kernel have', async () => {
  const graph = fileURLToPath(new URL('../examples/digits-convolution.json', import.meta.url));
  const { out } = await folder.run(['compile', graph, '--print', 'wat']);
  const functions = out.split('\n').filter((text) => text.startsWith('  (func'));
  expect(functions.some((text) => text.includes('imagePatches') && text.includes('\\"window\\"'))).toBe(true);
  for (const text of functions) expect(text).toMatch(/^ {2}\(func \$"([^"\\]|\\.)*"( \(|$)/);
});

test('compile prints the graph at each stage', async () => {
  const print = async (stage: string) => (await folder.run(['compile', 'g.json', '--print', stage])).out;
  expect(await print('ir')).toMatch(/= matmul .* : 16×6 {2}# dense_1 forward/);
  expect(await print('schedule')).toMatch(/ @\d+ {2}%\d+ = /);
  expect(await print('passes')).toMatch(
    /^== lower: \d+ values\n%0 = [\s\S]*\n== fuse loss: \d+ values; softmax and cross-entropy/,
  );
  expect(await print('wat')).toMatch(/^\(module/);
  const report = line(await print('json'));
  const dense = report.nodes.find(({ id }: { id: string }) => id === 'dense_1');
  expect(dense).toMatchObject({ type: 'dense', parameters: 12, outputs: { z: [16, 6] } });
  expect(dense.flops.forward).toBe(2 * 16 * 2 * 6);
  const total = report.buffers.reduce((sum: number, { flops }: { flops: number }) => sum + flops, 0);
  expect(report.flopsPerStep).toBe(total);
  expect(report.passes.map(({ pass }: { pass: string }) => pass)).toContain('minimize memory');
  expect(report.variables[0]).toMatchObject({ name: 'dense_1/kernel', shape: [2, 6], bytes: 48 });
  expect((await folder.run(['compile', 'g.json'])).out).toMatch(/^node +type +shape/);
});

test('help, version, and a suggestion for a command that is not there', async () => {
  expect((await folder.run(['--version'])).out).toBe(`${version}\n`);
  for (const command of ['train', 'evaluate', 'predict', 'check', 'compile', 'schema']) {
    const { code, out } = await folder.run([command, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: zlens ${command}`);
  }
  expect((await folder.run(['--help'])).out).toContain('zlens COMMAND [flags]');
  const wrong = await folder.run(['trian', 'g.json']);
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('Did you mean train?');
  const flag = await folder.run(['train', 'g.json', '--jsn']);
  expect(flag).toMatchObject({ code: 1, err: expect.stringContaining('Did you mean --json?') });
});
