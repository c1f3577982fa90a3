/** Numbers as people type and read them in fields. */

/** The shortest text that gives the same number back. */
export function showNumber(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value).replace('e+', 'e') : '';
}

/** A number as typed: a decimal comma is understood, as are a typographic minus and blanks around it. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace('−', '-');
  const decimal = /^[+-]?\d+,\d+$/.test(plain) ? plain.replace(',', '.') : plain;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(decimal)) return null;
  const value = Number(decimal);
  return Number.isFinite(value) ? value : null;
}

/** Numbers separated by commas, semicolons or blanks; null when one of them is not a number. */
export function readNumbers(text: string): number[] | null {
  const parts = text
    .trim()
    .split(/[\s,;]+/)
    .filter(Boolean);
  const values = parts.map(readNumber);
  return values.every((value) => value !== null) ? (values as number[]) : null;
}

/** At most this many decimals, without the dust of binary fractions. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** The next round number of a log scale: 1, 2, 5, 10, … */
function logStep(value: number, up: boolean): number {
  if (value <= 0) return up ? 1e-7 : 0;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const lead = tidy(value / power);
  if (up) return tidy((lead < 2 ? 2 : lead < 5 ? 5 : 10) * power);
  return tidy((lead > 5 ? 5 : lead > 2 ? 2 : lead > 1 ? 1 : 0.5) * power);
}

export type Scale = 'linear' | 'log' | 'oneMinusLog' | 'integer';

/** What the arrow keys make of a number, by the scale it lives on. `coarse`: with Shift, ten times as far. */
export function stepNumber(value: number, scale: Scale, up: boolean, coarse = false): number {
  switch (scale) {
    case 'integer':
      return value + (up ? 1 : -1) * (coarse ? 10 : 1);
    case 'log':
      return coarse ? tidy(up ? (value || 1e-7) * 10 : value / 10) : logStep(value, up);
    case 'oneMinusLog':
      return tidy(1 - stepNumber(tidy(1 - value), 'log', !up, coarse));
    default: {
      const size = value === 0 ? 1 : 10 ** Math.floor(Math.log10(Math.abs(value)) + 1e-9);
      return tidy(value + (up ? 1 : -1) * (coarse ? size : size / 10));
    }
  }
}
