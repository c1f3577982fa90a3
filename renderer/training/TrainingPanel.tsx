import { useMemo } from 'react';
import 'uplot/dist/uPlot.min.css';
import { metricTitle } from '../run/metrics';
import { canRun, run, useRun } from '../run/store';
import { useHasData } from '../run/use-has-data';
import { runTexts } from '../texts/run';
import { registerCanvas } from './export';
import { type ChartSubject, TrainingChart } from './TrainingChart';
import '../run/tools.css';
import './training.css';

const texts = runTexts.training;

/** Loss and metrics over steps. */
export function TrainingPanel() {
  const hasData = useHasData();
  const runnable = useRun(canRun);
  const info = useRun((view) => view.info);
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
        isShare: true,
        training: (history) => history.metrics.get(id),
        validation: (history) => history.validationMetrics.get(id),
      }),
    );
    return [loss, ...metrics];
  }, [info]);
  return (
    <section className="training-panel" aria-label={texts.name}>
      {hasData ? (
        <div className="training-charts">
          {subjects.map((subject) => (
            <TrainingChart key={subject.key} subject={subject} onCanvas={registerCanvas} />
          ))}
        </div>
      ) : (
        <div className="panel-empty">
          <p>{subjects.length > 1 ? texts.empty : texts.emptyLoss}</p>
          <button type="button" className="button bordered" disabled={!runnable} onClick={() => void run()}>
            {runTexts.run}
          </button>
        </div>
      )}
    </section>
  );
}
