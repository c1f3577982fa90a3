/** What must hold for any document: problems are typed, a file is the same after saving and opening, what is accepted runs. */
import { expect } from 'vitest';
import { printDocument } from '../document/print';
import { readDocument } from '../document/read';
import type { GraphDocument } from '../document/types';
import { Session } from '../runtime/session';
import { reference, wasm } from './backends';

/** @returns whether the document was accepted. */
export async function survive(document: GraphDocument): Promise<boolean> {
  const text = printDocument(document);
  const read = readDocument(text);
  if (!read.ok) throw new Error(`It cannot be read again: ${read.diagnostics[0]?.message}`);
  expect(printDocument(read.value)).toBe(text);

  const before = process.cpuUsage();
  const opened = await Session.open(read.value, { backend: reference.backend });
  for (const { code, message, where } of opened.diagnostics) {
    expect(code).toMatch(/^ZL\d{3}$/);
    expect(message).not.toMatch(/undefined|\[object|\{\w+\}/);
    expect(where.nodeId === null || typeof where.nodeId === 'string').toBe(true);
  }
  if (!opened.ok) {
    expect(opened.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    return false;
  }
  const fast = await Session.open(read.value, { backend: wasm.backend });
  if (!fast.ok) throw new Error('It opens on one backend only.');
  // Numbers may overflow; that is told, and nothing throws.
  for (let i = 0; i < 3; i++) {
    if (opened.value.update() || fast.value.update()) break;
    const [exact, near] = [opened.value.loss, fast.value.loss];
    if (i === 0) expect(Math.abs(near - exact)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(exact)));
  }
  opened.value.evaluate('train');
  fast.value.evaluate('train');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(2000);
  return true;
}
