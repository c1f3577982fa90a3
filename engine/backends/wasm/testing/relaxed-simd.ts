/** Switches on relaxed SIMD where V8 has it behind a flag, as the hosts do before they load the engine. */
import v8 from 'node:v8';

export function switchOnRelaxedSimd(): void {
  // Version 12 and newer have it on and no longer know the flag.
  if (Number.parseInt(process.versions.v8, 10) < 12) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
}
