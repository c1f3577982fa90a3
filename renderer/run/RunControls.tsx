import { runTexts } from '../texts/run';
import { Icon } from '../ui/icons';
import { canReset, canRun, canStep, reset, setSpeed, step, toggleRun, useRun } from './store';
import './run.css';

interface Props {
  /** The keys of these actions as they are shown in tooltips, where they have one. */
  keys?: { toggle?: string; step?: string; reset?: string };
}

const withKey = (title: string, key: string | undefined): string => (key ? `${title} (${key})` : title);

/** Run or pause, one step, reset, speed: the left part of the top bar. */
export function RunControls({ keys = {} }: Props) {
  const running = useRun((view) => view.state === 'running');
  const finished = useRun((view) => view.state === 'finished');
  const runnable = useRun(canRun);
  const steppable = useRun(canStep);
  const resettable = useRun(canReset);
  const speed = useRun((view) => view.speed);
  const title = running ? runTexts.pause : finished ? runTexts.runAgain : runTexts.run;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of buttons.
    <div className="run-controls" role="group" aria-label={runTexts.controls}>
      <button
        type="button"
        className="button primary"
        disabled={!runnable}
        title={withKey(title, keys.toggle)}
        aria-label={title}
        onClick={() => void toggleRun()}
      >
        <Icon name={running ? 'pause' : 'play'} />
        <span className="wide-only">{title}</span>
      </button>
      <button
        type="button"
        className="button icon-only"
        disabled={!steppable}
        title={withKey(runTexts.step, keys.step)}
        aria-label={runTexts.step}
        onClick={() => void step(1)}
      >
        <Icon name="step" />
      </button>
      <button
        type="button"
        className="button icon-only"
        disabled={!resettable}
        title={withKey(runTexts.reset, keys.reset)}
        aria-label={runTexts.reset}
        onClick={() => void reset()}
      >
        <Icon name="reset" />
      </button>
      <span className="run-speed">
        <Icon name="speed" />
        <select
          aria-label={runTexts.speed}
          title={runTexts.speed}
          value={speed ?? ''}
          onChange={(event) => setSpeed(event.target.value === '' ? null : Number(event.target.value))}
        >
          {runTexts.speeds.map(({ value, title: label }) => (
            <option key={label} value={value ?? ''}>
              {label}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </div>
  );
}
