import { expect, test } from 'vitest';
import { check, named, sketch } from '../testing/documents';

const on = (shape: number[], type: string, data: Record<string, unknown> = {}) =>
  check(sketch({ x: { type: 'variable', data: { initialValue: 0, shape } }, y: { type, data, from: { x: 'x' } } }));

test.each([
  { shape: [60, 784], says: 'reshape to height, width and channels in front, such as 28, 28, 1' },
  { shape: [60, 10], says: 'reshape to height, width and channels in front.' },
  { shape: [60, 28, 20], says: 'The channels are missing: put a reshape to 28, 20, 1 in front.' },
  { shape: [4], says: 'Connect images' },
])('images of shape $shape are refused with what to do', ({ shape, says }) => {
  for (const type of ['conv2d', 'maxPool2d', 'averagePool2d']) {
    const [problem, ...others] = named(on(shape, type).diagnostics, 'rankMismatch');
    expect(others).toEqual([]);
    expect(problem?.where).toEqual({ nodeId: 'y', port: 'x' });
    expect(problem?.message).toContain(shape.join('×'));
    expect(problem?.hint).toContain(says);
  }
});

test.each([
  { data: {}, shape: [2, 26, 26, 8] },
  { data: { padding: 'same' }, shape: [2, 28, 28, 8] },
  { data: { kernelSize: [5, 3], filters: 4 }, shape: [2, 24, 26, 4] },
  { data: { strides: 2, padding: 'same' }, shape: [2, 14, 14, 8] },
  { data: { strides: [2, 3] }, shape: [2, 13, 9, 8] },
  { data: { dilationRate: 2 }, shape: [2, 24, 24, 8] },
])('a convolution $data of 28×28×3 gives $shape', ({ data, shape }) => {
  const node = on([2, 28, 28, 3], 'conv2d', data).byId.get('y');
  expect(node?.outputs.y?.shape).toEqual(shape);
});

test('the window counts in the fans of a kernel, and the kernel is window × in × out', () => {
  const of = (kernelInitializer: string) =>
    on([2, 9, 9, 3], 'conv2d', { kernelSize: [5, 2], filters: 4, kernelInitializer }).byId.get('y')?.weights[0];
  expect(of('heUniform')?.shape).toEqual([5, 2, 3, 4]);
  const limit = (fans: number): object => ({ kind: 'uniform', high: Math.sqrt(6 / fans) });
  expect(of('heUniform')?.initializer).toMatchObject(limit(30));
  expect(of('glorotUniform')?.initializer).toMatchObject(limit(30 + 40));
});

test('pools move by their own size unless told otherwise', () => {
  const shape = (data: Record<string, unknown>) => on([1, 7, 7, 2], 'maxPool2d', data).byId.get('y')?.outputs.y?.shape;
  expect(shape({})).toEqual([1, 3, 3, 2]);
  expect(shape({ poolSize: [3, 2] })).toEqual([1, 2, 3, 2]);
  expect(shape({ poolSize: 3, strides: 1 })).toEqual([1, 5, 5, 2]);
  expect(shape({ padding: 'same' })).toEqual([1, 4, 4, 2]);
});

test('a window that spans an image twice, and patches that no memory holds, are refused', () => {
  expect(
    named(on([1, 4, 9, 1], 'conv2d', { kernelSize: [8, 3], padding: 'same' }).diagnostics, 'windowTooLarge'),
  ).toEqual([]);
  for (const data of [{ kernelSize: [9, 3] }, { kernelSize: 3, dilationRate: 4 }]) {
    const problems = named(on([1, 4, 9, 1], 'conv2d', { ...data, padding: 'same' }).diagnostics, 'windowTooLarge');
    expect(problems).toHaveLength(1);
  }
  const [large] = named(
    on([64, 64, 64, 1], 'conv2d', { kernelSize: 64, padding: 'same' }).diagnostics,
    'tensorTooLarge',
  );
  expect(large?.where).toEqual({ nodeId: 'y', parameter: 'kernelSize' });
});
