import { expect, test } from 'vitest';
import type { WeightSpec } from '../graph/types';
import type { Initializer } from '../ir/types';
import { INITIALIZERS, resolveInitializer } from '../nodes/initializers';
import { initialSample } from './initial-sample';
import { initialValues } from './initialize';

const weight = (initializer: Initializer, shape: readonly number[]): WeightSpec => ({
  name: 'kernel',
  shape,
  initializer,
  trainable: true,
});

const whole = ({ name, shape, initializer }: WeightSpec, seed: number): Float64Array =>
  initialValues({ name: `dense/${name}`, shape, role: 'weight', trainable: true, initializer, nodeId: 'dense' }, seed);

test.each(Object.keys(INITIALIZERS))('%s is shown as the run will draw it', (name) => {
  const shape = name === 'dirac' ? [3, 3, 4, 4] : [12, 9];
  const spec = weight(resolveInitializer(name, shape), shape);
  expect(initialSample('dense', spec, 7)).toEqual(whole(spec, 7));
});

test('of a large weight the first values are those of the run', () => {
  const shape = [200, 100];
  for (const name of ['glorotUniform', 'heNormal', 'truncatedNormal', 'ones']) {
    const spec = weight(resolveInitializer(name, shape), shape);
    const sample = initialSample('dense', spec, 7);
    expect(sample).toHaveLength(4096);
    expect(sample).toEqual(whole(spec, 7).subarray(0, 4096));
  }
});

test('a large matrix that has to be made whole is left out', () => {
  const shape = [784, 784];
  expect(initialSample('dense', weight(resolveInitializer('orthogonal', shape), shape), 7)).toBeNull();
});

test('another seed gives other values', () => {
  const spec = weight(resolveInitializer('heNormal', [8, 8]), [8, 8]);
  expect(initialSample('dense', spec, 1)).not.toEqual(initialSample('dense', spec, 2));
});
