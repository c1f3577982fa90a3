/** Random numbers for tests: the same ones at every run. */
import { Stream } from '../core/rng';
import { type Shape, sizeOf } from '../core/shape';

/** Numbers that fill a shape, each drawn by `draw`. */
export function fill(key: string, shape: Shape, draw: (stream: Stream) => number = (s) => s.normal()): number[] {
  const stream = new Stream(1, `test/${key}`);
  return Array.from({ length: sizeOf(shape) }, () => draw(stream));
}
