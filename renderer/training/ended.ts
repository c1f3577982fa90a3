/** What the document's condition for ending a run early said when it ended one. Pure. */
import type { GraphDocument } from '../../engine';
import { formatCount, formatSetting } from '../run/format';
import { trainingTexts } from '../texts/training';

const texts = trainingTexts.ended;

/**
 * The words for a run that ended before its last step; null where it did not.
 *
 * @param value the number that the condition looks at, as it stood at the end
 * @param title what the metric is called in a sentence
 */
export function earlyEnd(
  { run: { stopWhen } }: GraphDocument,
  run: { state: string; step: number; totalSteps: number },
  value: number,
  title: string,
): string | null {
  if (run.state !== 'finished' || run.step >= run.totalSteps || !stopWhen) return null;
  const { below, above, patience = 0, split } = stopWhen;
  const what = split === 'test' ? texts.test(title) : texts.batch(title);
  const why =
    below !== undefined && value < below
      ? texts.below(what, formatSetting(below))
      : above !== undefined && value > above
        ? texts.above(what, formatSetting(above))
        : texts.patience(what, formatCount(patience));
  return texts.at(formatCount(run.step), why);
}
