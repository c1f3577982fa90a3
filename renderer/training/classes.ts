/** Numbers of each class from a confusion matrix. Pure. */
import type { Confusion } from '../../engine';

export interface ClassScore {
  name: string;
  /** Labelled as the class. */
  rows: number;
  /** Share of them that is predicted as it: recall. NaN without rows. */
  found: number;
  /** Share of what is predicted as the class that is labelled so: precision. NaN without predictions. */
  right: number;
}

type Counts = Pick<Confusion, 'counts' | 'classNames'>;

export function classScores({ counts, classNames }: Counts): ClassScore[] {
  const classes = classNames.length;
  const at = (label: number, predicted: number): number => counts[label * classes + predicted] as number;
  const sum = (of: (k: number) => number): number => classNames.reduce((total, _, k) => total + of(k), 0);
  return classNames.map((name, k) => {
    const rows = sum((other) => at(k, other));
    return { name, rows, found: at(k, k) / rows, right: at(k, k) / sum((other) => at(other, k)) };
  });
}

/** The pairs that are confused most often, the worst first. */
export function mostConfused(
  { counts, classNames }: Counts,
  count: number,
): { label: string; predicted: string; rows: number }[] {
  const classes = classNames.length;
  return counts
    .flatMap((rows, place) => {
      const [label, predicted] = [Math.floor(place / classes), place % classes];
      if (label === predicted || rows === 0) return [];
      return [{ label: classNames[label] as string, predicted: classNames[predicted] as string, rows }];
    })
    .sort((a, b) => b.rows - a.rows)
    .slice(0, count);
}
