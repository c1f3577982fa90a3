/** The learning rate of every step of the run, drawn before it runs; a line marks the step where the run stands. */
import { useMemo } from 'react';
import type { CheckedGraph, GraphNode } from '../../engine';
import { useDocument } from '../document/store';
import { useRun } from '../run/store';
import { texts } from '../texts';
import { runSteps, scheduleCurve } from './schedule-curve';

const words = texts.inspector;
const WIDTH = 240;
const HEIGHT = 48;

const short = (value: number): string => String(Number(value.toPrecision(3)));
const place = (step: number, steps: number): number => ((step - 1) / Math.max(1, steps - 1)) * WIDTH;

export function SchedulePreview({ node, checked }: { node: GraphNode; checked: CheckedGraph }) {
  const document = useDocument((state) => state.document);
  const steps = runSteps(document, checked.data.values());
  const parameters = checked.byId.get(node.id)?.parameters;
  const curve = useMemo(
    () => (parameters && steps !== null ? scheduleCurve({ ...node, data: { ...parameters } }, steps) : null),
    [node, parameters, steps],
  );
  if (!curve) return null;
  const { points, first, last, peak } = curve;
  const y = (rate: number): number => HEIGHT - 2 - (rate / peak) * (HEIGHT - 6);
  const path = points.map(({ step, rate }) => `${place(step, curve.steps).toFixed(1)} ${y(rate).toFixed(1)}`).join('L');
  const ends = words.scheduleEnds(short(first), short(last), curve.steps.toLocaleString('en'));
  const said = ends + (peak > Math.max(first, last) * 1.001 ? words.schedulePeak(short(peak)) : '');
  return (
    <figure className="schedule">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={words.schedule}>
        <path className="schedule-axis" d={`M0 ${HEIGHT - 2}H${WIDTH}`} />
        <Now steps={curve.steps} />
        <path className="schedule-curve" d={`M${path}`} />
      </svg>
      <figcaption className="help">{said}</figcaption>
    </figure>
  );
}

/** Where the run stands. */
function Now({ steps }: { steps: number }) {
  const step = useRun((run) => run.step);
  return step > 0 && step <= steps ? <path className="schedule-now" d={`M${place(step, steps)} 0V${HEIGHT}`} /> : null;
}
