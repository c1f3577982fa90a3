import { sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { eachTap, windowsOf } from '../ir/windows';
import { at } from './elementwise';
import { pooledShape } from './pooled-shape';
import { perInputElement } from './shapes';

/**
 * The derivative of {@link maxPool2d}: dy goes to the first pixel of the window (row by row) that holds the largest
 * value, as in PyTorch and TensorFlow. Inputs dy, x, y.
 */
export const maxPool2dGrad: OpDefinition = {
  name: 'maxPool2dGrad',
  summary: 'dx = dy at the first largest pixel of each window',
  inferShape: (shapes) => at(shapes, 1),
  evaluate({ inputs, output, shape, attributes }) {
    const windows = windowsOf(shape, attributes);
    const { channels } = windows;
    const [dy, x, y] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
    const given = new Uint8Array(dy.length);
    output.fill(0);
    eachTap(windows, (window, _, pixel) => {
      for (let c = 0; c < channels; c++) {
        const [from, to] = [window * channels + c, pixel * channels + c];
        if (given[from] === 1 || x[to] !== y[from]) continue;
        given[from] = 1;
        output[to] = (output[to] as number) + (dy[from] as number);
      }
    });
  },
  flops: (shapes, output) => sizeOf(output) + sizeOf(at(shapes, 0)),
};

/** y = the largest pixel of each window and channel; padding never counts. Attributes as of `imagePatches`. */
export const maxPool2d: OpDefinition = {
  name: 'maxPool2d',
  summary: 'y = max of each window',
  inferShape: pooledShape('maxPool2d'),
  evaluate({ inputs, shapes, output, attributes }) {
    const windows = windowsOf(at(shapes, 0), attributes);
    const { channels } = windows;
    const x = at(inputs, 0);
    output.fill(Number.NEGATIVE_INFINITY);
    eachTap(windows, (window, _, pixel) => {
      for (let c = 0; c < channels; c++) {
        const place = window * channels + c;
        output[place] = Math.max(output[place] as number, x[pixel * channels + c] as number);
      }
    });
  },
  gradient: ({ builder, gradient, inputs, output, attributes }) => [
    builder.emit('maxPool2dGrad', [gradient, at(inputs, 0), output], attributes),
  ],
  flops: perInputElement(1),
};
