import { expect, test } from 'vitest';
import type { ByteSource, ToWorker } from '../../engine';
import { newDocument } from '../../engine';
import { FileReceiver, FileSender, type PageFile } from './page-files';

const open = (id: number, files: Record<string, PageFile>): ToWorker<PageFile> => ({
  id,
  request: { kind: 'open', document: newDocument('n'), files, backend: 'wasm', keepState: false },
});

/** Node has no synchronous reader: these Blobs know their bytes. */
class KnownBlob extends Blob {
  constructor(readonly content: Uint8Array<ArrayBuffer>) {
    super([content]);
  }

  override slice(from?: number, to?: number): KnownBlob {
    return new KnownBlob(this.content.slice(from, to));
  }
}
const readBytes = (blob: Blob): Uint8Array => {
  if (!(blob instanceof KnownBlob)) throw new Error('another Blob');
  return blob.content;
};
const blob = (...bytes: number[]): KnownBlob => new KnownBlob(Uint8Array.from(bytes));

const filesIn = (message: ToWorker): Readonly<Record<string, unknown>> =>
  'files' in message.request ? message.request.files : expect.fail('The message has no files.');

test('a file crosses once, and is the same object in the worker for as long as it is named', () => {
  const sender = new FileSender();
  const receiver = new FileReceiver(readBytes);
  const arrays = Uint8Array.of(1, 2, 3);
  const first = sender.pack(open(1, { 'a.csv': 'x,y\n', 'b.npz': arrays }));
  const one = filesIn(receiver.unpack(first));
  expect(one).toEqual({ 'a.csv': 'x,y\n', 'b.npz': arrays });
  const second = sender.pack(open(2, { 'b.npz': arrays, 'a.csv': 'x,z\n' }));
  expect('files' in second.request && second.request.files['b.npz']).toEqual({ sent: true });
  const two = filesIn(receiver.unpack(second));
  expect(two['b.npz']).toBe(one['b.npz']);
  expect(two['a.csv']).toBe('x,z\n');
});

test('a file that a message left out crosses again', () => {
  const sender = new FileSender();
  const receiver = new FileReceiver(readBytes);
  const arrays = Uint8Array.of(4, 5);
  const messages: Record<string, PageFile>[] = [{ 'a.npz': arrays }, {}, { 'a.npz': arrays }];
  for (const files of messages) {
    expect(filesIn(receiver.unpack(sender.pack(open(1, files))))).toEqual(files);
  }
});

test('requests without files pass as they are', () => {
  const message: ToWorker<PageFile> = { id: 7, request: { kind: 'pause' } };
  expect(new FileReceiver(readBytes).unpack(new FileSender().pack(message))).toEqual(message);
});

test('a Blob is read whole up to a size, and in place beyond', () => {
  const receiver = new FileReceiver(readBytes, 3);
  const files = filesIn(receiver.unpack(new FileSender().pack(open(1, { s: blob(1, 2, 3), l: blob(5, 6, 7, 8) }))));
  expect(files.s).toEqual(Uint8Array.of(1, 2, 3));
  const large = files.l as ByteSource;
  expect(large.size).toBe(4);
  expect([...large.read(1, 2)]).toEqual([6, 7]);
  expect([...large.read(3, 9)]).toEqual([8]);
});

test('a small Blob that cannot be read is left to whoever reads it', () => {
  const receiver = new FileReceiver(() => {
    throw new Error('it has moved');
  });
  const { s } = filesIn(receiver.unpack(new FileSender().pack(open(1, { s: blob(1) }))));
  expect(() => (s as ByteSource).read(0, 1)).toThrow('it has moved');
});
