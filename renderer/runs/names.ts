/** What runs are called. */
import { runsTexts } from '../texts/runs';
import type { RunSummary } from './kept-run';

const DAY = 24 * 3600 * 1000;

/** `14:05`, `yesterday 14:05`, `3 Nov 14:05`. */
export function shownTime(time: number, now = Date.now()): string {
  const date = new Date(time);
  const clock = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (time >= midnight) return clock;
  if (time >= midnight - DAY) return runsTexts.yesterday(clock);
  return `${date.getDate()} ${runsTexts.months[date.getMonth()]} ${clock}`;
}

/** The name that the user gave, else the time it began at, to the second where others could have the same. */
export function runName({ name, startedAt }: Pick<RunSummary, 'name' | 'startedAt'>): string {
  if (name !== '') return name;
  const seconds = String(new Date(startedAt).getSeconds()).padStart(2, '0');
  return runsTexts.runAt(`${shownTime(startedAt)}:${seconds}`);
}
