/**
 * The interface every backend implements. A backend opens a device (one memory that holds all state contiguously),
 * and loads programs onto it; programs share the state and nothing else. This file imports no implementation.
 */
import type { Shape } from '../core/shape';
import type { Program, ValueId, Variable } from '../ir/types';

export type BackendId = 'wasm' | 'reference';

export interface DeviceInfo {
  backend: BackendId;
  threads: number;
  /** Whether multiply and add are fused (one rounding). Bytes are comparable only between equal values. */
  fma: boolean;
  /** The chosen kernel, such as `6x8`; for the compile report. */
  kernel: string;
}

/**
 * Thrown by {@link Backend.open}, {@link Device.load} and {@link Device.snapshot} where the host does not give that much
 * memory. A graph can ask for it, so whoever opens one turns it into a diagnostic.
 */
export class OutOfMemory extends Error {
  /** @param bytes what was asked for */
  constructor(readonly bytes: number) {
    super(`The host does not give ${bytes} bytes.`);
  }
}

/** A feed's memory: element (r, c) of a matrix lies at `r * rowStride + c`, flattened to rows × last axis. */
export interface FeedView {
  data: Float32Array | Float64Array;
  rowStride: number;
}

export interface Executable {
  readonly program: Program;
  /** Milliseconds from the program to runnable code. */
  readonly compileMs: number;
  /** Bytes of generated code; 0 for an interpreter. */
  readonly codeBytes: number;
  /** Operations that are done inside another one's loop, with that one. */
  readonly fusedInto: ReadonlyMap<ValueId, ValueId>;
  /** The memory to write a feed into. Valid until the device loads another program: ask again after that. */
  feed(name: string): FeedView;
  /** One run of the schedule; one crossing into generated code. Probes run only if `probe`. */
  run(probe: boolean): void;
  /** A dense copy of a named output, rows without padding. Into `target` if given (of the output's size). */
  read(output: string, target?: Float64Array): Float64Array;
  readScalar(output: string): number;
  /** The generated code as text, where there is any. */
  print(): string;
  /** Gives the program's memory back to the device; another program will lie there. Not to be used after that. */
  free(): void;
}

/** All state of a device, as one copy. Restoring gives the same bytes back. */
export interface Snapshot {
  readonly bytes: Uint8Array;
}

export interface Device {
  readonly info: DeviceInfo;
  readonly variables: readonly Variable[];
  /** Bytes of memory in use: the state and all loaded programs that were not freed. */
  readonly usedBytes: number;
  load(program: Program): Executable;
  /** A dense copy. @throws for an unknown name. */
  readVariable(name: string): Float64Array;
  /** Writes dense values, rounding to the device's precision. */
  writeVariable(name: string, values: ArrayLike<number>): void;
  /** Writes one number to all elements. */
  fillVariable(name: string, value: number): void;
  /** A copy of the state; into the bytes of `into` if given, which must be an earlier snapshot of this device. */
  snapshot(into?: Snapshot): Snapshot;
  restore(snapshot: Snapshot): void;
  /**
   * Whether no variable (of one role, if given) holds a NaN or an infinity. Allocates nothing that grows with the state.
   */
  isFinite(role?: Variable['role']): boolean;
}

export interface Backend {
  readonly id: BackendId;
  /** Bytes that a tensor takes in an arena, padding included; the memory planner asks. Multiple of 16. */
  bytesOf: (shape: Shape) => number;
  /** Whether tensors of two shapes lie equally in memory, so that a reshape from one to the other need not copy. */
  sameLayout: (a: Shape, b: Shape) => boolean;
  /** Asks the host what it can do, once in a process; opening the first device does it otherwise. */
  prepare(): void;
  /**
   * Opens a device with its variables set to zero.
   *
   * @param room bytes of the arena of a program that will be loaded: known now, the memory need not grow for it
   */
  open(variables: readonly Variable[], room?: number): Device;
}
