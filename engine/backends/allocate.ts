import { OutOfMemory } from './backend';

/**
 * What `make` allocates.
 *
 * @param bytes how much that is
 * @param make makes or grows one buffer and does nothing else: whatever it throws is taken for a refusal of the host,
 * since hosts tell it by errors of different types
 * @throws {OutOfMemory}
 */
export function allocate<T>(bytes: number, make: () => T): T {
  try {
    return make();
  } catch {
    throw new OutOfMemory(bytes);
  }
}
