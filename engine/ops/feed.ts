import type { OpDefinition } from '../ir/op';
import { attributeShape } from './shapes';

/** A tensor that the host writes before a step; the feed is named by `name`. */
export const feed: OpDefinition = {
  name: 'feed',
  summary: 'A tensor that the host writes before a step.',
  inferShape: (_, attributes) => attributeShape(attributes),
  flops: () => 0,
};
