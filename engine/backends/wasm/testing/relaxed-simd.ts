/** Switches on relaxed SIMD where V8 has it behind a flag, as the hosts do before they load the engine. */
import v8 from 'node:v8';

export function switchOnRelaxedSimd(): void {
  // On by default from version 11.4; later versions no longer know the flag.
  const [major = 0, minor = 0] = process.versions.v8.split('.').map(Number);
  if (major < 11 || (major === 11 && minor < 4)) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
}
