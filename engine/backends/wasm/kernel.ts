/** What a kernel is to the code generator: a function over addresses, shared by all values with equal keys. */
import type { FunctionBuilder, Local } from './assembler';

export interface Kernel {
  /** Everything that the code depends on; kernels with equal keys are one function. Shown in the printed code. */
  key: string;
  /** Writes the function's body. The parameters are byte addresses: inputs, output, then scratch if any is asked for. */
  build(f: FunctionBuilder, addresses: readonly Local[]): void;
  /** Bytes of scratch memory, valid during the call only. */
  scratch?: number;
}

/** Parameter `index`, which exists. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`No item ${index}.`);
  return item;
}
