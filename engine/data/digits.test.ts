import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digits } from './digits';

const table = await digits();

const ONE = [
  '                   ##',
  '                  ###',
  '                  ###',
  '                 ###',
  '                ###',
  '               ####',
  '               ###',
  '              ###',
  '              ###',
  '             ###',
  '            ####',
  '           ####',
  '           ####',
  '          ####',
  '          ###',
  '         ####',
  '         ####',
  '         ###',
  '         ###',
  '         ###',
];

test('there are 10,000 pictures of 28 × 28 pixels in ten classes', () => {
  expect(table.rows).toBe(10_000);
  expect(table.featureShape).toEqual([784]);
  expect(table.features).toHaveLength(7_840_000);
  expect(table.featureNames).toHaveLength(784);
  expect(table.image).toEqual({ width: 28, height: 28, channels: 1 });
  expect(table.classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test('every pixel is 0 or 1, and about an eighth are on', () => {
  let on = 0;
  let off = 0;
  for (const pixel of table.features) {
    if (pixel === 1) on++;
    else if (pixel === 0) off++;
  }
  expect(on + off).toBe(table.features.length);
  expect(on / table.features.length).toBeCloseTo(0.132, 2);
});

test('every prefix has each class in its share', () => {
  const totals = new Array<number>(10).fill(0);
  for (const label of table.labels) totals[label]! += 1;
  const counts = new Array<number>(10).fill(0);
  let worst = 0;
  table.labels.forEach((label, row) => {
    counts[label]! += 1;
    for (let digit = 0; digit < 10; digit++) {
      const share = ((row + 1) * totals[digit]!) / table.rows;
      worst = Math.max(worst, Math.abs(counts[digit]! - share));
    }
  });
  expect(worst).toBeLessThanOrEqual(1);
});

test('the first picture is a one', () => {
  const lines: string[] = [];
  for (let y = 0; y < 28; y++) {
    lines.push(
      [...table.features.subarray(y * 28, (y + 1) * 28)]
        .map((pixel) => (pixel ? '#' : ' '))
        .join('')
        .trimEnd(),
    );
  }
  expect(table.labels[0]).toBe(1);
  expect(lines.filter((line) => line !== '')).toEqual(ONE);
});

test('the bytes are the same as ever', () => {
  const hash = createHash('sha256').update(Buffer.from(table.features.buffer)).update(Buffer.from(table.labels.buffer));
  expect(hash.digest('hex')).toBe('bf9d1ff01f089417e2d12df9bd298372269c78e303ac10e18c9ad637749422ef');
});

test('the attribution and the licence go with the data', () => {
  expect(table.notes.join()).toContain('LeCun');
  expect(table.notes.join()).toContain('CC BY-SA 3.0');
});

test('each call gives a table of its own', async () => {
  const other = await digits();
  other.features.fill(5);
  expect(table.features[0]).toBe(0);
});
