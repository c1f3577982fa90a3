import { useMemo } from 'react';
import type { GraphNode } from '../../engine';
import { nodeRegistry } from '../../engine';
import { useDocument } from '../document/store';
import { cursorStep } from '../run/cursor';
import { formatCount, formatValue, UNKNOWN } from '../run/format';
import { LiveCanvas } from '../run/LiveCanvas';
import { LiveText } from '../run/LiveText';
import { learningRateOf } from '../run/learning-rate';
import { palette } from '../run/palette';
import { runHistory, useRun } from '../run/store';
import { trainingTexts } from '../texts/training';
import { StopForm } from './StopForm';
import { drawStepChart } from './step-chart';

const texts = trainingTexts;
/** Points of a planned rate. */
const PLANNED = 400;

/** What is planned and how fast it goes: learning rates before they are used, speed, and when to stop. */
export function PlanView() {
  const optimizers = useDocument((state) => state.document.nodes).filter(
    ({ type }) => nodeRegistry.get(type)?.role === 'optimizer',
  );
  return (
    <div className="plan-view">
      {optimizers.length === 0 ? (
        <section className="plan-chart">
          <h3>{texts.rate.title}</h3>
          <p className="quiet">{texts.rate.none}</p>
        </section>
      ) : (
        optimizers.slice(0, 2).map((node) => <RateChart key={node.id} node={node} several={optimizers.length > 1} />)
      )}
      <SpeedChart />
      <StopForm />
    </div>
  );
}

/** All steps of a run by the document's settings; epochs are known once the data is. */
function usePlannedSteps(): number {
  const run = useDocument((state) => state.document.run);
  const compiled = useRun((view) => view.totalSteps);
  return run.steps ?? (compiled > 0 ? compiled : 1000);
}

interface Plan {
  steps: number[];
  values: number[];
  highest: number;
}

function planOf(node: GraphNode, total: number): Plan {
  const count = Math.min(PLANNED, total);
  const steps = Array.from({ length: count }, (_, i) => Math.round(1 + (i * (total - 1)) / Math.max(1, count - 1)));
  const values = steps.map((step) => learningRateOf(node, step) ?? Number.NaN);
  return { steps, values, highest: Math.max(...values) };
}

function RateChart({ node, several }: { node: GraphNode; several: boolean }) {
  const total = usePlannedSteps();
  const plan = useMemo(() => planOf(node, total), [node, total]);
  const step = (): number => cursorStep() ?? useRun.getState().step;
  const words = (): string => {
    const rate = learningRateOf(node, Math.max(1, cursorStep() ?? useRun.getState().step + 1));
    return rate === null ? UNKNOWN : formatValue(rate);
  };
  const constant = node.data.schedule === undefined || node.data.schedule === 'constant';
  const end = plan.values.at(-1) ?? Number.NaN;
  return (
    <section className="plan-chart">
      <h3>
        {texts.rate.title}
        {several && <span className="quiet"> {texts.rate.of(node.id)}</span>}
      </h3>
      <dl className="plan-numbers">
        <dt>{texts.rate.next}</dt>
        <dd>
          <LiveText className="number" read={words} />
        </dd>
        <dt>{texts.rate.last}</dt>
        <dd className="number">{formatValue(end)}</dd>
        <dt>{texts.rate.highest}</dt>
        <dd className="number">{formatValue(plan.highest)}</dd>
      </dl>
      <div className="plan-canvas" role="img" aria-label={texts.rate.chart(node.id)}>
        <LiveCanvas
          stamp={() => {
            const used = runHistory().rates.get(node.id);
            return `${runHistory().id} ${used?.version} ${step()} ${JSON.stringify(node.data)} ${total}`;
          }}
          draw={(context, size) => {
            const used = runHistory().rates.get(node.id);
            const colors = palette();
            const done = used ? [{ steps: used.steps, values: used.values(0), color: colors.run, width: 2 }] : [];
            const planned = {
              steps: plan.steps,
              values: plan.values,
              color: colors['ink-3'],
              width: 1.5,
              dash: [5, 3],
            };
            const lastStep = Math.max(total, runHistory().lastStep);
            drawStepChart(context, size, { lines: [planned, ...done], lastStep, marked: step() > 0 ? step() : null });
          }}
        />
      </div>
      {constant && <p className="help">{texts.rate.constant}</p>}
    </section>
  );
}

/** `2.43 ms` */
export function timePerStep(stepsPerSecond: number): string {
  if (!(stepsPerSecond > 0)) return UNKNOWN;
  const ms = 1000 / stepsPerSecond;
  return ms >= 1000
    ? `${formatValue(ms / 1000)} s`
    : ms >= 0.1
      ? `${formatValue(ms)} ms`
      : `${formatValue(ms * 1000)} µs`;
}

function SpeedChart() {
  const total = usePlannedSteps();
  const measured = useRun((view) => view.step > 0 && runHistory().speed.length > 0);
  const rate = (): number => {
    const { speed } = runHistory();
    const at = cursorStep();
    return at === null || speed.length === 0 ? speed.latest(0) : (speed.values(0)[speed.nearest(at)] as number);
  };
  return (
    <section className="plan-chart">
      <h3>{texts.speed.title}</h3>
      {measured ? (
        <>
          <dl className="plan-numbers" title={texts.speed.help}>
            <dt>{texts.speed.perStep}</dt>
            <dd>
              <LiveText className="number" read={() => timePerStep(rate())} interval={250} />
            </dd>
            <dt>{texts.speed.perSecond}</dt>
            <dd>
              <LiveText className="number" read={() => formatCount(rate())} interval={250} />
            </dd>
          </dl>
          <div className="plan-canvas" role="img" aria-label={texts.speed.chart}>
            <LiveCanvas
              stamp={() => `${runHistory().id} ${runHistory().speed.version} ${cursorStep()}`}
              draw={(context, size) => {
                const { speed, lastStep } = runHistory();
                const line = { steps: speed.steps, values: speed.values(0), color: palette().run, width: 1.5 };
                drawStepChart(context, size, {
                  lines: [line],
                  lastStep: Math.max(total, lastStep),
                  marked: cursorStep(),
                });
              }}
            />
          </div>
        </>
      ) : (
        <p className="quiet">{texts.speed.empty}</p>
      )}
    </section>
  );
}
