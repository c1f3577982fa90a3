/**
 * Switches on what this Node's V8 has but keeps off, before any WebAssembly is compiled. Each flag belongs to some
 * versions only: V8 complains about one it does not know, and drops those after it. The engine measures what it got.
 */
import { setFlagsFromString } from 'node:v8';

/** The flags for a version of Node. */
export function v8Flags(nodeVersion: string): string[] {
  const major = Number(nodeVersion.split('.')[0]);
  // 256-bit code from pairs of 128-bit operations.
  if (major >= 24) return ['--experimental-wasm-revectorize'];
  // Fused multiply-add; later versions have it on.
  if (major === 20) return ['--experimental-wasm-relaxed-simd'];
  return [];
}

export function setV8Flags(nodeVersion: string, environment: Readonly<Record<string, string | undefined>>): void {
  if (environment.ZLENS_V8_FLAGS === 'off') return;
  for (const flag of v8Flags(nodeVersion)) setFlagsFromString(flag);
}
