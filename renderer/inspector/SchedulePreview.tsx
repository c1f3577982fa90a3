/** The learning rate of every step of the run, drawn before it runs; a line marks the step where the run stands. */
import type { CheckedGraph, GraphNode } from '../../engine';
import { useDocument } from '../document/store';
import { useRun } from '../run/store';
import { texts } from '../texts';
import { runSteps, scheduleCurve } from './schedule-curve';

const words = texts.inspector;
const WIDTH = 240;
const HEIGHT = 48;

const short = (value: number): string => String(Number(value.toPrecision(3)));

export function SchedulePreview({ node, checked }: { node: GraphNode; checked: CheckedGraph }) {
  const document = useDocument((state) => state.document);
  const step = useRun((run) => run.step);
  const parameters = checked.byId.get(node.id)?.parameters;
  const steps = runSteps(document, checked.data.values());
  const curve = parameters && steps !== null ? scheduleCurve({ ...node, data: { ...parameters } }, steps) : null;
  if (!curve) return null;
  const { points, first, last, peak } = curve;
  const x = (at: number): number => ((at - 1) / Math.max(1, curve.steps - 1)) * WIDTH;
  const y = (rate: number): number => HEIGHT - 2 - (rate / peak) * (HEIGHT - 6);
  const path = points.map(
    ({ step: at, rate }, place) => `${place === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(rate).toFixed(1)}`,
  );
  const ends = words.scheduleEnds(short(first), short(last), curve.steps.toLocaleString('en'));
  const said = ends + (peak > Math.max(first, last) * 1.001 ? words.schedulePeak(short(peak)) : '');
  return (
    <figure className="schedule">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${words.schedule}: ${said}`}
      >
        <path className="schedule-axis" d={`M0 ${HEIGHT - 2}H${WIDTH}`} />
        {step > 0 && step <= curve.steps && <path className="schedule-now" d={`M${x(step)} 0V${HEIGHT}`} />}
        <path className="schedule-curve" d={path.join('')} />
      </svg>
      <figcaption className="help">{said}</figcaption>
    </figure>
  );
}
