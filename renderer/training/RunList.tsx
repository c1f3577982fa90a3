import type { CSSProperties } from 'react';
import { showTab } from '../app/layout';
import { useDocument } from '../document/store';
import { cursorStep } from '../run/cursor';
import { LiveText } from '../run/LiveText';
import { runHistory, useRun } from '../run/store';
import type { RunSummary } from '../runs/kept-run';
import { runName } from '../runs/names';
import { MOST_SHOWN, toggleCurrent, toggleShown, useKeptRuns } from '../runs/store';
import { trainingTexts } from '../texts/training';
import { looksByRun, type Overlay, overlayCurves } from './overlays';
import { shownValue, valueAt } from './TrainingChart';

const texts = trainingTexts;
/** Earlier runs that are offered; all are in their own panel. */
const OFFERED = 12;

/** The runs of the charts: this one and those before it, each to be shown or hidden, with its loss at the cursor. */
export function RunList({ overlays }: { overlays: readonly Overlay[] }) {
  const list = useKeptRuns((runs) => runs.list);
  const places = useKeptRuns((runs) => runs.places);
  const looks = looksByRun(places);
  const hidden = useKeptRuns((runs) => runs.currentHidden);
  const graph = useDocument((state) => state.document.name);
  // A reset begins another run.
  useRun((view) => view.step === 0);
  const { runId } = runHistory();
  const earlier = list.filter(({ id }) => id !== runId);
  // In the order of their time: a tick must not move the row from under the pointer.
  const offered = earlier.filter(({ id, graph: of }, place) => looks.has(id) || (of === graph && place < OFFERED));
  return (
    <section className="run-list" aria-label={texts.runs}>
      <label className="run-row" title={texts.currentOf(graph)}>
        <input type="checkbox" checked={!hidden} aria-label={texts.show(texts.current)} onChange={toggleCurrent} />
        <i className="swatch" style={{ '--swatch': 'var(--run)' } as CSSProperties} aria-hidden="true" />
        <span className="run-row-name">{texts.current}</span>
        <LiveText className="number" read={() => shownValue(valueAt(runHistory().loss, cursorStep()))} />
      </label>
      {offered.length === 0 && <p className="help">{texts.noEarlier}</p>}
      {offered.map((run) => (
        <EarlierRun
          key={run.id}
          run={run}
          overlay={overlays.find((overlay) => overlay.run.id === run.id)}
          look={looks.get(run.id)}
          full={places.every((place) => place !== null)}
        />
      ))}
      {earlier.length > 0 && (
        <button type="button" className="button small" onClick={() => showTab('runs')}>
          {texts.allRuns}
        </button>
      )}
    </section>
  );
}

interface EarlierProps {
  run: RunSummary;
  look: Pick<Overlay, 'color'> | undefined;
  /** Missing until it is read. */
  overlay: Overlay | undefined;
  full: boolean;
}

function EarlierRun({ run, look, overlay, full }: EarlierProps) {
  const name = runName(run);
  const read = (): string => {
    if (!overlay) return shownValue(run.loss ?? Number.NaN);
    return shownValue(valueAt(overlayCurves(overlay, 'loss', '').training, cursorStep()));
  };
  return (
    <label className="run-row" title={full && !look ? texts.full(MOST_SHOWN) : `${name} · ${run.graph}`}>
      <input
        type="checkbox"
        checked={look !== undefined}
        aria-label={texts.show(name)}
        onChange={() => void toggleShown(run.id)}
      />
      <i
        className="swatch dashed"
        style={{ '--swatch': look ? `var(--${look.color})` : 'transparent' } as CSSProperties}
        aria-hidden="true"
      />
      <span className="run-row-name">{name}</span>
      <LiveText className="number" read={read} />
    </label>
  );
}
