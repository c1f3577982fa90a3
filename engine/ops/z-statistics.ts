import { asMatrix } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { Z_BINS, Z_HEADER, Z_PERCENTILES, zFrameLength } from '../ir/z-frame';
import { at } from './elementwise';
import { perInputElement } from './shapes';

/** The quantile `q` of sorted values, linear between neighbours (NumPy's default). */
function quantile(sorted: Float64Array, q: number): number {
  const place = q * (sorted.length - 1);
  const low = sorted[Math.floor(place)] as number;
  const high = sorted[Math.ceil(place)] as number;
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}

/** The range of the histogram: all values, or, where outliers would squeeze the bulk into few bins, the bulk's. */
function histogramRange(sorted: Float64Array, p5: number, p95: number): [number, number] {
  const min = sorted[0] as number;
  const max = sorted[sorted.length - 1] as number;
  const bulk = p95 - p5;
  if (!(bulk > 0) || bulk * (Z_BINS / 32) >= max - min) return [min, max];
  return [Math.max(min, p5 - 2 * bulk), Math.min(max, p95 + 2 * bulk)];
}

/**
 * The z-statistics of a tensor [.., F] as one vector (layout in ir/z-frame.ts): moments, percentiles and a histogram over
 * all elements, mean and biased variance of every unit, the share of units that are never above zero (`dead`) and the
 * share of elements beyond ±`saturation`.
 */
export const zStatistics: OpDefinition = {
  name: 'zStatistics',
  summary: 'Mean, deviation, percentiles, histogram and per-unit moments of z',
  inferShape: (shapes) => [zFrameLength((shapes[0] ?? []).at(-1) ?? 1)],
  evaluate({ inputs, shapes, output, attributes }) {
    const z = at(inputs, 0);
    const { rows, columns } = asMatrix(at(shapes, 0));
    const saturation = Number(attributes.saturation);
    output.fill(0);
    let sum = 0;
    let saturated = 0;
    const unitMean = output.subarray(Z_HEADER + Z_BINS, Z_HEADER + Z_BINS + columns);
    const unitVariance = output.subarray(Z_HEADER + Z_BINS + columns);
    const alive = new Uint8Array(columns);
    for (let i = 0; i < z.length; i++) {
      const value = z[i] as number;
      const j = i % columns;
      sum += value;
      unitMean[j] = (unitMean[j] as number) + value / rows;
      if (value > 0) alive[j] = 1;
      if (saturation > 0 && Math.abs(value) > saturation) saturated++;
    }
    const mean = sum / z.length;
    let squares = 0;
    for (let i = 0; i < z.length; i++) {
      const j = i % columns;
      squares += ((z[i] as number) - mean) ** 2;
      unitVariance[j] = (unitVariance[j] as number) + ((z[i] as number) - (unitMean[j] as number)) ** 2 / rows;
    }
    const sorted = z.slice().sort();
    const percentiles = Z_PERCENTILES.map((q) => quantile(sorted, q));
    const dead = attributes.dead ? alive.reduce((count, unit) => count + 1 - unit, 0) / columns : 0;
    const [low, high] = histogramRange(sorted, percentiles[0] as number, percentiles[4] as number);
    const width = (high - low) / Z_BINS;
    let underflow = 0;
    let overflow = 0;
    for (const value of z) {
      if (value < low) underflow++;
      else if (value > high) overflow++;
      else {
        const bin = Z_HEADER + (width > 0 ? Math.min(Z_BINS - 1, Math.floor((value - low) / width)) : 0);
        output[bin] = (output[bin] as number) + 1;
      }
    }
    const [min, max] = [sorted[0] as number, sorted[sorted.length - 1] as number];
    const shares = [dead, saturated / z.length, low, high, underflow, overflow];
    output.set([z.length, mean, Math.sqrt(squares / z.length), min, max, ...percentiles, ...shares]);
  },
  flops: perInputElement(10),
};
