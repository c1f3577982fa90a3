import { useMemo } from 'react';
import { isError } from '../../engine';
import { revealNode } from '../app/commands-node';
import { findNode } from '../document/lookup';
import { useDocument } from '../document/store';
import { metricWord } from '../run/metrics';
import { reset, runHistory, useRun } from '../run/store';
import { runTexts } from '../texts/run';
import { trainingTexts } from '../texts/training';
import { Icon } from '../ui/icons';
import { likelyCauses } from './causes';
import { earlyEnd } from './ended';

const texts = trainingTexts.broken;

/** Why a run stopped by itself: a number that is none with what may have led to it, or the condition of the document. */
export function RunNotice() {
  const state = useRun((view) => view.state);
  if (state === 'failed') return <Broken />;
  return state === 'finished' ? <Ended /> : null;
}

function Ended() {
  const view = useRun();
  const { document } = view;
  const stop = document?.run.stopWhen;
  if (!document || !stop) return null;
  const numbers = stop.split === 'test' ? view.validation : { loss: view.loss ?? Number.NaN, metrics: view.metrics };
  const value = (stop.metric === 'loss' ? numbers?.loss : numbers?.metrics[stop.metric]) ?? Number.NaN;
  const title = stop.metric === 'loss' ? runTexts.training.loss.toLowerCase() : metricWord(stop.metric);
  const words = earlyEnd(document, view, value, title);
  if (words === null) return null;
  return (
    <p className="run-notice">
      <Icon name="check" size={14} />
      {words}
    </p>
  );
}

function Broken() {
  const problem = useRun((view) => view.diagnostics.find(isError));
  const document = useDocument((state) => state.document);
  const data = useDocument((state) => state.checked?.data);
  const causes = useMemo(() => {
    if (!problem) return [];
    const features: Record<string, number> = {};
    for (const [id, { preview }] of data ?? []) features[id] = largest(preview);
    return likelyCauses({ problem, document, history: runHistory(), features });
  }, [problem, document, data]);
  if (!problem) return null;
  const { nodeId } = problem.where;
  return (
    <section className="run-notice bad" aria-label={texts.title}>
      <div className="run-notice-head">
        <Icon name="warning" size={14} />
        <b>{problem.message}</b>
        {nodeId !== null && findNode(document, nodeId) && (
          <button type="button" className="button small bordered" onClick={() => revealNode(nodeId)}>
            {texts.select(nodeId)}
          </button>
        )}
        <button type="button" className="button small bordered" onClick={() => void reset()}>
          {texts.reset}
        </button>
      </div>
      {causes.length > 0 && (
        <>
          <p className="quiet">{texts.title}</p>
          <ul>
            {causes.map(({ text, nodeId: about }) => (
              <li key={text}>
                {about !== null && findNode(document, about) ? (
                  <button type="button" className="cause" onClick={() => revealNode(about)}>
                    {text}
                  </button>
                ) : (
                  text
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

type Preview =
  | { kind: 'pictures'; pictures: readonly Float32Array[] }
  | { kind: 'points'; x: Float32Array; y: Float32Array };

/** The largest size of a value among the rows of a preview. */
function largest(preview: Preview): number {
  const lists = preview.kind === 'pictures' ? preview.pictures : [preview.x, preview.y];
  return lists.reduce((most, list) => list.reduce((size, value) => Math.max(size, Math.abs(value)), most), 0);
}
