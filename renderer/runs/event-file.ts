/**
 * Event files of TensorBoard: records in TFRecord framing (length, masked CRC of the length, data, masked CRC of the data),
 * each an `Event` message of protocol buffers (tensorflow/core/util/event.proto) with one scalar of a step.
 */
import { maskedCrc32c } from './crc32c';

export interface ScalarEvent {
  /** Seconds since 1970. */
  wallTime: number;
  step: number;
  tag: string;
  value: number;
}

/** Bytes that grow. */
class Writer {
  private bytes = new Uint8Array(64);
  private length = 0;

  get written(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  add(...parts: readonly (Uint8Array | readonly number[])[]): this {
    for (const part of parts) {
      const end = this.length + part.length;
      if (end > this.bytes.length) {
        const longer = new Uint8Array(Math.max(end, 2 * this.bytes.length));
        longer.set(this.bytes);
        this.bytes = longer;
      }
      this.bytes.set(part, this.length);
      this.length = end;
    }
    return this;
  }
}

/** Base-128, the lowest seven bits first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** The number of a field with its wire type: 0 varint, 1 eight bytes, 2 bytes with their length, 5 four bytes. */
const key = (field: number, wireType: 0 | 1 | 2 | 5): number[] => varint(field * 8 + wireType);

const little = (size: 4 | 8, write: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
};
const uint32 = (value: number): Uint8Array => little(4, (view) => view.setUint32(0, value, true));
const uint64 = (value: number): Uint8Array => little(8, (view) => view.setBigUint64(0, BigInt(value), true));
const float = (value: number): Uint8Array => little(4, (view) => view.setFloat32(0, value, true));
const double = (value: number): Uint8Array => little(8, (view) => view.setFloat64(0, value, true));

const field = (number: number, bytes: Uint8Array): Uint8Array =>
  new Writer().add(key(number, 2), varint(bytes.length), bytes).written;
const text = (number: number, value: string): Uint8Array => field(number, new TextEncoder().encode(value));

const WALL_TIME = key(1, 1);
const STEP = key(2, 0);
const FILE_VERSION = 3;
const SUMMARY = 5;
const [VALUE, TAG, SIMPLE_VALUE] = [1, 1, key(2, 5)] as const;

function frame(data: Uint8Array): Uint8Array {
  const length = uint64(data.length);
  return new Writer().add(length, uint32(maskedCrc32c(length)), data, uint32(maskedCrc32c(data))).written;
}

const versionEvent = (wallTime: number): Uint8Array =>
  new Writer().add(WALL_TIME, double(wallTime), text(FILE_VERSION, 'brain.Event:2')).written;

function scalarEvent({ wallTime, step, tag, value }: ScalarEvent): Uint8Array {
  const one = new Writer().add(text(TAG, tag), SIMPLE_VALUE, float(value)).written;
  const summary = field(SUMMARY, field(VALUE, one));
  return new Writer().add(WALL_TIME, double(wallTime), STEP, varint(step), summary).written;
}

/** A whole file. */
export function eventFile(wallTime: number, events: Iterable<ScalarEvent>): Uint8Array<ArrayBuffer> {
  const file = new Writer().add(frame(versionEvent(wallTime)));
  for (const event of events) file.add(frame(scalarEvent(event)));
  return file.written;
}
