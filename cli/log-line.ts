/** One line of the log of a run: loss, metrics and z of one update's forward pass, as JSON. */
import type { Session, ZDetail } from '../engine/index';

const statistics = (z: ZDetail) => ({
  mean: z.mean,
  std: z.std,
  min: z.min,
  max: z.max,
  p5: z.p5,
  p15: z.p15,
  p50: z.p50,
  p85: z.p85,
  p95: z.p95,
  unitMean: Array.from(z.unitMean),
  unitVariance: Array.from(z.unitVariance),
  dead: z.dead,
  saturated: z.saturated,
});

/** The newest update of a session. A step that was not probed has no `z`. */
export function logLine(session: Session): string {
  const { step, loss, metrics } = session.frame();
  const details = session.details();
  const z = details && Object.fromEntries(Object.entries(details).map(([id, detail]) => [id, statistics(detail)]));
  return `${JSON.stringify(z ? { step, loss, metrics, z } : { step, loss, metrics })}\n`;
}
