/**
 * From a scheduled program to a module with one exported function, `step(probe)`. Kernels with equal keys are one
 * function that takes addresses; the step is the list of their calls, with probes behind a condition.
 */
import type { OpTable } from '../../ir/op';
import type { Program, Value, ValueId } from '../../ir/types';
import { ModuleBuilder } from './assembler';
import { findColumnGroups } from './column-fusion';
import { findFusions } from './fusion';
import { at, type Kernel } from './kernel';
import { kernelOf } from './kernel-of';
import type { Tile } from './kernels/matmul';
import { Steps } from './steps';

export interface CodegenOptions {
  ops: OpTable;
  tile: Tile;
  relaxed: boolean;
  /** Byte address of a value. */
  addressOf(id: ValueId): number;
  /** Byte address of the scratch memory. */
  scratch: number;
}

export interface GeneratedCode {
  bytes: Uint8Array;
  scratchBytes: number;
  /** Operations that are done inside another's kernel. */
  fusedInto: ReadonlyMap<ValueId, ValueId>;
}

interface Call {
  functionIndex: number;
  addresses: number[];
  probe: boolean;
}

/** The name of the exported step function. */
export const STEP = 'step';

export function generate(program: Program, options: CodegenOptions): GeneratedCode {
  const module = new ModuleBuilder({ relaxed: options.relaxed });
  const functions = new Map<string, number>();
  const { values } = program.graph;
  let scratchBytes = 0;

  const steps = new Steps(program, options.ops, options.addressOf);
  const fusions = findFusions(steps, options.ops);
  const groups = findColumnGroups(steps, options.ops, fusions);
  const fusedInto = new Map<ValueId, ValueId>([
    ...[...fusions].map(([product, { consumer }]) => [consumer.id, product] as const),
    ...[...groups].flatMap(([first, { members }]) => members.slice(1).map(({ id }) => [id, first] as const)),
  ]);
  const mutates = (value: Value): boolean => options.ops.get(value.op)?.mutates !== undefined;

  /** The addresses that an operation's kernel takes, but for scratch. */
  const addressesOf = (value: Value): number[] => [
    ...value.inputs.map(options.addressOf),
    ...(mutates(value) ? [] : [options.addressOf(value.id)]),
  ];

  const kernelAt = (value: Value): { kernel: Kernel; addresses: number[] } => {
    const group = groups.get(value.id);
    if (group) return { kernel: group.kernel, addresses: group.values.map(options.addressOf) };
    const shapes = value.inputs.map((id) => at(values, id).shape);
    const fusion = fusions.get(value.id);
    const kernel = kernelOf(value, shapes, options.ops, options.tile, fusion?.epilogue);
    const own = addressesOf(value);
    if (!fusion) return { kernel, addresses: own };
    const { consumer, epilogue } = fusion;
    const rest = addressesOf(consumer).filter((_, index) => !epilogue.product.has(index));
    return { kernel, addresses: [...(epilogue.keep ? own : own.slice(0, -1)), ...rest] };
  };

  const callOf = (value: Value): Call => {
    const { kernel, addresses } = kernelAt(value);
    if (kernel.scratch) addresses.push(options.scratch);
    scratchBytes = Math.max(scratchBytes, kernel.scratch ?? 0);
    let functionIndex = functions.get(kernel.key);
    if (functionIndex === undefined) {
      functionIndex = module.add(
        kernel.key,
        addresses.map(() => 'i32'),
        (f, parameters) => kernel.build(f, parameters),
      );
      functions.set(kernel.key, functionIndex);
    }
    return { functionIndex, addresses, probe: value.origin.phase === 'probe' };
  };

  const calls = steps.list.filter(({ id }) => !fusedInto.has(id)).map(callOf);
  module.add(
    STEP,
    ['i32'],
    (f, [probe]) => {
      let next = 0;
      while (next < calls.length) {
        const guarded = at(calls, next).probe;
        let end = next;
        while (calls[end]?.probe === guarded) end++;
        const group = calls.slice(next, end);
        const run = (): void => {
          for (const { functionIndex, addresses } of group) f.call(functionIndex, addresses);
        };
        if (guarded && probe) f.if(probe, run);
        else run();
        next = end;
      }
    },
    { exported: true },
  );
  return { bytes: module.finish(), scratchBytes, fusedInto };
}
