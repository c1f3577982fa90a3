/** Random windows over random images: generated code against the float64 reference. */
import { expect } from 'vitest';
import { Stream } from '../../../core/rng';
import type { Attributes } from '../../../ir/types';
import { tapsInside, windowsOf } from '../../../ir/windows';
import { ops } from '../../../ops/index';
import { createReferenceBackend } from '../../reference/backend';
import { createWasmBackend } from '../backend';
import { type Input, runOperation, tensor } from './harness';

/** Compares both directions of patches and pools on one random case; false where the window does not fit. */
export function compareWindows(seed: number): boolean {
  const stream = new Stream(seed, 'windows');
  const [wasm, reference] = [createWasmBackend(ops), createReferenceBackend(ops)];
  const upTo = (n: number): number => 1 + stream.integer(n);
  const image = [upTo(3), upTo(9), upTo(9), upTo(stream.integer(4) === 0 ? 33 : 6)];
  const attributes: Attributes = {
    window: [upTo(4), upTo(5)],
    strides: [upTo(3), upTo(3)],
    padding: stream.integer(2) === 0 ? 'same' : 'valid',
  };
  const dilated: Attributes = { ...attributes, dilation: [upTo(3), upTo(2)] };
  // Few different numbers, so that windows have equal largest pixels.
  const numbers = (shape: readonly number[]): Input => tensor(shape, () => stream.integer(7) - 3);
  const x = numbers(image);
  const agree = (op: string, inputs: readonly Input[], given: Attributes): void => {
    const [actual, exact] = [wasm, reference].map((backend) => runOperation(backend, op, inputs, given).output);
    const worst = Math.max(
      ...(exact as Float64Array).map((v, i) => Math.abs(v - ((actual as Float64Array)[i] as number))),
    );
    expect(worst, `seed ${seed}: ${op} of ${image} ${JSON.stringify(given)}`).toBeLessThan(1e-4);
  };
  const fits = ({ rows, columns }: ReturnType<typeof windowsOf>): boolean => rows.places > 0 && columns.places > 0;
  const shapeOf = (op: string, given: Attributes): readonly number[] => ops.get(op)?.inferShape([image], given) ?? [];
  const [plain, wide] = [fits(windowsOf(image, attributes)), fits(windowsOf(image, dilated))];
  if (wide) {
    agree('imagePatches', [x], dilated);
    agree('imagePatchesGrad', [numbers(shapeOf('imagePatches', dilated))], { ...dilated, shape: image });
  }
  if (plain) {
    const pooled = shapeOf('maxPool2d', attributes);
    const y = runOperation(reference, 'maxPool2d', [x], attributes).output;
    agree('maxPool2d', [x], attributes);
    agree('maxPool2dGrad', [numbers(pooled), x, tensor(pooled, (i) => y[i] as number)], attributes);
    agree('averagePool2d', [x], attributes);
    agree('averagePool2dGrad', [numbers(pooled)], { ...attributes, shape: image });
  }
  // Every tap that counts lies inside the image, and its neighbours do not.
  for (const axis of Object.values(windowsOf(image, dilated)).filter((part) => typeof part === 'object')) {
    for (let place = 0; place < axis.places; place++) {
      const { from, to } = tapsInside(axis, place);
      for (let tap = 0; tap < axis.taps; tap++) {
        const pixel = place * axis.stride - axis.before + tap * axis.dilation;
        expect(tap >= from && tap < to).toBe(pixel >= 0 && pixel < axis.length);
      }
    }
  }
  return plain || wide;
}
