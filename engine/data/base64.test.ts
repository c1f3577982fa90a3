import { expect, test } from 'vitest';
import { decodeBase64 } from './base64';

test('decodes what Node encodes, at every length modulo three', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + length * 7) & 255);
    expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
  }
});

test('refuses other characters', () => {
  expect(() => decodeBase64('ab c')).toThrow('character 2');
  expect(() => decodeBase64('abé=')).toThrow('character 2');
});
