import type { OpDefinition } from '../ir/op';
import { eachTap, tapsInside, type Windows, windowsOf } from '../ir/windows';
import { at } from './elementwise';
import { pooledShape } from './pooled-shape';
import { attributeShape, perInputElement } from './shapes';

/** Pixels that each window of an image sees. */
function pixelCounts({ rows, columns }: Windows): number[] {
  const seen = (axis: Windows['rows'], place: number): number => {
    const { from, to } = tapsInside(axis, place);
    return to - from;
  };
  return Array.from(
    { length: rows.places * columns.places },
    (_, window) => seen(rows, Math.floor(window / columns.places)) * seen(columns, window % columns.places),
  );
}

/** The derivative of {@link averagePool2d}: every pixel of a window gets its share of dy. `shape` is the image's. */
export const averagePool2dGrad: OpDefinition = {
  name: 'averagePool2dGrad',
  summary: 'dx = Σ dy / number of pixels of the window',
  inferShape: (_, attributes) => attributeShape(attributes),
  evaluate({ inputs, output, shape, attributes }) {
    const windows = windowsOf(shape, attributes);
    const { channels } = windows;
    const counts = pixelCounts(windows);
    const dy = at(inputs, 0);
    output.fill(0);
    eachTap(windows, (window, _, pixel) => {
      const count = counts[window % counts.length] as number;
      for (let c = 0; c < channels; c++) {
        const place = pixel * channels + c;
        output[place] = (output[place] as number) + (dy[window * channels + c] as number) / count;
      }
    });
  },
  flops: perInputElement(2),
};

/** y = the mean of the pixels that each window sees, channel by channel; padding is not counted, as in Keras. */
export const averagePool2d: OpDefinition = {
  name: 'averagePool2d',
  summary: 'y = mean of each window',
  inferShape: pooledShape('averagePool2d'),
  evaluate({ inputs, shapes, output, attributes }) {
    const windows = windowsOf(at(shapes, 0), attributes);
    const { channels } = windows;
    const counts = pixelCounts(windows);
    const x = at(inputs, 0);
    output.fill(0);
    eachTap(windows, (window, _, pixel) => {
      const count = counts[window % counts.length] as number;
      for (let c = 0; c < channels; c++) {
        const place = window * channels + c;
        output[place] = (output[place] as number) + (x[pixel * channels + c] as number) / count;
      }
    });
  },
  gradient: ({ builder, gradient, inputs, attributes }) => [
    builder.emit('averagePool2dGrad', [gradient], { ...attributes, shape: [...builder.shape(at(inputs, 0))] }),
  ],
  flops: perInputElement(1),
};
