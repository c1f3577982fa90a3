/** What is known of constants, for passes that look at them. */
import type { GraphBuilder } from '../ir/builder';
import type { Value, ValueId } from '../ir/types';

/** The number that fills a value everywhere, through broadcasts; null where there is none. */
export function uniformNumber(builder: GraphBuilder, id: ValueId): number | null {
  let value: Value = builder.value(id);
  while (value.op === 'broadcastTo' || value.op === 'reshape') value = builder.value(value.inputs[0] as ValueId);
  if (value.op !== 'constant') return null;
  const [first, ...rest] = value.attributes.values as readonly number[];
  return first !== undefined && rest.every((item) => Object.is(item, first)) ? first : null;
}
