import { useState } from 'react';
import { cursorStep } from '../run/cursor';
import { formatCount, formatFixed, formatShare, UNKNOWN } from '../run/format';
import type { ZColumn } from '../run/history';
import { Z_COLUMNS } from '../run/history';
import { metricTitle } from '../run/metrics';
import { runHistory, useRun } from '../run/store';
import { useTick } from '../run/use-tick';
import { runTexts } from '../texts/run';
import { type Health, healthOf } from './health';

const texts = runTexts.statistics;

function cell(column: ZColumn, value: number | undefined, health: Health): string {
  if (column === 'dead' && !health.dead) return texts.notApplicable;
  if (column === 'saturated' && health.saturating === null) return texts.notApplicable;
  if (value === undefined) return UNKNOWN;
  return column === 'dead' || column === 'saturated' ? formatShare(value) : formatFixed(value, 2);
}

/** The numbers of the pictures as a table, for those who cannot see them. */
export function ReadoutTable() {
  const [, renderAgain] = useState('');
  const compiled = useRun((view) => view.document);
  useTick(() => renderAgain(`${runHistory().id} ${runHistory().version} ${cursorStep()}`), 1000);
  const probes = [...runHistory().probes.values()];
  const [first] = probes;
  const step = first?.momentNear(cursorStep())?.step ?? 0;
  return (
    <table className="visually-hidden">
      <caption>{texts.table(formatCount(step))}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.layer}</th>
          {Z_COLUMNS.map((column) => (
            <th key={column} scope="col">
              {texts.columns[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {probes.map((probe) => {
          const health = healthOf(compiled, probe.nodeId);
          const z = probe.momentNear(cursorStep())?.z;
          return (
            <tr key={probe.nodeId}>
              <th scope="row">
                {metricTitle(probe.nodeId)} {probe.nodeId}
              </th>
              {Z_COLUMNS.map((column) => (
                <td key={column}>{cell(column, z?.[column], health)}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
