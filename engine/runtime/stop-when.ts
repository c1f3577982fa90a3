/** The run settings' condition for ending a run early. */
import type { StopWhen } from '../document/types';

/**
 * Whether a run has come to the end that its document asks for.
 *
 * @param split where the numbers come from: an update's own batch, or an evaluation on the test split
 */
export function meetsStop(
  stopWhen: StopWhen | undefined,
  split: 'train' | 'test',
  { loss, metrics }: { loss: number; metrics: Readonly<Record<string, number>> },
): boolean {
  if (!stopWhen || (stopWhen.split ?? 'train') !== split) return false;
  const { metric, below, above } = stopWhen;
  const value = metric === 'loss' ? loss : metrics[metric];
  if (value === undefined || !Number.isFinite(value)) return false;
  return (below !== undefined && value < below) || (above !== undefined && value > above);
}
