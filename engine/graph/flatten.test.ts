import { describe, expect, test } from 'vitest';
import type { GraphDocument, GraphNode } from '../document/types';
import { applyEdits } from '../index';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { reference } from '../testing/backends';
import { check, named, namesOf, sketch } from '../testing/documents';
import { openSession, train } from '../testing/sessions';
import { connectionProblem } from './connect';

type Sketch = Parameters<typeof sketch>[0];

const OPTIONS = { registry: nodeRegistry, initializers: INITIALIZERS };
const X = { type: 'variable', data: { shape: [2, 2], initialValue: [1, 2, 3, 4] } };
const IN = { type: 'subgraphInput', data: { name: 'x' }, parentId: 'box' };
const OUT = { type: 'subgraphOutput', data: { name: 'y' }, parentId: 'box' };
const BOX = { type: 'subgraph', data: { title: 'Box' } };
const SUM = { type: 'reduceSum' };

/** A square and a negation in a subgraph between a variable and its sum. */
const boxed = (changes: Sketch = {}): GraphDocument =>
  sketch({
    w: X,
    box: { ...BOX, from: { x: 'w' } },
    in: IN,
    square: { type: 'square', from: { x: 'in:value' }, parentId: 'box' },
    negate: { type: 'negate', from: { x: 'square' }, parentId: 'box' },
    out: { ...OUT, from: { value: 'negate' } },
    loss: { ...SUM, from: { x: 'box:y' } },
    optimizer: { type: 'optimizer', data: { learningRate: 0.01 }, from: { loss: 'loss' } },
    ...changes,
  });

const errors = (document: GraphDocument) => check(document).diagnostics.filter(({ severity }) => severity === 'error');
const sourceOf = (document: GraphDocument, id: string, port = 'x') => check(document).byId.get(id)?.sources[port];
const lossAfter = async (document: GraphDocument, steps = 3): Promise<number> =>
  train(await openSession(document, reference.backend), steps).loss;

describe('a subgraph', () => {
  test('is replaced by what stands inside, wired through its ports', () => {
    const document = boxed();
    expect(errors(document)).toEqual([]);
    expect(check(document).nodes.map(({ id }) => id)).toEqual(['w', 'square', 'negate', 'loss', 'optimizer']);
    expect(sourceOf(document, 'square')).toEqual({ id: 'w', port: 'value' });
    expect(sourceOf(document, 'loss')).toEqual({ id: 'negate', port: 'y' });
  });

  test('trains to the same numbers as the graph without it', async () => {
    const plain = sketch({
      w: X,
      square: { type: 'square', from: { x: 'w' } },
      negate: { type: 'negate', from: { x: 'square' } },
      loss: { ...SUM, from: { x: 'negate' } },
      optimizer: { type: 'optimizer', data: { learningRate: 0.01 }, from: { loss: 'loss' } },
    });
    expect(await lossAfter(boxed())).toBe(await lossAfter(plain));
  });

  test('takes the ids of its port nodes as handles too, and so are ports without a name called', () => {
    const byId = boxed({ box: { ...BOX, from: { in: 'w' } }, loss: { ...SUM, from: { x: 'box:out' } } });
    expect(errors(byId)).toEqual([]);
    const unnamed = boxed({ in: { ...IN, data: {} }, box: { ...BOX, from: { in: 'w' } } });
    expect(errors(unnamed)).toEqual([]);
    expect(check(unnamed).structure.get('box')?.inputs[0]?.name).toBe('in');
  });

  test('can stand in a subgraph, and in a group inside one', () => {
    const document = sketch({
      w: X,
      outer: { ...BOX, from: { a: 'w' } },
      a: { type: 'subgraphInput', parentId: 'outer' },
      frame: { type: 'group', parentId: 'outer' },
      box: { ...BOX, parentId: 'frame', from: { x: 'a:value' } },
      in: IN,
      square: { type: 'square', from: { x: 'in:value' }, parentId: 'box' },
      out: { ...OUT, from: { value: 'square' } },
      b: { type: 'subgraphOutput', parentId: 'frame', from: { value: 'box:y' } },
      loss: { ...SUM, from: { x: 'outer:b' } },
      optimizer: { type: 'optimizer', from: { loss: 'loss' } },
    });
    expect(errors(document)).toEqual([]);
    expect(sourceOf(document, 'square')).toEqual({ id: 'w', port: 'value' });
    expect(sourceOf(document, 'loss')).toEqual({ id: 'square', port: 'y' });
  });

  test('tells what its ports carry', () => {
    const { structure } = check(boxed());
    expect(structure.get('box')).toMatchObject({
      inputs: [{ nodeId: 'in', name: 'x', type: { kind: 'tensor', shape: [2, 2] } }],
      outputs: [{ nodeId: 'out', name: 'y', source: { id: 'negate', port: 'y' }, type: { shape: [2, 2] } }],
    });
    expect(structure.get('in')?.outputs[0]).toMatchObject({ name: 'value', type: { shape: [2, 2] } });
    expect(structure.get('out')?.inputs[0]).toMatchObject({ name: 'value', type: { shape: [2, 2] } });
  });

  test('may pass a value straight through', () => {
    const document = boxed({ out: { ...OUT, from: { value: 'in:value' } } });
    expect(sourceOf(document, 'loss')).toEqual({ id: 'w', port: 'value' });
  });

  test('that is left by a wire and entered again is no circle', () => {
    const twice = boxed({
      in2: { type: 'subgraphInput', data: { name: 'x2' }, parentId: 'box' },
      exp: { type: 'exp', from: { x: 'in2:value' }, parentId: 'box' },
      out2: { type: 'subgraphOutput', data: { name: 'y2' }, parentId: 'box', from: { value: 'exp' } },
      box: { ...BOX, from: { x: 'w', x2: 'box:y' } },
      loss: { ...SUM, from: { x: 'box:y2' } },
    });
    expect(errors(twice)).toEqual([]);
    expect(sourceOf(twice, 'exp')).toEqual({ id: 'negate', port: 'y' });
  });
});

