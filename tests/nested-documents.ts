/** What holds for any document with structure, as often as is asked; the short and the long test share it. */
import { expect } from 'vitest';
import { sizeOf } from '../engine/core/shape';
import { printDocument } from '../engine/document/print';
import { readDocument } from '../engine/document/read';
import type { GraphDocument } from '../engine/document/types';
import { printGraph } from '../engine/ir/printer';
import { ops } from '../engine/ops/index';
import { compileGraph } from '../engine/passes/pipeline';
import { reference } from '../engine/testing/backends';
import { check } from '../engine/testing/documents';
import { nested } from '../engine/testing/nested-documents';
import { randomDocument, soundDocument } from '../engine/testing/random-documents';
import { openSession, train } from '../engine/testing/sessions';

const again = (document: GraphDocument): GraphDocument => {
  const read = readDocument(printDocument(document));
  if (!read.ok) throw new Error(read.diagnostics.map(({ message }) => message).join('\n'));
  return read.value;
};

/** The compiled program of a document; its problems where it has some. */
function compiled(document: GraphDocument): string {
  const checked = check(document);
  if (!checked.ok) return checked.diagnostics.map(({ code, where }) => `${code} ${where.nodeId}`).join('\n');
  return printGraph(
    compileGraph(checked, { ops, mode: 'train', probes: true, bytesOf: (shape) => 4 * sizeOf(shape) }).program.graph,
  );
}

/** Saved, loaded and saved again a document gives the same bytes, and compiles to the same program. */
export function roundTrips(from: number, count: number, compileEvery: number): void {
  for (let seed = from; seed < from + count; seed++) {
    const document = nested(randomDocument(seed, 3 + (seed % 10), seed % 2 === 0 ? 0.05 : 0), seed, 0.02);
    const read = again(document);
    const text = printDocument(read);
    if (printDocument(document) !== text || printDocument(again(read)) !== text) expect.fail(`seed ${seed}`);
    if (seed % compileEvery === 0) expect(compiled(read), `seed ${seed}`).toBe(compiled(document));
  }
}

/** Structure alone changes nothing: the same losses and the same state, to the bit. */
export async function trainTheSame(from: number, count: number): Promise<void> {
  for (let seed = from; seed < from + count; seed++) {
    const plain = soundDocument(seed, 2 + (seed % 6));
    const [a, b] = [
      train(await openSession(plain, reference.backend), 2),
      train(await openSession(nested(plain, seed), reference.backend), 2),
    ];
    expect(b.loss, `seed ${seed}`).toBe(a.loss);
    for (const { name } of a.device.variables) {
      expect([...b.device.readVariable(name)], `seed ${seed}: ${name}`).toEqual([...a.device.readVariable(name)]);
    }
  }
}
