/** What arithmetic and shape nodes give, and what they refuse. */
import { describe, expect, test } from 'vitest';
import { reference, wasm } from '../testing/backends';
import { check, namesOf, sketch } from '../testing/documents';
import { expectNear } from '../testing/expect';
import { runNodes } from '../testing/programs';

interface Item {
  title: string;
  type: string;
  data?: Record<string, unknown>;
  /** Shapes of the inputs a, b, … (or x); their elements count up from 1. */
  shapes: readonly (readonly number[])[];
  unary?: boolean;
}

const counted = (size: number): number[] => Array.from({ length: size }, (_, i) => i + 1);
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function graphOf({ type, data = {}, shapes, unary }: Item) {
  const names = unary ? ['x'] : ['a', 'b', 'c', 'd'].slice(0, shapes.length);
  const inputs = Object.fromEntries(
    shapes.map((shape, i) => [
      `in_${names[i]}`,
      shape.length === 0
        ? { type: 'constant', data: { value: 1 } }
        : { type: 'constant', data: { value: counted(sizeOf(shape)), shape } },
    ]),
  );
  const from = Object.fromEntries(names.map((name) => [name, `in_${name}`]));
  return sketch({ ...inputs, node: { type, data, from } });
}

/** Expected values are NumPy's. */
const GIVES: readonly (Item & { shape: readonly number[]; values: readonly number[] })[] = [
  {
    title: 'matrix · matrix',
    type: 'matmul',
    shapes: [
      [2, 3],
      [3, 2],
    ],
    shape: [2, 2],
    values: [22, 28, 49, 64],
  },
  {
    title: 'aᵀ · b',
    type: 'matmul',
    data: { transposeA: true },
    shapes: [
      [2, 1],
      [2, 2],
    ],
    shape: [1, 2],
    values: [7, 10],
  },
  {
    title: 'a · bᵀ',
    type: 'matmul',
    data: { transposeB: true },
    shapes: [
      [1, 2],
      [2, 2],
    ],
    shape: [1, 2],
    values: [5, 11],
  },
  { title: 'vector · matrix', type: 'matmul', shapes: [[2], [2, 2]], shape: [2], values: [7, 10] },
  { title: 'matrix · vector', type: 'matmul', shapes: [[2, 2], [2]], shape: [2], values: [5, 11] },
  { title: 'vector · vector', type: 'matmul', shapes: [[3], [3]], shape: [], values: [14] },
  {
    title: 'matrices · matrix',
    type: 'matmul',
    shapes: [
      [2, 1, 2],
      [2, 1],
    ],
    shape: [2, 1, 1],
    values: [5, 11],
  },
  { title: 'matrices · vector', type: 'matmul', shapes: [[2, 1, 2], [2]], shape: [2, 1], values: [5, 11] },
  { title: 'the mean of all', type: 'reduceMean', unary: true, shapes: [[2, 3]], shape: [], values: [3.5] },
  {
    title: 'the mean of columns',
    type: 'reduceMean',
    data: { axis: 0 },
    unary: true,
    shapes: [[2, 3]],
    shape: [3],
    values: [2.5, 3.5, 4.5],
  },
  {
    title: 'the sum of rows, kept',
    type: 'reduceSum',
    data: { axis: [-1], keepDims: true },
    unary: true,
    shapes: [[2, 3]],
    shape: [2, 1],
    values: [6, 15],
  },
  {
    title: 'the sum over two axes',
    type: 'reduceSum',
    data: { axis: [0, 2] },
    unary: true,
    shapes: [[2, 2, 2]],
    shape: [2],
    values: [14, 22],
  },
  { title: 'the sum of one number', type: 'reduceSum', unary: true, shapes: [[]], shape: [], values: [1] },
  { title: 'flat rows', type: 'flatten', unary: true, shapes: [[2, 1, 2]], shape: [2, 2], values: [1, 2, 3, 4] },
  { title: 'a vector as a column', type: 'flatten', unary: true, shapes: [[3]], shape: [3, 1], values: [1, 2, 3] },
  {
    title: 'rows under another shape',
    type: 'reshape',
    data: { shape: [2, -1] },
    unary: true,
    shapes: [[1, 4]],
    shape: [1, 2, 2],
    values: [1, 2, 3, 4],
  },
  {
    title: 'three side by side',
    type: 'concat',
    shapes: [
      [2, 1],
      [2, 2],
      [2, 1],
    ],
    shape: [2, 4],
    values: [1, 1, 2, 1, 2, 3, 4, 2],
  },
  {
    title: 'two below each other',
    type: 'concat',
    data: { axis: 0 },
    shapes: [
      [1, 2],
      [2, 2],
    ],
    shape: [3, 2],
    values: [1, 2, 1, 2, 3, 4],
  },
  {
    title: 'one-hot rows',
    type: 'oneHot',
    data: { depth: 3 },
    unary: true,
    shapes: [[2]],
    shape: [2, 3],
    values: [0, 1, 0, 0, 0, 1],
  },
  {
    title: 'a power',
    type: 'power',
    data: { exponent: -2 },
    unary: true,
    shapes: [[2]],
    shape: [2],
    values: [1, 0.25],
  },
  { title: 'a quotient', type: 'divide', shapes: [[2, 2], [2]], shape: [2, 2], values: [1, 1, 3, 2] },
];

