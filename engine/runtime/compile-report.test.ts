import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../backends/select';
import { ops } from '../ops/index';
import { blobsNet } from '../testing/networks';
import { type CompileReport, compileReport, printPass } from './compile-report';
import { Session } from './session';

let session: Session;
let report: CompileReport;
beforeAll(async () => {
  const opened = await Session.open(blobsNet({ optimizer: { algorithm: 'sgd' } }), { backend: selectBackend('wasm') });
  if (!opened.ok) throw new Error('The net does not open.');
  session = opened.value;
  report = compileReport(session, ops);
});

test('tells every operation of a small net in its order, with shape, work and the product it is done in', () => {
  const line = ({ id, op, shape, nodes, phase, flops, fusedInto }: CompileReport['buffers'][number]): string =>
    `%${id} ${op} [${shape.join()}] ${nodes.join('+')} ${phase} ${flops}${fusedInto === null ? '' : ` in %${fusedInto}`}`;
  expect(report.buffers.map(line).join('\n')).toMatchSnapshot();
});

test('is plain data', () => {
  expect(structuredClone(report)).toEqual(report);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('adds up: work of the step is that of its operations and that of its nodes', () => {
  const of = (list: readonly { flops: number }[]): number => list.reduce((sum, { flops }) => sum + flops, 0);
  expect(report.flopsPerStep).toBe(of(report.buffers));
  const byNode = report.nodes.map(({ flops }) => ({ flops: Object.values(flops).reduce((sum, n) => sum + n, 0) }));
  expect(report.flopsPerStep).toBe(of(byNode));
  const product = report.buffers.find(({ op, nodeId }) => op === 'matmul' && nodeId === 'dense_1');
  expect(product).toMatchObject({ flops: 2 * 12 * 2 * 6, bytesRead: 4 * (12 * 2 + 2 * 6), bytesWritten: 4 * 12 * 6 });
});

test('gives buffers that lie in the arena and overlap only when they do not live at once', () => {
  const owned = report.buffers.filter(({ bytes }) => bytes > 0);
  expect(report.buffersUsed.values).toBe(owned.length);
  expect(report.bytes.withoutReuse).toBe(owned.reduce((sum, { bytes }) => sum + bytes, 0));
  expect(report.bytes.arena).toBeLessThanOrEqual(report.bytes.withoutReuse);
  for (const a of owned) {
    expect(a.offset + a.bytes).toBeLessThanOrEqual(report.bytes.arena);
    for (const b of owned) {
      const apart = a.offset >= b.offset + b.bytes || b.offset >= a.offset + a.bytes;
      // In place: the one begins with the operation that reads the other for the last time.
      expect(a === b || apart || a.last <= b.first || b.last <= a.first, `%${a.id} %${b.id}`).toBe(true);
    }
  }
});

test('tells every pass with the number of values before and after it, and prints the graph after any', () => {
  expect(report.passes.map(({ pass }) => pass)).toEqual(session.compiled.trace.map(({ pass }) => pass));
  report.passes.forEach(({ before, milliseconds }, place) => {
    expect(before).toBe(report.passes[place - 1]?.values ?? 0);
    expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(printPass(session.compiled, place)).toMatch(/^%0 = /);
  });
  const after = (pass: string) =>
    printPass(
      session.compiled,
      report.passes.findIndex((item) => item.pass === pass),
    );
  expect(after('lower')).toContain('= crossEntropy ');
  expect(after('fuse loss')).toContain('= softmaxCrossEntropy ');
});