describe('problems of structure', () => {
  test.each<[string, string, Sketch]>([
    ['parentMissing', 'square', { square: { type: 'square', from: { x: 'w' }, parentId: 'ghost' } }],
    ['parentKind', 'square', { square: { type: 'square', from: { x: 'w' }, parentId: 'w' } }],
    ['parentCircle', 'g1', { g1: { type: 'group', parentId: 'g2' }, g2: { type: 'group', parentId: 'g1' } }],
    ['parentCircle', 'g1', { g1: { type: 'group', parentId: 'g1' } }],
    ['portOutside', 'in', { in: { ...IN, parentId: undefined } }],
    ['portDoubled', 'in2', { in2: IN }],
    ['borderCrossed', 'square', { square: { type: 'square', from: { x: 'w' }, parentId: 'box' } }],
    ['inputMissing', 'box', { box: BOX }],
    ['inputMissing', 'out', { out: OUT }],
    ['edgePort', 'box', { loss: { ...SUM, from: { x: 'box:z' } } }],
    ['edgePort', 'note', { note: { type: 'comment' }, loss: { ...SUM, from: { x: 'note:y' } } }],
    ['edgePort', 'in', { in: { ...IN, from: { value: 'w' } } }],
    ['edgeEnd', 'out', { out: { ...OUT, from: { value: 'ghost:y' } } }],
    ['nodeId', '1 2', { '1 2': { type: 'comment' } }],
    ['parameterType', 'box', { box: { ...BOX, data: { title: 5 }, from: { x: 'w' } } }],
    ['parameterChoice', 'note', { note: { type: 'comment', data: { colour: 'plaid' } } }],
  ])('%s is told at %s', (name, nodeId, changes) => {
    const problems = check(boxed(changes)).diagnostics.filter(({ severity }) => severity !== 'info');
    const [problem] = named(problems, name as Parameters<typeof named>[1]);
    expect(problem?.where.nodeId).toBe(nodeId);
    expect(problem?.message).not.toMatch(/undefined|\{\w+\}/);
  });

  test('a port that lacks its wire is told once, not at everything behind it', () => {
    const problems = errors(boxed({ box: BOX, exp: { type: 'exp', from: { x: 'in:value' }, parentId: 'box' } }));
    expect(namesOf(problems)).toEqual(['inputMissing']);
    expect(problems[0]?.where).toMatchObject({ nodeId: 'box', port: 'x' });
  });

  test('inner nodes are told with their subgraph', () => {
    const [problem] = errors(boxed({ square: { type: 'square', parentId: 'box' } }));
    expect(problem?.where).toEqual({ nodeId: 'square', port: 'x', subgraphId: 'box' });
    expect(problem?.message).toBe('The input "x" of "square" has no wire (in subgraph "box").');
  });

  test('two wires at one port, and a wire of the same id, are told', () => {
    const document = boxed();
    const again = { ...(document.edges.find(({ target }) => target === 'box') as GraphDocument['edges'][0]) };
    document.edges.push(again);
    expect(namesOf(errors(document))).toEqual(['duplicateEdge', 'inputTaken']);
  });

  test('an id that structure and another node share is told', () => {
    for (const at of ['push', 'unshift'] as const) {
      const document = boxed();
      document.nodes[at]({ id: 'box', type: 'square', position: { x: 0, y: 0 }, data: {} });
      expect(namesOf(errors(document))).toContain('duplicateNode');
    }
  });

  test('ports that only feed each other are a circle', () => {
    const document = boxed({
      in: IN,
      out: { ...OUT, from: { value: 'in:value' } },
      box: { ...BOX, from: { x: 'box:y' } },
    });
    expect(namesOf(errors(document))).toContain('cycle');
  });

  test('10,000 nested groups and as many chained subgraphs are flattened within two seconds', () => {
    const node = (id: string, type: string, parentId?: string): GraphNode => ({
      id,
      type,
      position: { x: 0, y: 0 },
      data: {},
      ...(parentId === undefined ? {} : { parentId }),
    });
    const edge = (source: string, sourceHandle: string, target: string, targetHandle: string) => ({
      id: `${source}-${target}`,
      source,
      sourceHandle,
      target,
      targetHandle,
    });
    const deep = boxed();
    for (let i = 0; i < 10_000; i++) deep.nodes.push(node(`g${i}`, 'group', i === 0 ? undefined : `g${i - 1}`));
    deep.nodes.push({ ...node('end', 'square', 'g9999') });
    const chain = boxed();
    chain.edges = chain.edges.filter(({ target }) => target !== 'loss');
    let from: [string, string] = ['box', 'y'];
    for (let i = 0; i < 3000; i++) {
      chain.nodes.push(node(`s${i}`, 'subgraph'), node(`i${i}`, 'subgraphInput', `s${i}`));
      chain.nodes.push(node(`o${i}`, 'subgraphOutput', `s${i}`));
      chain.edges.push(edge(...from, `s${i}`, `i${i}`), edge(`i${i}`, 'value', `o${i}`, 'value'));
      from = [`s${i}`, `o${i}`];
    }
    chain.edges.push(edge(...from, 'loss', 'x'));
    const start = process.cpuUsage();
    expect(namesOf(errors(deep))).toEqual(['inputMissing']);
    expect(sourceOf(chain, 'loss')).toEqual({ id: 'negate', port: 'y' });
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});

describe('a wire across a border', () => {
  const fixed = (document: GraphDocument): GraphDocument =>
    applyEdits(
      document,
      named(check(document).diagnostics, 'borderCrossed').flatMap(({ fix }) => fix?.edits ?? []),
    );

  test('is led through new ports by its fix', () => {
    const into = boxed({
      square: { type: 'square', parentId: 'box' },
      negate: { type: 'add', from: { a: 'w', b: 'w' }, parentId: 'box' },
    });
    expect(named(check(into).diagnostics, 'borderCrossed')).toHaveLength(2);
    const document = fixed(into);
    expect(named(check(document).diagnostics, 'borderCrossed')).toEqual([]);
    expect(sourceOf(document, 'negate', 'a')).toEqual({ id: 'w', port: 'value' });
    expect(sourceOf(document, 'negate', 'b')).toEqual({ id: 'w', port: 'value' });
  });

  test('is led out of one subgraph and into another', () => {
    const document = sketch({
      a: BOX,
      w: { ...X, parentId: 'a' },
      b: BOX,
      square: { type: 'square', from: { x: 'w' }, parentId: 'b' },
      loss: { ...SUM, from: { x: 'square' }, parentId: 'b' },
      optimizer: { type: 'optimizer', from: { loss: 'loss' }, parentId: 'b' },
    });
    expect(namesOf(errors(document))).toContain('borderCrossed');
    expect(errors(fixed(document))).toEqual([]);
    expect(sourceOf(fixed(document), 'square')).toEqual({ id: 'w', port: 'value' });
  });
});

describe('bypass', () => {
  test('of a subgraph passes its first input to its first output, and nothing inside is computed', () => {
    const document = boxed({ box: { ...BOX, bypassed: true, from: { x: 'w' } } });
    expect(errors(document)).toEqual([]);
    expect(check(document).byId.has('square')).toBe(false);
    expect(sourceOf(document, 'loss')).toEqual({ id: 'w', port: 'value' });
  });

  test('of a subgraph gives nothing at further outputs', () => {
    const document = boxed({
      box: { ...BOX, bypassed: true, from: { x: 'w' } },
      second: { ...OUT, data: { name: 'z' }, from: { value: 'square' } },
      loss: { ...SUM, from: { x: 'box:z' } },
    });
    expect(namesOf(errors(document))).toContain('bypassOutput');
  });

  test('of a group goes over to what stands inside', () => {
    const document = boxed({
      frame: { type: 'group', bypassed: true, parentId: 'box' },
      square: { type: 'square', from: { x: 'in:value' }, parentId: 'frame' },
    });
    expect(check(document).byId.get('square')?.bypassed).toBe(true);
    expect(check(document).byId.get('negate')?.bypassed).toBe(false);
  });

  const BLOBS: Sketch = {
    x: { type: 'constant', data: { shape: [2, 2], value: [1, 2, 3, 4] } },
    labels: { type: 'constant', data: { shape: [2], value: [0, 1] } },
    z: { type: 'dense', data: { units: 2 }, from: { x: 'x' } },
    loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'labels' } },
    accuracy: { type: 'accuracy', from: { prediction: 'z', labels: 'labels' } },
    optimizer: { type: 'optimizer', from: { loss: 'loss' } },
  };
  const bypassing = (id: string): GraphDocument => {
    const document = sketch(BLOBS, { run: { batchSize: 2 } });
    return { ...document, nodes: document.nodes.map((node) => (node.id === id ? { ...node, bypassed: true } : node)) };
  };

  test('of a metric takes it out', async () => {
    const document = bypassing('accuracy');
    expect(errors(document)).toEqual([]);
    const session = train(await openSession(document, reference.backend), 1);
    expect(session.metrics()).toEqual({});
  });

  test('of the optimizer leaves a graph that is not trained', () => {
    expect(namesOf(check(bypassing('optimizer')).diagnostics)).toContain('noOptimizer');
  });

  test('of a loss that is trained is refused: a tensor is no loss', () => {
    const [problem] = errors(bypassing('loss'));
    expect(namesOf([problem as NonNullable<typeof problem>])).toEqual(['bypassKind']);
    expect(problem?.where).toEqual({ nodeId: 'loss', port: 'prediction' });
  });

  test('of a loss that nothing waits for takes it out', () => {
    const document = bypassing('loss');
    document.nodes = document.nodes.filter(({ id }) => id !== 'optimizer');
    document.edges = document.edges.filter(({ target }) => target !== 'optimizer');
    expect(errors(document)).toEqual([]);
    expect(check(document).byId.has('loss')).toBe(false);
  });

  test('of what has no input is told to have no effect, with its fix', () => {
    const document = bypassing('x');
    expect(errors(document)).toEqual([]);
    const [problem] = named(check(document).diagnostics, 'bypassNothing');
    const fixed = applyEdits(document, problem?.fix?.edits ?? []);
    expect(named(check(fixed).diagnostics, 'bypassNothing')).toEqual([]);
  });
});

