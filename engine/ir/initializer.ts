/** Which shapes an initializer can fill. */
import type { Shape } from '../core/shape';
import type { Initializer } from './types';

/** What a weight must be for this initializer, in words for a message; null where it fits. */
export function initializerNeeds(initializer: Initializer, shape: Shape): string | null {
  switch (initializer.kind) {
    case 'orthogonal':
      return shape.length >= 2 ? null : 'a kernel (in × out)';
    case 'identity':
    case 'sparse':
      return shape.length === 2 ? null : 'a matrix (in × out)';
    case 'dirac': {
      const { groups } = initializer;
      if (shape.length < 3 || shape.length > 5) return 'the kernel of a convolution';
      return Number.isInteger(groups) && (shape.at(-1) ?? 0) % groups === 0
        ? null
        : `a kernel whose outputs divide into ${groups} equal groups`;
    }
    default:
      return null;
  }
}
