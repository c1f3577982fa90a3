import { expect, test } from 'vitest';
import { Sha256 } from './hash';

const digest = (text: string): string => new Sha256().update(new TextEncoder().encode(text)).hex();

test('gives the published digests of FIPS 180-4 examples', () => {
  expect(digest('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(digest('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('does not depend on how the bytes are cut', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 256);
  const whole = new Sha256().update(bytes).hex();
  for (const size of [1, 55, 56, 63, 64, 65, 119, 120]) {
    const hash = new Sha256();
    for (let from = 0; from < bytes.length; from += size) hash.update(bytes.subarray(from, from + size));
    expect(hash.hex()).toBe(whole);
  }
});
