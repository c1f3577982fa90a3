import { afterEach, beforeEach, expect, test } from 'vitest';
import { moons } from '../testing/graphs';
import { Folder } from '../testing/io';
import { rebin } from './charts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

async function reportOf(graph: object, ...flags: string[]): Promise<string> {
  folder.write('g.json', graph);
  const { code, err } = await folder.run(['train', 'g.json', '--report', 'r.html', ...flags]);
  expect([code, err]).toEqual([0, expect.any(String)]);
  return folder.read('r.html');
}

test('is one file that loads nothing and runs nothing', async () => {
  const page = await reportOf(moons());
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|<link|<img|<iframe|<object|\ssrc=|\shref=|@import|url\((?!#)/i);
  expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
});

test('shows loss, metric, z of every layer, and the numbers of the summary', async () => {
  folder.write('g.json', moons());
  const { out } = await folder.run(['train', 'g.json', '--report', 'r.html', '--json']);
  const page = folder.read('r.html');
  expect(page.match(/<svg /g)).toHaveLength(2 + 3);
  for (const text of ['z of dense_1', 'y of bn_1', 'z of dense_2', 'Loss over steps', 'accuracy over steps']) {
    expect(page).toContain(`aria-label="${text}"`);
  }
  expect(page).toContain(JSON.parse(out).digest);
  // Evaluated at 10, 20, 30 and at the end, for loss and for accuracy.
  expect(page.match(/<circle class="evaluation dot"/g)).toHaveLength(8);
});

test('texts of the graph are shown, never obeyed', async () => {
  const attack = '</title></style><script>alert(1)</script><img src=x onerror="alert(2)">';
  const page = await reportOf({ ...moons(), name: attack, notes: attack }, '--steps', '3');
  expect(page.match(/<(?:script|img)/g)).toBeNull();
  expect(page.match(/<\/title>/g)).toHaveLength(1);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('a long run is thinned to at most a thousand points a curve', async () => {
  const page = await reportOf(moons(), '--steps', '3100');
  const lines = [...page.matchAll(/class="run line" d="([^"]*)"/g)].map((match) => match[1] as string);
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    const points = line.match(/[ML]/g)?.length ?? 0;
    expect(points).toBeGreaterThan(500);
    expect(points).toBeLessThanOrEqual(1001);
  }
});

test('a run without steps, without z or of one step has a page too', async () => {
  expect(await reportOf(moons(), '--steps', '0')).not.toMatch(/NaN|Infinity|undefined/);
  expect(await reportOf(moons(), '--steps', '1')).not.toMatch(/NaN|Infinity|undefined/);
  const bare = await reportOf(moons(), '--steps', '20', '--z-every', '0');
  expect(bare).not.toContain('z of every layer');
});

test('rebinning a histogram loses no element', () => {
  const counts = Array.from({ length: 256 }, (_, i) => (i * 7) % 11);
  const sum = counts.reduce((a, b) => a + b, 0) + 5;
  for (const [low, high] of [
    [-1, 1],
    [-0.2, 0.3],
    [-9, 9],
    [4, 5],
  ] as const) {
    const {
      counts: bins,
      below,
      above,
    } = rebin({ low: -1, high: 1, underflow: 2, overflow: 3, counts }, low, high, 28);
    expect(bins.reduce((a, b) => a + b, 0) + below + above).toBe(sum);
  }
});
