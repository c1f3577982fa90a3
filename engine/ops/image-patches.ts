import { type Shape, sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { eachTap, windowsOf } from '../ir/windows';
import { at } from './elementwise';
import { attributeShape, perInputElement, shapeBug } from './shapes';

/** Rows and columns of the matrix of patches. */
const patchShape = (shape: Shape, attributes: Parameters<typeof windowsOf>[1]): Shape => {
  const { batch, rows, columns, channels } = windowsOf(shape, attributes);
  return [batch * rows.places * columns.places, rows.taps * columns.taps * channels];
};

/**
 * The derivative of {@link imagePatches}: every pixel's sum over the windows that see it, added in the order of the
 * windows. The image's shape is the attribute `shape`.
 */
export const imagePatchesGrad: OpDefinition = {
  name: 'imagePatchesGrad',
  summary: 'dx = Σ of a pixel’s places in all patches',
  inferShape(shapes, attributes) {
    const shape = attributeShape(attributes);
    return patchShape(shape, attributes).join() === at(shapes, 0).join() ? shape : shapeBug('imagePatchesGrad', shapes);
  },
  evaluate({ inputs, output, shape, attributes }) {
    const windows = windowsOf(shape, attributes);
    const { channels } = windows;
    const taps = windows.rows.taps * windows.columns.taps;
    const patches = at(inputs, 0);
    output.fill(0);
    eachTap(windows, (window, tap, pixel) => {
      for (let c = 0; c < channels; c++) {
        const place = pixel * channels + c;
        output[place] = (output[place] as number) + (patches[(window * taps + tap) * channels + c] as number);
      }
    });
  },
  flops: perInputElement(1),
};

/**
 * The pixels under every place of a window as the rows of a matrix, so that a convolution is one product
 * (Chellapilla, Puri and Simard 2006): [B,H,W,C] → [B·OH·OW, kh·kw·C], zero where the window hangs over the border.
 * Attributes: `window`, `strides`, `dilation` (pairs) and `padding`.
 */
export const imagePatches: OpDefinition = {
  name: 'imagePatches',
  summary: 'The pixels under each window as a row',
  inferShape(shapes, attributes) {
    const shape = at(shapes, 0);
    const patches = patchShape(shape, attributes);
    return shape.length === 4 && sizeOf(patches) > 0 ? patches : shapeBug('imagePatches', shapes);
  },
  evaluate({ inputs, shapes, output, attributes }) {
    const windows = windowsOf(at(shapes, 0), attributes);
    const { channels } = windows;
    const taps = windows.rows.taps * windows.columns.taps;
    const x = at(inputs, 0);
    output.fill(0);
    eachTap(windows, (window, tap, pixel) => {
      for (let c = 0; c < channels; c++)
        output[(window * taps + tap) * channels + c] = x[pixel * channels + c] as number;
    });
  },
  gradient: ({ builder, gradient, inputs, attributes }) => [
    builder.emit('imagePatchesGrad', [gradient], { ...attributes, shape: [...builder.shape(at(inputs, 0))] }),
  ],
  flops: () => 0,
};
