/**
 * The little of the host's WebAssembly that the backend uses. The engine is compiled without DOM and Node types, so
 * this is a structural view of the global, not an ambient declaration.
 */

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Grows by pages of 64 KiB. */
  grow(pages: number): number;
}

type WasmExports = Readonly<Record<string, (...values: number[]) => number>>;
type WasmImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface WasmHost {
  validate(bytes: Uint8Array): boolean;
  Memory: new (descriptor: { initial: number; maximum?: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports?: WasmImports) => { readonly exports: WasmExports };
}

interface HostGlobal {
  WebAssembly?: WasmHost;
  performance?: { now(): number };
}

const host = globalThis as unknown as HostGlobal;

/** @throws {Error} where there is no WebAssembly at all. */
export function webAssembly(): WasmHost {
  if (!host.WebAssembly) throw new Error('This host has no WebAssembly.');
  return host.WebAssembly;
}

/** Whether the host takes the module: false too where there is no WebAssembly. */
export const validates = (bytes: Uint8Array): boolean => host.WebAssembly?.validate(bytes) ?? false;

/** Milliseconds of a monotonic clock. */
export const now = (): number => host.performance?.now() ?? Date.now();

/** Compiles a module and gives its exported functions; the memory is imported as `host.memory`. */
export function instantiate(bytes: Uint8Array, memory: WasmMemory): WasmExports {
  const wasm = webAssembly();
  return new wasm.Instance(new wasm.Module(bytes), { host: { memory } }).exports;
}
