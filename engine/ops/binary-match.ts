import { selectGreater } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** 1 where the prediction lies on the target's side: above `threshold` for targets above ½, at or below it for others. */
export const binaryMatch = defineElementwise({
  name: 'binaryMatch',
  arity: 2,
  summary: '1 where the prediction lies on the target’s side of the threshold, else 0',
  cost: 2,
  scalar(x, attributes) {
    const above = (yes: number, no: number) => selectGreater(at(x, 0), Number(attributes.threshold), yes, no);
    return selectGreater(at(x, 1), 0.5, above(1, 0), above(0, 1));
  },
});
