/**
 * 10,000 handwritten digits, 28 × 28, each pixel 0 or 1. They are MNIST by LeCun, Cortes and Burges (CC BY-SA 3.0, see
 * generated/ATTRIBUTION.md). The order of the rows is fixed and mixes the classes: every prefix is balanced.
 */
import { DIGITS_ATTRIBUTION } from '../core/data-sources';
import { decodeBase64 } from './base64';
import type { DataTable } from './types';

const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** The digits, unpacked: about 31 MB. The packed module is loaded on the first call only. */
export async function digits(): Promise<DataTable> {
  const { DIGIT_LABELS, DIGIT_PIXELS } = await import('./generated/digits.data');
  const packed = decodeBase64(DIGIT_PIXELS);
  const rows = DIGIT_LABELS.length;
  const features = new Float32Array(rows * PIXELS);
  for (let i = 0; i < packed.length; i++) {
    const byte = packed[i] as number;
    if (byte === 0) continue;
    for (let bit = 0; bit < 8; bit++) features[i * 8 + bit] = (byte >> (7 - bit)) & 1;
  }
  const featureNames: string[] = [];
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) featureNames.push(`row ${y} column ${x}`);
  return {
    features,
    labels: Float32Array.from(DIGIT_LABELS, Number),
    rows,
    featureShape: [PIXELS],
    featureNames,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    image: { width: SIDE, height: SIDE, channels: 1 },
    notes: [DIGITS_ATTRIBUTION],
    warnings: [],
  };
}
