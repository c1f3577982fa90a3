/**
 * Joins elementwise operations that nothing but one other elementwise operation reads with that one: chains and small
 * trees become a single `fused` operation, one loop that keeps what is in between in registers. Numbers that fill a whole
 * operand become part of the expression.
 *
 * Each operation's expression is contracted by itself before it is put into another, so the fused operation rounds as
 * its parts would: the bytes of a run are the same with and without this pass.
 */
import { sizeOf } from '../core/shape';
import { contract } from '../ir/contract';
import { scalarInputs } from '../ir/evaluate-scalar';
import type { OpTable } from '../ir/op';
import { rebuild } from '../ir/rebuild';
import { input, type Scalar, scalarOperands, withOperands } from '../ir/scalar';
import { scalarText } from '../ir/scalar-text';
import type { Attributes, Graph, Value, ValueId } from '../ir/types';
import { deadCode } from './dead-code';
import { type Pass, Tally } from './pass';
import { countReaders } from './rewrite';

/** Fewest elements for which it pays: numbers by themselves stay as they are, and readable. */
const SMALLEST = 16;
/** Most parts of an expression, and most buffers that one loop walks. */
const MOST_PARTS = 48;
const MOST_INPUTS = 6;

/** A value as an expression of other values. */
interface Tree {
  scalar: Scalar;
  parts: number;
  inputs: ValueId[];
  /** Work for one element. */
  cost: number;
  /** The operations joined, and their nodes. */
  operations: number;
  nodes: Set<string>;
}

const partsOf = (scalar: Scalar): number => 1 + scalarOperands(scalar).reduce((sum, part) => sum + partsOf(part), 0);

/** The number that fills a constant. */
function uniform({ op, attributes }: Value): number | null {
  if (op !== 'constant') return null;
  const values = attributes.values as readonly number[];
  return values.length === 1 ? (values[0] as number) : null;
}

class Fuser {
  private readonly readers: number[];
  /** Trees of values that could go into their reader; those that did are never emitted. */
  private readonly trees = new Map<ValueId, Tree>();

  constructor(
    private readonly graph: Graph,
    private readonly ops: OpTable,
  ) {
    this.readers = countReaders(graph);
  }

  /** What becomes a fused operation. */
  find(): Map<ValueId, Tree> {
    const swallowed = new Set<ValueId>();
    for (const value of this.graph.values) {
      const tree = this.treeOf(value, swallowed);
      if (tree) this.trees.set(value.id, tree);
    }
    const whole = [...this.trees].filter(([id]) => !swallowed.has(id));
    return new Map(whole.filter(([, { operations, inputs }]) => operations > 1 && inputs.length > 0));
  }

  private treeOf(value: Value, swallowed: Set<ValueId>): Tree | null {
    const op = this.ops.get(value.op);
    if (!op?.scalar || value.origin.phase === 'probe' || sizeOf(value.shape) < SMALLEST) return null;
    const [own] = contract([op.scalar(scalarInputs(value.inputs.length), value.attributes)]) as [Scalar];
    const uses = new Map<number, number>();
    const count = (scalar: Scalar): void => {
      if (scalar.kind === 'input') uses.set(scalar.index, (uses.get(scalar.index) ?? 0) + 1);
      else scalarOperands(scalar).forEach(count);
    };
    count(own);
    const tree: Tree = {
      scalar: own,
      parts: partsOf(own),
      inputs: [],
      cost: op.flops(
        value.inputs.map(() => [1]),
        [1],
        value.attributes,
      ),
      operations: 1,
      nodes: new Set(value.origin.nodeId ? [value.origin.nodeId] : []),
    };
    const taken = new Map<number, Tree>();
    const direct = new Set(value.inputs);
    value.inputs.forEach((id, index) => {
      const inner = this.trees.get(id);
      if (!inner || this.readers[id] !== 1) return;
      const parts = tree.parts + (inner.parts - 1) * (uses.get(index) ?? 0);
      const inputs = new Set([...direct].filter((other) => other !== id).concat(inner.inputs));
      if (parts > MOST_PARTS || inputs.size > MOST_INPUTS) return;
      direct.delete(id);
      for (const other of inner.inputs) direct.add(other);
      taken.set(index, inner);
      swallowed.add(id);
      tree.parts = parts;
      tree.cost += inner.cost;
      tree.operations += inner.operations;
      for (const node of inner.nodes) tree.nodes.add(node);
    });
    tree.scalar = this.join(own, value, taken, tree);
    return tree;
  }

  /** `own` with the trees put in, its inputs numbered anew in the order of their first use. */
  private join(own: Scalar, value: Value, taken: ReadonlyMap<number, Tree>, tree: Tree): Scalar {
    const inputOf = (id: ValueId): Scalar => {
      const number = uniform(this.graph.values[id] as Value);
      if (number !== null) return { kind: 'constant', value: number };
      let place = tree.inputs.indexOf(id);
      if (place < 0) place = tree.inputs.push(id) - 1;
      return input(place);
    };
    const renumbered = (scalar: Scalar, inputs: readonly ValueId[]): Scalar =>
      scalar.kind === 'input'
        ? inputOf(inputs[scalar.index] as ValueId)
        : withOperands(
            scalar,
            scalarOperands(scalar).map((part) => renumbered(part, inputs)),
          );
    const put = (scalar: Scalar): Scalar => {
      if (scalar.kind !== 'input') return withOperands(scalar, scalarOperands(scalar).map(put));
      const inner = taken.get(scalar.index);
      return inner ? renumbered(inner.scalar, inner.inputs) : inputOf(value.inputs[scalar.index] as ValueId);
    };
    return put(own);
  }
}

export const fuseElementwise: Pass = {
  name: 'fuse elementwise',
  run(graph, ops) {
    const fused = new Fuser(graph, ops).find();
    const tally = new Tally();
    if (fused.size === 0) return { graph, applied: tally.counts };
    const rebuilt = rebuild(graph, ops, (value, _, builder, resolve) => {
      const tree = fused.get(value.id);
      if (!tree) return null;
      tally.add('operations joined', tree.operations);
      const what = { expression: scalarText(tree.scalar), cost: tree.cost };
      const attributes: Attributes = tree.nodes.size > 1 ? { ...what, nodes: [...tree.nodes].join(' ') } : what;
      return builder.emit('fused', tree.inputs.map(resolve), attributes);
    });
    // What was joined is dead now.
    return { graph: deadCode.run(rebuilt, ops).graph, applied: tally.counts };
  },
};
