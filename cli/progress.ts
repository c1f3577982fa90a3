/** A progress bar on a terminal: share, step, rate and time left, redrawn over itself, gone at the end. */
import type { Io } from './io';

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** `5 s`, `1:05`, `2:03:04`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The bar as text, at most `columns` wide. */
export function barText(done: number, total: number, seconds: number, columns: number): string {
  const share = total === 0 ? 1 : done / total;
  const rate = seconds > 0 ? done / seconds : 0;
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : '';
  const numbers = ` ${Math.floor(share * 100)} %  ${done}/${total} steps, ${Math.round(rate)}/s${left}`;
  const width = Math.min(40, columns - numbers.length - 1);
  if (width < 4) return numbers.trimStart().slice(0, Math.max(0, columns - 1));
  const full = Math.round(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}${numbers}`;
}

/** Draws nothing where standard error is no terminal. */
export class Progress {
  private lastDrawn = Number.NEGATIVE_INFINITY;
  private drawn = false;

  constructor(
    private readonly io: Io,
    private readonly total: number,
  ) {}

  /** @param now milliseconds of any clock that runs evenly */
  show(done: number, seconds: number, now: number): void {
    if (!this.io.isTerminal || now - this.lastDrawn < REDRAW_MS) return;
    this.lastDrawn = now;
    this.drawn = true;
    this.io.err(`${CLEAR_LINE}${barText(done, this.total, seconds, this.io.columns())}`);
  }

  clear(): void {
    if (this.drawn) this.io.err(CLEAR_LINE);
    this.drawn = false;
  }
}
