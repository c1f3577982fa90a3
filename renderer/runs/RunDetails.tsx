import { useEffect, useState } from 'react';
import { changesInWords } from '../app/changes-in-words';
import { ask } from '../app/dialog-store';
import { openDocument } from '../app/session';
import { compareDocuments } from '../document/compare';
import { NO_FILE, useDocument } from '../document/store';
import { host } from '../host';
import { CommitField } from '../inspector/fields';
import { fileStem } from '../run/csv';
import { formatCount, formatFixed, UNKNOWN } from '../run/format';
import { texts as allTexts } from '../texts';
import { runsTexts } from '../texts/runs';
import { Icon } from '../ui/icons';
import { eventFileName, runCsv, runEvents } from './export';
import type { KeptRun } from './kept-run';
import { runName, shownTime } from './names';
import { readRun, removeRuns, renameRun, useKeptRuns } from './store';

const texts = runsTexts;

/** The chosen runs with all that is kept of them; read anew when they change. */
function useRuns(ids: readonly string[]): readonly KeptRun[] {
  const [runs, setRuns] = useState<readonly KeptRun[]>([]);
  const list = useKeptRuns((view) => view.list);
  const key = ids.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list says when one was written anew.
  useEffect(() => {
    let gone = false;
    void Promise.all(ids.map(readRun)).then((found) => {
      if (!gone) setRuns(found.filter((run) => run !== null));
    });
    return () => {
      gone = true;
    };
  }, [key, list]);
  return runs.filter(({ id }) => ids.includes(id));
}

/** What can be done with the chosen runs, and what they differ in. */
export function RunDetails({ selected, unselect }: { selected: readonly string[]; unselect(): void }) {
  const runs = useRuns(selected);
  const [first, second] = runs;
  if (!first) {
    return (
      <aside className="run-details">
        <p className="quiet">{texts.compareHelp}</p>
      </aside>
    );
  }
  return (
    <aside className="run-details">
      {second ? (
        <b>{runs.length > 2 ? texts.selected(runs.length) : texts.with(runName(first), runName(second))}</b>
      ) : (
        <CommitField
          label={texts.rename(runName(first))}
          value={runName(first)}
          problemOf={() => null}
          commit={(name) => void renameRun(first.id, name === runName({ ...first, name: '' }) ? '' : name.trim())}
        />
      )}
      <div className="run-actions">
        {!second && <SingleActions run={first} />}
        <button type="button" className="button small bordered" onClick={() => void askToRemove(selected, unselect)}>
          {texts.remove}
        </button>
      </div>
      {runs.length <= 2 && <Numbers runs={runs} />}
      {runs.length <= 2 && <Differences run={first} other={second} />}
    </aside>
  );
}

async function askToRemove(ids: readonly string[], done: () => void): Promise<void> {
  const answer = await ask({
    title: texts.removeQuestion(ids.length),
    text: texts.removeHelp,
    answers: [
      { id: 'cancel', title: allTexts.dialogs.cancel },
      { id: 'remove', title: texts.remove },
    ],
    first: 'remove',
  });
  if (answer !== 'remove') return;
  done();
  await removeRuns(ids);
}

function SingleActions({ run }: { run: KeptRun }) {
  const stem = `${fileStem(run.graph)}-${fileStem(runName(run))}`;
  return (
    <>
      <button
        type="button"
        className="button small bordered"
        title={texts.openRunHelp}
        onClick={() => openDocument({ ...run.document, name: texts.copyOf(run.graph, runName(run)) }, NO_FILE)}
      >
        {texts.openRun}
      </button>
      <button
        type="button"
        className="button small"
        title={texts.exportCsvHelp}
        aria-label={texts.exportCsvHelp}
        onClick={() => void host.exportFile({ suggestedName: `${stem}.csv`, mime: 'text/csv', data: runCsv(run) })}
      >
        <Icon name="export" size={14} />
        {texts.exportCsv}
      </button>
      <button
        type="button"
        className="button small"
        title={texts.exportEventsHelp}
        aria-label={texts.exportEventsHelp}
        onClick={() =>
          void host.exportFile({
            suggestedName: eventFileName(run),
            mime: 'application/octet-stream',
            data: runEvents(run),
          })
        }
      >
        <Icon name="export" size={14} />
        {texts.exportEvents}
      </button>
    </>
  );
}

const number = (value: number | null | undefined): string => (value == null ? UNKNOWN : formatFixed(value, 4));

function Numbers({ runs }: { runs: readonly KeptRun[] }) {
  const { columns } = texts;
  const [first] = runs;
  const rows: [string, (run: KeptRun) => string][] = [
    [columns.run, (run) => shownTime(run.startedAt)],
    [columns.steps, (run) => formatCount(run.steps)],
    [columns.loss, (run) => number(run.loss)],
    [columns.validation, (run) => number(run.validationLoss)],
    [first?.metric?.title ?? columns.metric, (run) => number(run.metric?.value)],
    [columns.seed, (run) => String(run.seed)],
    [columns.digest, (run) => run.digest.slice(0, 16) || UNKNOWN],
  ];
  return (
    <table className="run-numbers">
      <tbody>
        {rows.map(([title, read]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            {runs.map((run) => (
              <td key={run.id} className="number">
                {read(run)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From one run to the other, or to the graph as it is now. */
function Differences({ run, other }: { run: KeptRun; other: KeptRun | undefined }) {
  const open = useDocument((state) => state.document);
  const changes = changesInWords(compareDocuments(run.document, other?.document ?? open));
  return (
    <section>
      <h3>
        {texts.differences}
        {!other && <span className="quiet"> {texts.with('', texts.openGraph)}</span>}
      </h3>
      {changes.length === 0 ? (
        <p className="quiet">{texts.same}</p>
      ) : (
        <ul className="run-differences">
          {changes.map(({ text, sign }) => (
            <li key={text}>
              <span className="number" aria-hidden="true">
                {sign}
              </span>{' '}
              {text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
