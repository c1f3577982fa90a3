import { type CSSProperties, type MouseEvent, useState } from 'react';
import { formatCount, formatFixed, UNKNOWN } from '../run/format';
import { canRun, run as runGraph, runHistory, useRun } from '../run/store';
import { runTexts } from '../texts/run';
import { runsTexts } from '../texts/runs';
import { looksByRun } from '../training/overlays';
import type { RunSummary } from './kept-run';
import { runName, shownTime } from './names';
import { RunDetails } from './RunDetails';
import { toggleShown, useKeptRuns } from './store';
import '../run/tools.css';
import './runs.css';

const texts = runsTexts;
const number = (value: number | null): string => (value === null ? UNKNOWN : formatFixed(value, 3));

/** Every run that is kept: a list at the left; at the right the chosen one, or what two of them differ in. */
export function RunsPanel() {
  const list = useKeptRuns((runs) => runs.list);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const runnable = useRun(canRun);
  // Runs that are gone are chosen no more.
  const selected = chosen.filter((id) => list.some((run) => run.id === id));
  const choose = (id: string, adds: boolean) => {
    if (!adds) setChosen([id]);
    else if (selected.includes(id)) setChosen(selected.filter((other) => other !== id));
    else setChosen([...selected, id]);
  };
  return (
    <section className="runs-panel" aria-label={texts.name}>
      {list.length === 0 ? (
        <div className="panel-empty">
          <p>{texts.empty}</p>
          <button type="button" className="button bordered" disabled={!runnable} onClick={() => void runGraph()}>
            {runTexts.run}
          </button>
        </div>
      ) : (
        <>
          <RunTable list={list} selected={selected} choose={choose} />
          <RunDetails selected={selected} unselect={() => setChosen([])} />
        </>
      )}
    </section>
  );
}

interface TableProps {
  list: readonly RunSummary[];
  selected: readonly string[];
  choose(id: string, adds: boolean): void;
}

function RunTable({ list, selected, choose }: TableProps) {
  const looks = looksByRun(useKeptRuns((runs) => runs.places));
  // A run that begins or stops changes which one is the newest.
  const state = useRun((view) => view.state);
  const { runId } = runHistory();
  const { columns } = texts;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keys.
    <section className="runs-scroll" tabIndex={0} aria-label={texts.list}>
      <table className="runs-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{columns.show}</span>
            </th>
            <th scope="col">{columns.run}</th>
            <th scope="col" className="wide-only">
              {columns.graph}
            </th>
            <th scope="col">{columns.steps}</th>
            <th scope="col" title={columns.lossHelp}>
              {columns.loss}
            </th>
            <th scope="col" title={columns.validationHelp}>
              {columns.validation}
            </th>
            <th scope="col">{columns.metric}</th>
            <th scope="col" className="wide-only">
              {columns.seed}
            </th>
            <th scope="col" className="wide-only" title={columns.digestHelp}>
              {columns.digest}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.map((run) => {
            const name = runName(run);
            const look = looks.get(run.id);
            const isNow = run.id === runId && state !== 'idle';
            const press = (event: MouseEvent) => choose(run.id, event.shiftKey || event.ctrlKey || event.metaKey);
            return (
              <tr key={run.id} data-selected={selected.includes(run.id) || undefined}>
                <td>
                  <label className="runs-show" title={texts.show(name)}>
                    <input
                      type="checkbox"
                      aria-label={texts.show(name)}
                      checked={look !== undefined}
                      onChange={() => void toggleShown(run.id)}
                    />
                    <i
                      className="swatch dashed"
                      style={{ '--swatch': look ? `var(--${look.color})` : 'transparent' } as CSSProperties}
                      aria-hidden="true"
                    />
                  </label>
                </td>
                <th scope="row">
                  <button
                    type="button"
                    className="runs-name"
                    aria-pressed={selected.includes(run.id)}
                    title={texts.compareHelp}
                    onClick={press}
                  >
                    {name}
                  </button>
                  {run.name !== '' && <span className="quiet"> {shownTime(run.startedAt)}</span>}
                  {isNow && <span className="runs-now">{texts.now}</span>}
                  {run.state === 'failed' && <span className="runs-broke">{texts.states.failed}</span>}
                </th>
                <td className="runs-graph wide-only" title={run.graph}>
                  {run.graph}
                </td>
                <td className="number">{formatCount(run.steps)}</td>
                <td className="number">{number(run.loss)}</td>
                <td className="number">{number(run.validationLoss)}</td>
                <td
                  className="number"
                  title={run.metric ? (run.metric.onTest ? texts.onTest : texts.onBatch)(run.metric.title) : undefined}
                >
                  {number(run.metric?.value ?? null)}
                </td>
                <td className="number wide-only">{run.seed}</td>
                <td className="number wide-only" title={run.digest}>
                  {run.digest.slice(0, 8) || UNKNOWN}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
