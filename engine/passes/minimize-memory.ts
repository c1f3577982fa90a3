/**
 * Orders values so that less is alive at once. A value is computed just before the first operation that needs it, and of
 * an operation's operands the one whose own computation takes the most memory beyond what it leaves comes first (Sethi
 * and Ullman's rule, which is exact for trees).
 *
 * What is found is an order to try: the compiler takes whichever of it and the graph's own plans to fewer bytes, so that
 * memory never grows.
 *
 * @see Sethi and Ullman, The generation of optimal code for arithmetic expressions, 1970
 */
import type { Shape } from '../core/shape';
import type { OpTable } from '../ir/op';
import type { Graph, Value, ValueId } from '../ir/types';
import { isPinned, ownsBuffer } from './plan-memory';

/** A topological order of all values. */
export function minimizeMemory(graph: Graph, ops: OpTable, bytesOf: (shape: Shape) => number): ValueId[] {
  const { values } = graph;
  const outputs = new Set(Object.values(graph.outputs));
  const at = (id: ValueId): Value => values[id] as Value;
  /** Bytes that a value leaves behind, and the most that computing it as a tree takes. */
  const leaves = values.map((value) =>
    ownsBuffer(value, ops) && !isPinned(value, outputs) ? bytesOf(value.shape) : 0,
  );
  const takes = new Array<number>(values.length).fill(0);
  const operands: ValueId[][] = [];
  for (const { id, inputs } of values) {
    const sorted = [...new Set(inputs)].sort((a, b) => excess(b) - excess(a) || a - b);
    operands.push(sorted);
    let [held, most] = [0, 0];
    for (const input of sorted) {
      most = Math.max(most, held + (takes[input] as number));
      held += leaves[input] as number;
    }
    takes[id] = Math.max(most, held + (leaves[id] as number));
  }
  function excess(id: ValueId): number {
    return (takes[id] as number) - (leaves[id] as number);
  }

  const order: ValueId[] = [];
  const done = new Uint8Array(values.length);
  const visit = (root: ValueId): void => {
    const open: { id: ValueId; next: number }[] = [{ id: root, next: 0 }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const input = (operands[top.id] as ValueId[])[top.next++];
      if (input !== undefined) {
        if (!done[input]) open.push({ id: input, next: 0 });
        continue;
      }
      open.pop();
      if (done[top.id]) continue;
      done[top.id] = 1;
      order.push(top.id);
    }
  };
  // Effects and results in the order that the graph has them in; nothing else needs to be computed.
  const read = new Uint8Array(values.length);
  for (const { inputs } of values) for (const input of inputs) read[input] = 1;
  for (const { id } of values) {
    if (!read[id] || outputs.has(id) || !ownsBuffer(at(id), ops)) visit(id);
  }
  return order;
}
