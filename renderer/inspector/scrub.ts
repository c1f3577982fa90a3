/** What a number becomes while its label is dragged. */
import { readNumber, type Scale, showNumber } from './format';

export interface NumberLimits {
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  exclusiveMax?: boolean;
}

/** Pixels for one step of a whole number, for a tenfold on a log scale, and across a range with two ends. */
const STEP = 6;
const DECADE = 120;
const RANGE = 300;
/** Where a log scale starts from 0. */
const SMALLEST = 1e-6;

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** A number on a log scale has two digits, so that a drag passes round ones. */
function onLog(start: number, distance: number): number {
  const next = (start > 0 ? start : SMALLEST) * 10 ** (distance / DECADE);
  return start <= 0 && distance <= 0 ? start : rounded(next, 2);
}

function onLine(start: number, distance: number, { min, max }: NumberLimits): number {
  if (min !== undefined && max !== undefined && max - min <= 1000) {
    const step = 10 ** Math.floor(Math.log10(max - min) - 2);
    return rounded(Math.round((start + ((max - min) * distance) / RANGE) / step) * step, 12);
  }
  const step = start === 0 ? 0.01 : 10 ** (Math.floor(Math.log10(Math.abs(start)) + 1e-9) - 1);
  return rounded(Math.round(start / step + distance / STEP) * step, 12);
}

function within(value: number, { min, max, exclusiveMin, exclusiveMax }: NumberLimits): number | null {
  if (min !== undefined && value <= min) return exclusiveMin ? null : min;
  if (max !== undefined && value >= max) return exclusiveMax ? null : max;
  return value;
}

/**
 * The number after a drag by `distance` pixels from where it was `start`; null where the limits leave none.
 *
 * @param distance with Shift ten times, with Alt a tenth of what the pointer went
 */
export function scrubbed(start: number, distance: number, scale: Scale, limits: NumberLimits): number | null {
  if (Math.abs(distance) < 1) return start;
  const next =
    scale === 'integer'
      ? start + Math.round(distance / STEP)
      : scale === 'log'
        ? onLog(start, distance)
        : scale === 'oneMinusLog'
          ? rounded(1 - onLog(1 - start, -distance), 6)
          : onLine(start, distance, limits);
  // The same as typed: what a field shows reads back as what it holds.
  return within(readNumber(showNumber(next)) ?? start, limits);
}
