import { expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c';
import { eventFile } from './event-file';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('CRC-32C agrees with the check value and the examples of RFC 3720', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(maskedCrc32c(new TextEncoder().encode('123456789'))).toBe(0xc78ab0e5);
});

test('a file begins with the version record that TensorFlow writes', () => {
  expect(hex(eventFile(1.5, []))).toBe(
    '1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c',
  );
});

test('a scalar is an event with its time, step, tag and value', () => {
  const [version, file] = [
    eventFile(1.5, []),
    eventFile(1.5, [{ wallTime: 2.5, step: 300, tag: 'loss', value: 0.25 }]),
  ];
  // Framed by another implementation of protocol buffers and CRC.
  expect(hex(file.slice(version.length))).toBe(
    '1b000000000000001a0d9e1309000000000000044010ac022a0d0a0b0a046c6f7373150000803e205d3896',
  );
});
