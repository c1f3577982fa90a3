import { runTexts } from '../texts/run';
import { formatCount } from './format';
import { LiveText } from './LiveText';
import { useRun } from './store';
import './run.css';

const texts = runTexts.bar;

/** The right side of the status bar: speed, batch, seed, parameters, backend. */
export function StatusBarRun() {
  const info = useRun((view) => view.info);
  const batch = useRun((view) => view.document?.run.batchSize);
  const seed = useRun((view) => view.document?.seed);
  const measured = useRun((view) => view.stepsPerSecond > 0 && view.step > 0);
  if (info === null) return null;
  return (
    <div className="status-run">
      {measured && (
        <span>
          <LiveText className="number" read={() => formatCount(useRun.getState().stepsPerSecond)} interval={250} />{' '}
          {texts.stepsPerSecond}
        </span>
      )}
      <span className="wide-only">
        {texts.batch} <b className="number">{formatCount(batch ?? 0)}</b>
      </span>
      <span className="wide-only">
        {texts.seed} <b className="number">{seed}</b>
      </span>
      <span className="wide-only">
        <b className="number">{formatCount(info.parameters)}</b> {texts.parameters}
      </span>
      <span title={texts.backendDetail(info.kernel, info.threads, info.fma)}>
        {texts.backends[info.backend] ?? info.backend}
      </span>
    </div>
  );
}
