import { useMemo } from 'react';
import 'uplot/dist/uPlot.min.css';
import { isShareMetric, metricTitle } from '../run/metrics';
import { canRun, run, runHistory, useRun } from '../run/store';
import { useHasData } from '../run/use-has-data';
import { useKeptRuns } from '../runs/store';
import { runTexts } from '../texts/run';
import { trainingTexts } from '../texts/training';
import { ClassesView } from './ClassesView';
import { registerChart } from './export';
import { overlaysOf } from './overlays';
import { PlanView } from './PlanView';
import { RunList } from './RunList';
import { RunNotice } from './RunNotice';
import { setChartSettings, type TrainingView, useChartSettings } from './settings';
import { type ChartSubject, TrainingChart } from './TrainingChart';
import '../run/tools.css';
import './training.css';

const texts = runTexts.training;
const VIEWS: readonly TrainingView[] = ['curves', 'classes', 'plan'];

/** Loss and metrics over steps, which classes are confused, and what is planned. */
export function TrainingPanel() {
  const view = useChartSettings((settings) => settings.view);
  return (
    <section className="training-panel" aria-label={texts.name}>
      <div className="training-views" role="radiogroup" aria-label={trainingTexts.viewsName}>
        {VIEWS.map((name) => (
          <label key={name} className="training-view-choice">
            <input
              type="radio"
              name="training-view"
              checked={view === name}
              onChange={() => setChartSettings({ view: name })}
            />
            <span>{trainingTexts.views[name]}</span>
          </label>
        ))}
      </div>
      <RunNotice />
      {view === 'curves' && <Curves />}
      {view === 'classes' && <ClassesView />}
      {view === 'plan' && <PlanView />}
    </section>
  );
}

function Curves() {
  const hasData = useHasData();
  const runnable = useRun(canRun);
  const info = useRun((view) => view.info);
  const started = useRun((view) => view.step > 0);
  const places = useKeptRuns((runs) => runs.places);
  const read = useKeptRuns((runs) => runs.read);
  // A run that begins takes another history.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn beside it depends on which run it is.
  const overlays = useMemo(() => overlaysOf(places, read, runHistory()), [places, read, started, info]);
  const subjects = useMemo((): ChartSubject[] => {
    const loss: ChartSubject = {
      key: 'loss',
      title: texts.loss,
      isShare: false,
      training: (history) => history.loss,
      validation: (history) => history.validationLoss,
    };
    const metrics = (info?.metrics ?? []).map(
      (id): ChartSubject => ({
        key: id,
        title: metricTitle(id),
        isShare: isShareMetric(id),
        training: (history) => history.metrics.get(id),
        validation: (history) => history.validationMetrics.get(id),
      }),
    );
    return [loss, ...metrics];
  }, [info]);
  if (!hasData && overlays.length === 0) {
    return (
      <div className="training-charts">
        <div className="panel-empty">
          <p>{subjects.length > 1 ? texts.empty : texts.emptyLoss}</p>
          <button type="button" className="button bordered" disabled={!runnable} onClick={() => void run()}>
            {runTexts.run}
          </button>
        </div>
        <div className="training-space" />
        <RunList overlays={overlays} />
      </div>
    );
  }
  return (
    <div className="training-charts">
      {subjects.map((subject) => (
        <TrainingChart key={subject.key} subject={subject} overlays={overlays} onChart={registerChart} />
      ))}
      <RunList overlays={overlays} />
    </div>
  );
}