describe('freezing and probing', () => {
  test('a frozen subgraph freezes what stands inside, at any depth', () => {
    const document = boxed({
      box: { ...BOX, frozen: true, from: { x: 'w' } },
      frame: { type: 'group', parentId: 'box' },
      dense: { type: 'dense', from: { x: 'in:value' }, parentId: 'frame' },
      outside: { type: 'dense', from: { x: 'w' } },
    });
    expect(check(document).byId.get('dense')?.frozen).toBe(true);
    expect(check(document).byId.get('outside')?.frozen).toBe(false);
  });

  test('a frozen batch norm normalizes with its moving statistics, which stand still', async () => {
    const document = (frozen: boolean): GraphDocument =>
      sketch({
        w: { type: 'variable', data: { shape: [3, 2], initialValue: [1, 2, 3, 4, 5, 9] } },
        bn: { type: 'batchNorm', data: { epsilon: 0.001 }, frozen, from: { x: 'w' } },
        square: { type: 'square', from: { x: 'bn' } },
        loss: { ...SUM, from: { x: 'square' } },
        optimizer: { type: 'optimizer', data: { learningRate: 0 }, from: { loss: 'loss' } },
      });
    const still = train(await openSession(document(true), reference.backend), 1);
    // Moving mean 0 and variance 1: y = x / sqrt(1.001).
    expect(still.loss).toBeCloseTo((1 + 4 + 9 + 16 + 25 + 81) / 1.001, 4);
    expect([...still.device.readVariable('bn/moving_mean')]).toEqual([0, 0]);
    const moving = train(await openSession(document(false), reference.backend), 1);
    expect([...moving.device.readVariable('bn/moving_mean')]).not.toEqual([0, 0]);
  });

  test('any wire can be probed: data, maths, and the ports of subgraphs', async () => {
    const document = boxed({
      w: { ...X, probed: true },
      box: { ...BOX, probed: true, from: { x: 'w' } },
      in: { ...IN, probed: true },
      negate: { type: 'negate', from: { x: 'square' }, parentId: 'box', probed: true },
      loss: { ...SUM, from: { x: 'box:y' }, probed: true },
    });
    expect(check(document).probes.map(({ nodeId, source }) => [nodeId, source.id])).toEqual([
      ['w', 'w'],
      ['negate', 'negate'],
      ['box', 'negate'],
      ['in', 'w'],
    ]);
    const session = await openSession(document, reference.backend);
    session.update(true);
    const { z } = session.frame();
    expect(z?.w?.mean).toBeCloseTo(2.5, 6);
    expect(z?.box).toEqual(z?.negate);
    expect(z?.box?.mean).toBeCloseTo(-7.5, 6);
  });
});

test('the editor may wire structure: what would break behind a port is told before', () => {
  const document = boxed({ dense: { type: 'dense', from: { x: 'w' } }, box: BOX });
  const problem = (source: string, sourceHandle: string, target: string, targetHandle: string) =>
    connectionProblem(document, check(document), { source, sourceHandle, target, targetHandle }, OPTIONS);
  expect(problem('w', 'value', 'box', 'x')).toBeNull();
  expect(problem('dense', 'z', 'box', 'x')).toBeNull();
  expect(namesOf([problem('w', 'value', 'box', 'nowhere') as NonNullable<ReturnType<typeof problem>>])).toEqual([
    'edgePort',
  ]);
  expect(namesOf([problem('w', 'value', 'negate', 'x') as NonNullable<ReturnType<typeof problem>>])).toEqual([
    'borderCrossed',
  ]);
  expect(namesOf([problem('loss', 'y', 'box', 'x') as NonNullable<ReturnType<typeof problem>>])).toEqual(['cycle']);
});
