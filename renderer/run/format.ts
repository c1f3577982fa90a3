/** Numbers as the interface writes them: a true minus, commas in thousands, a dash for what is not known. */

const MINUS = '−';
export const UNKNOWN = '–';

const signed = (value: number, digits: string): string =>
  value < 0 && /[1-9]/.test(digits) ? `${MINUS}${digits}` : digits;

/** Words for what no digits can show. */
function notFinite(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (value === Number.NEGATIVE_INFINITY) return `${MINUS}∞`;
  return null;
}

const commas = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `1,240`; fractions are rounded. */
export const formatCount = (value: number): string =>
  notFinite(value) ?? signed(value, commas(Math.abs(value).toFixed(0)));

/** A fixed number of decimals: `−0.20`. Values too large for a column go over to powers of ten. */
export function formatFixed(value: number, decimals: number): string {
  const word = notFinite(value);
  if (word !== null) return word;
  const size = Math.abs(value);
  if (size >= 1e5) return signed(value, scientific(size));
  return signed(value, commasBeforePoint(size.toFixed(decimals)));
}

function commasBeforePoint(digits: string): string {
  const [whole = '', rest] = digits.split('.');
  return rest === undefined ? commas(whole) : `${commas(whole)}.${rest}`;
}

/** `1.2e6`, `3e−7`. */
function scientific(size: number): string {
  const [mantissa = '', exponent = ''] = size.toExponential(1).split('e');
  return `${mantissa.replace(/\.0$/, '')}e${exponent.replace('+', '').replace('-', MINUS)}`;
}

/** About three digits, whatever the size: `0.297`, `12.4`, `1,240`, `3e−7`. For losses and settings. */
export function formatValue(value: number): string {
  const word = notFinite(value);
  if (word !== null) return word;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e5 || size < 5e-4) return signed(value, scientific(size));
  const decimals = size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0;
  return signed(value, commasBeforePoint(size.toFixed(decimals)));
}

/** A setting as someone typed it: no padding, at most six significant digits. */
export function formatSetting(value: unknown): string {
  if (typeof value !== 'number') return String(value);
  const word = notFinite(value);
  if (word !== null) return word;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return signed(value, scientific(size));
  return signed(value, commasBeforePoint(String(Number(size.toPrecision(6)))));
}

/** A value of the data: no padding, at most five significant digits. */
export const formatData = (value: number): string =>
  formatSetting(Number.isFinite(value) ? Number(value.toPrecision(5)) : value);

/** A share as percent: `0 %`, `1.7 %`; below ten with one decimal unless that is zero. */
export function formatShare(share: number, decimals = 0): string {
  return notFinite(share) ?? `${formatFixed(share * 100, decimals)} %`;
}

/** How long something still takes, in the largest unit that says enough. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return UNKNOWN;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const hours = Math.floor(whole / 3600);
  return `${formatCount(hours)} h ${Math.floor((whole % 3600) / 60)} min`;
}
