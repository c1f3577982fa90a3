/** The digest of all state: SHA-256 over every variable by name (bytes as stored) and the step. */

import type { Device } from '../backends/backend';
import { Sha256 } from '../core/hash';

export function digestState(device: Device, step: number): string {
  const hash = new Sha256();
  const encoder = new TextEncoder();
  const names = device.variables.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const values = device.readVariable(name);
    const stored = device.info.backend === 'reference' ? values : Float32Array.from(values);
    hash.update(encoder.encode(`${name}\n`));
    hash.update(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
  }
  return hash.update(encoder.encode(`step ${step}\n`)).hex();
}
