/** Random orthogonal matrices. */
import type { Stream } from './rng';

/**
 * `count` orthonormal vectors of `length` ≥ `count`, uniform over all such sets (Haar measure): normal draws, made
 * orthogonal by Gram and Schmidt in the modified order, which is stable and, unlike a library's QR, leaves no sign to be
 * corrected (Mezzadri 2007). Only + − × ÷ √, so the same bits everywhere.
 */
export function orthonormalVectors(stream: Stream, count: number, length: number): Float64Array[] {
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => stream.normal()));
  vectors.forEach((vector, place) => {
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) / norm;
    for (let later = place + 1; later < count; later++) {
      const other = vectors[later] as Float64Array;
      const share = dot(vector, other);
      for (let i = 0; i < length; i++) other[i] = (other[i] as number) - share * (vector[i] as number);
    }
  });
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
