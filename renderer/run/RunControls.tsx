import { findCommand, runCommand, shownKey } from '../app/commands';
import { useKeyBindings } from '../app/key-bindings';
import { runTexts } from '../texts/run';
import { Icon } from '../ui/icons';
import { canReset, canRun, canStep, setSpeed, useRun } from './store';
import './run.css';

/** A tooltip in the button's own words, with the key of its command. */
function withKey(title: string, id: string): string {
  const key = shownKey(findCommand(id));
  return key ? `${title} (${key})` : title;
}

/** Run or pause, one step, reset, speed: the left part of the top bar. */
export function RunControls() {
  useKeyBindings();
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
        title={withKey(title, 'run.toggle')}
        aria-label={title}
        onClick={() => runCommand('run.toggle')}
      >
        <Icon name={running ? 'pause' : 'play'} />
        <span className="wide-only">{title}</span>
      </button>
      <button
        type="button"
        className="button icon-only"
        disabled={!steppable}
        title={withKey(runTexts.step, 'run.step')}
        aria-label={runTexts.step}
        onClick={() => runCommand('run.step')}
      >
        <Icon name="step" />
      </button>
      <button
        type="button"
        className="button icon-only"
        disabled={!resettable}
        title={withKey(runTexts.reset, 'run.reset')}
        aria-label={runTexts.reset}
        onClick={() => runCommand('run.reset')}
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