describe.each([reference, wasm])('on $name', (kind) => {
  test.each(GIVES)('$title', (item) => {
    const checked = check(graphOf(item));
    expect(checked.byId.get('node')?.outputs.y?.shape).toEqual(item.shape);
    expect(checked.byId.get('node')?.outputs.y?.kind).toBe(item.shape.length === 0 ? 'scalar' : 'tensor');
    const running = runNodes(checked, kind.backend, 'inference').run();
    expectNear(running.read('node.y'), item.values, { absolute: 1e-6 }, item.title);
  });
});

const REFUSED: readonly (Item & { name: string })[] = [
  {
    title: 'matrices whose sizes differ',
    type: 'matmul',
    shapes: [
      [2, 3],
      [2, 3],
    ],
    name: 'shapeMismatch',
  },
  {
    title: 'a stack as b',
    type: 'matmul',
    shapes: [
      [2, 2],
      [2, 2, 2],
    ],
    name: 'rankMismatch',
  },
  {
    title: 'a stack that is transposed',
    type: 'matmul',
    data: { transposeA: true },
    shapes: [
      [2, 2, 2],
      [2, 2],
    ],
    name: 'rankMismatch',
  },
  {
    title: 'an axis that is not there',
    type: 'reduceSum',
    data: { axis: [2] },
    unary: true,
    shapes: [[2, 3]],
    name: 'parameterRange',
  },
  {
    title: 'an axis named twice',
    type: 'reduceMean',
    data: { axis: [1, -1] },
    unary: true,
    shapes: [[2, 3]],
    name: 'parameterRange',
  },
  {
    title: 'an axis of one number',
    type: 'reduceMean',
    data: { axis: 0 },
    unary: true,
    shapes: [[]],
    name: 'parameterRange',
  },
  {
    title: 'a shape of another size',
    type: 'reshape',
    data: { shape: [5] },
    unary: true,
    shapes: [[2, 6]],
    name: 'parameterRange',
  },
  {
    title: 'a shape with two open sizes',
    type: 'reshape',
    data: { shape: [-1, -1] },
    unary: true,
    shapes: [[2, 6]],
    name: 'parameterRange',
  },
  {
    title: 'a shape with a zero',
    type: 'reshape',
    data: { shape: [0, -1] },
    unary: true,
    shapes: [[2, 6]],
    name: 'parameterRange',
  },
  {
    title: 'sizes that do not fit beside each other',
    type: 'concat',
    shapes: [
      [2, 3],
      [3, 3],
    ],
    name: 'shapeMismatch',
  },
  { title: 'ranks that do not fit beside each other', type: 'concat', shapes: [[2, 3], [2]], name: 'shapeMismatch' },
  {
    title: 'an axis that is not there to join along',
    type: 'concat',
    data: { axis: 2 },
    shapes: [
      [2, 3],
      [2, 3],
    ],
    name: 'parameterRange',
  },
  { title: 'one-hot rows of unknown length', type: 'oneHot', unary: true, shapes: [[2]], name: 'parameterRange' },
  {
    title: 'an exponent beyond a thousand',
    type: 'power',
    data: { exponent: 1001 },
    unary: true,
    shapes: [[2]],
    name: 'parameterRange',
  },
];

test.each(REFUSED)('$title: refused', ({ name, ...item }) => {
  const { diagnostics, ok } = check(graphOf(item));
  expect(ok).toBe(false);
  expect(namesOf(diagnostics)).toContain(name);
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ where }) => where.nodeId)).toEqual(['node']);
});

test('powers of negative numbers and of 0 are those of IEEE arithmetic', () => {
  const values = [-2, -0.5, 0, 3];
  for (const exponent of [0, 1, 2, 3, -1, -2, 5, 0.5, 2.5]) {
    const x = { type: 'constant', data: { value: values } };
    const checked = check(sketch({ x, y: { type: 'power', data: { exponent }, from: { x: 'x' } } }));
    for (const { backend } of [reference, wasm]) {
      const y = runNodes(checked, backend, 'inference').run().read('y.y');
      values.forEach((value, i) => {
        const expected = value ** exponent;
        if (Number.isFinite(expected)) expect(y[i], `${value} to ${exponent}`).toBeCloseTo(expected, 4);
        else expect(y[i], `${value} to ${exponent}`).toBe(expected);
      });
    }
  }
});

test('the derivative of a power at 0 is finite for exponents from 1 on, and 0 for exponent 0', () => {
  for (const [exponent, slope] of [
    [0, 0],
    [1, 1],
    [1.5, 0],
    [2, 0],
    [3, 0],
  ] as const) {
    const nodes = {
      x: { type: 'variable', data: { initialValue: [0], shape: [1] } },
      y: { type: 'power', data: { exponent }, from: { x: 'x' } },
      z: { type: 'add', from: { a: 'y', b: 'x' } },
      loss: { type: 'reduceSum', from: { x: 'z' } },
      optimizer: { type: 'optimizer', from: { loss: 'loss' } },
    };
    for (const { backend } of [reference, wasm]) {
      const running = runNodes(check(sketch(nodes)), backend).run();
      expect(running.read('gradient/x/value')[0], `exponent ${exponent}`).toBe(slope + 1);
    }
  }
});
