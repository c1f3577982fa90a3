import { runTexts } from '../texts/run';
import { formatCount, formatFixed } from './format';
import { LiveText } from './LiveText';
import { metricWord } from './metrics';
import { useRun } from './store';

/** `Step 1,240 of 5,000 · loss 0.297 · accuracy 0.929` */
export function runStatus(): string {
  const { info, step, totalSteps, loss, accuracy, compiling, crash } = useRun.getState();
  if (crash !== null) return crash;
  if (info === null) return compiling ? runTexts.status.compiling : runTexts.status.nothing;
  const parts = [runTexts.status.step(formatCount(step), formatCount(totalSteps))];
  if (loss !== null) parts.push(runTexts.status.loss(formatFixed(loss, 3)));
  const metric = info.metrics[0];
  if (metric !== undefined && accuracy !== null) {
    parts.push(runTexts.status.metric(metricWord(metric), formatFixed(accuracy, 3)));
  }
  return parts.join(' · ');
}

/** The state of the run in words, for screen readers: quiet while it runs, spoken when it pauses. */
export function RunStatus({ className = 'visually-hidden' }: { className?: string }) {
  const running = useRun((view) => view.state === 'running');
  return (
    <div role="status" aria-label={runTexts.status.name} aria-live={running ? 'off' : 'polite'} className={className}>
      <LiveText read={runStatus} interval={500} />
    </div>
  );
}
