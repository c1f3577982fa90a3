/** Draws of a normal distribution between any two bounds, also far out in its tails. */
import { exp, log } from './math';
import type { Stream } from './rng';

/** Width from which on an interval around the middle is hit by plain draws often enough. */
const WIDE = 2.5;
/** From here on the whole tail is narrower than 1e-7. */
const FAR = 1e7;

/**
 * One draw of the standard normal distribution between `low` ≤ `high`, by rejection (Robert 1995): of normal draws where
 * the interval is wide around the middle, of uniform ones where it is narrow, of exponential ones in a tail. Accepted at
 * least about every fourth time.
 */
export function truncatedNormal(stream: Stream, low: number, high: number): number {
  if (high < 0) return -truncatedNormal(stream, -high, -low);
  if (low <= 0 && high - low > WIDE)
    return accepted(
      () => stream.normal(),
      (z) => z >= low && z <= high,
    );
  // The density is highest at the point of the interval nearest to 0.
  const nearest = Math.max(low, 0);
  if (nearest > FAR) return nearest;
  const rate = (nearest + Math.sqrt(nearest * nearest + 4)) / 2;
  if (low <= 0 || (high - low) * rate < 2) {
    return accepted(
      () => low + (high - low) * stream.uniform(),
      (z) => stream.uniform() < exp((nearest * nearest - z * z) / 2),
    );
  }
  return accepted(
    () => low - log(1 - stream.uniform()) / rate,
    (z) => z <= high && stream.uniform() < exp(-((z - rate) ** 2) / 2),
  );
}

function accepted(draw: () => number, accept: (z: number) => boolean): number {
  for (;;) {
    const z = draw();
    if (accept(z)) return z;
  }
}
