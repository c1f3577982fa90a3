import { type Shape, sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { shapeBug } from './shapes';

/** Copies between one part and the whole, which holds it from place `from` of the axis on. */
function copyPart(part: Float64Array, shape: Shape, whole: Float64Array, axis: number, width: number, from: number) {
  const inner = sizeOf(shape.slice(axis + 1));
  const length = (shape[axis] as number) * inner;
  const outer = sizeOf(shape.slice(0, axis));
  return {
    join() {
      for (let i = 0; i < outer; i++) {
        whole.set(part.subarray(i * length, (i + 1) * length), i * width * inner + from * inner);
      }
    },
    take() {
      for (let i = 0; i < outer; i++) {
        const start = i * width * inner + from * inner;
        part.set(whole.subarray(start, start + length), i * length);
      }
    },
  };
}

/** The kernel of concat's derivative: `length` places of an axis from `from` on. */
export const slice: OpDefinition = {
  name: 'slice',
  summary: 'A run of places along one axis',
  inferShape(shapes, { axis, from, length }) {
    const shape = shapes[0] ?? [];
    const fits = Number(axis) < shape.length && Number(from) + Number(length) <= (shape[Number(axis)] as number);
    return fits ? shape.map((size, i) => (i === axis ? Number(length) : size)) : shapeBug('slice', shapes);
  },
  evaluate({ inputs, shapes, output, shape, attributes }) {
    const axis = Number(attributes.axis);
    const width = at(shapes, 0)[axis] as number;
    copyPart(output, shape, at(inputs, 0), axis, width, Number(attributes.from)).take();
  },
  flops: () => 0,
};

/** Tensors laid one behind another along `axis`; all other sizes are equal. Each derivative is its part of dL/dy. */
export const concat: OpDefinition = {
  name: 'concat',
  summary: 'Tensors one behind another along an axis',
  inferShape(shapes, attributes) {
    const axis = Number(attributes.axis);
    const first = shapes[0] ?? [];
    const fits = shapes.every(
      (shape) => shape.length === first.length && shape.every((size, i) => i === axis || size === first[i]),
    );
    if (shapes.length === 0 || axis < 0 || axis >= first.length || !fits) return shapeBug('concat', shapes);
    const width = shapes.reduce((sum, shape) => sum + (shape[axis] as number), 0);
    return first.map((size, i) => (i === axis ? width : size));
  },
  evaluate({ inputs, shapes, output, shape, attributes }) {
    const axis = Number(attributes.axis);
    let from = 0;
    inputs.forEach((part, i) => {
      copyPart(part, at(shapes, i), output, axis, shape[axis] as number, from).join();
      from += at(shapes, i)[axis] as number;
    });
  },
  gradient({ builder, gradient, inputs, attributes, needs }) {
    const axis = Number(attributes.axis);
    let from = 0;
    return inputs.map((id, i) => {
      const length = builder.shape(id)[axis] as number;
      const start = from;
      from += length;
      return needs(i) ? builder.emit('slice', [gradient], { axis, from: start, length }) : null;
    });
  },
  flops: () => 0,
};
