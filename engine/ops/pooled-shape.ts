/** The shape rule of pooling. */
import { type Shape, sizeOf } from '../core/shape';
import type { Attributes } from '../ir/types';
import { windowsOf } from '../ir/windows';
import { at } from './elementwise';
import { shapeBug } from './shapes';

/** [B,H,W,C] → [B,OH,OW,C] for the windows that the attributes describe. */
export const pooledShape =
  (op: string) =>
  (shapes: readonly Shape[], attributes: Attributes): Shape => {
    const { batch, rows, columns, channels } = windowsOf(at(shapes, 0), attributes);
    const shape = [batch, rows.places, columns.places, channels];
    return at(shapes, 0).length === 4 && sizeOf(shape) > 0 ? shape : shapeBug(op, shapes);
  };
