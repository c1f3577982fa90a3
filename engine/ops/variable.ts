import type { OpDefinition } from '../ir/op';
import { attributeShape } from './shapes';

/** The contents of a variable as they stand; the variable is named by `name`. */
export const variable: OpDefinition = {
  name: 'variable',
  summary: 'The present contents of a variable.',
  inferShape: (_, attributes) => attributeShape(attributes),
  flops: () => 0,
};
