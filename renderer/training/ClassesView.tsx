import { type CSSProperties, useEffect, useRef, useState } from 'react';
import type { Confusion } from '../../engine';
import { formatCount, formatShare, UNKNOWN } from '../run/format';
import { confusion, useRun } from '../run/store';
import { trainingTexts } from '../texts/training';
import { classScores, mostConfused } from './classes';

const texts = trainingTexts.classes;
/** While it runs, the matrix is counted at most this often. */
const EVERY_MS = 2000;

/** Which classes are taken for which on the rows that the run is judged on; counted anew after each evaluation. */
export function ClassesView() {
  const { counted, measure } = useConfusion();
  if (counted === undefined) return <p className="panel-empty">{texts.empty}</p>;
  if (counted === null) return <p className="panel-empty">{texts.none}</p>;
  return (
    <div className="classes-view">
      <div className="classes-matrix">
        <div className="classes-head">
          <b>{texts.name}</b>
          <span className="quiet">
            {texts.measured(formatCount(counted.rows), counted.split === 'test', formatCount(counted.step))}
          </span>
          <button type="button" className="button small" onClick={measure}>
            {texts.measure}
          </button>
        </div>
        <Matrix counted={counted} />
      </div>
      <Scores counted={counted} />
    </div>
  );
}

/** Undefined: nothing to count yet. Null: there are no classes. */
function useConfusion(): { counted: Confusion | null | undefined; measure(): void } {
  const [counted, setCounted] = useState<Confusion | null>();
  const [turn, setTurn] = useState(0);
  const info = useRun((view) => view.info);
  const evaluated = useRun((view) => view.validation?.step ?? 0);
  const atRest = useRun((view) => view.state !== 'running');
  const started = useRun((view) => view.step > 0);
  const last = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an evaluation, a pause and a press of the button count anew.
  useEffect(() => {
    let gone = false;
    if (info === null || !started) {
      setCounted(undefined);
      return;
    }
    const wait = atRest ? 0 : Math.max(0, last.current + EVERY_MS - performance.now());
    const timer = setTimeout(async () => {
      last.current = performance.now();
      const found = await confusion();
      if (!gone) setCounted(found);
    }, wait);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [info, started, atRest, evaluated, turn]);
  return { counted, measure: () => setTurn((count) => count + 1) };
}

function Matrix({ counted: { counts, classNames } }: { counted: Confusion }) {
  const classes = classNames.length;
  const name = (k: number): string => classNames[k] as string;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is scrolled has to be reached by keys.
    <section className="matrix-scroll" tabIndex={0} aria-label={texts.name}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">
              {texts.labelled} <span aria-hidden="true">↓</span>{' '}
              <span className="quiet">
                {texts.predicted} <span aria-hidden="true">→</span>
              </span>
            </th>
            {classNames.map((label) => (
              <th key={label} scope="col" title={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classNames.map((label, k) => {
            const row = counts.slice(k * classes, (k + 1) * classes);
            const total = row.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={label}>
                <th scope="row" title={label}>
                  {label}
                </th>
                {row.map((count, other) => (
                  <td
                    key={name(other)}
                    className="number"
                    data-right={k === other || undefined}
                    data-none={count === 0 || undefined}
                    title={texts.cell(formatCount(count), label, name(other))}
                    style={{ '--share': total > 0 ? count / total : 0 } as CSSProperties}
                  >
                    {formatCount(count)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Scores({ counted }: { counted: Confusion }) {
  const scores = classScores(counted);
  const confused = mostConfused(counted, 3);
  const share = (value: number): string => (Number.isNaN(value) ? UNKNOWN : formatShare(value, value < 1 ? 1 : 0));
  return (
    <div className="classes-scores">
      <b>{texts.perClass}</b>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is scrolled has to be reached by keys. */}
      <section className="matrix-scroll" tabIndex={0} aria-label={texts.perClass}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.class}</th>
              <th scope="col">{texts.rows}</th>
              <th scope="col" title={texts.accuracyHelp}>
                {texts.accuracy}
              </th>
              <th scope="col" title={texts.precisionHelp}>
                {texts.precision}
              </th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ name, rows, found, right }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{formatCount(rows)}</td>
                <td className="number bar" style={{ '--share': Number.isNaN(found) ? 0 : found } as CSSProperties}>
                  {share(found)}
                </td>
                <td className="number">{share(right)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <b>{texts.mostConfused}</b>
      {confused.length === 0 ? (
        <p className="quiet">{texts.nothingConfused}</p>
      ) : (
        <ul>
          {confused.map(({ label, predicted, rows }) => (
            <li key={`${label} ${predicted}`}>{texts.confused(label, predicted, formatCount(rows))}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
