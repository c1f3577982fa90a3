import { useRef } from 'react';
import { runTexts } from '../texts/run';
import { formatCount, formatDuration } from './format';
import { LiveText } from './LiveText';
import { useRun } from './store';
import { useTick } from './use-tick';
import './run.css';

const remaining = (): string => {
  const { state, secondsLeft } = useRun.getState();
  if (state === 'finished') return runTexts.finished;
  if (state === 'failed') return runTexts.failed;
  return secondsLeft === null ? '' : runTexts.left(formatDuration(secondsLeft));
};

/** How far the run is: steps done, time left, and a bar. */
export function RunProgress() {
  const bar = useRef<HTMLDivElement>(null);
  useTick(() => {
    const { step, totalSteps } = useRun.getState();
    const element = bar.current;
    if (!element) return;
    const share = totalSteps > 0 ? Math.min(1, step / totalSteps) : 0;
    (element.firstElementChild as HTMLElement).style.width = `${(share * 100).toFixed(2)}%`;
    element.setAttribute('aria-valuenow', String(step));
    element.setAttribute('aria-valuemax', String(Math.max(1, totalSteps)));
  });
  return (
    <div className="run-progress">
      <div className="run-progress-words" aria-hidden="true">
        <span>
          {runTexts.stepWord} <LiveText className="number large" read={() => formatCount(useRun.getState().step)} />
          <span className="quiet">
            {' '}
            {runTexts.of} <LiveText className="number" read={() => formatCount(useRun.getState().totalSteps)} />
          </span>
        </span>
        <LiveText className="quiet wide-only" read={remaining} interval={500} />
      </div>
      <div ref={bar} className="run-progress-bar" role="progressbar" aria-label={runTexts.progress} aria-valuemin={0}>
        <i />
      </div>
    </div>
  );
}
