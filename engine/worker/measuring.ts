/** The measures of one session that the worker hands out. */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import { covariateShift } from '../runtime/measures/covariate-shift';
import { ProbeBatch } from '../runtime/measures/drift';
import { landscape } from '../runtime/measures/landscape';
import { layerStatistics } from '../runtime/measures/layers';
import type { Session } from '../runtime/session';
import type { Measures } from './protocol';

/** Rows of the probe batch where none was chosen. */
const ROWS = 256;

export class Measuring {
  private batch: ProbeBatch | null = null;

  constructor(readonly session: Session) {}

  /** Fixes the batch that drift is measured on: from now on, on these rows. @throws {OutOfMemory} */
  probeBatch(rows: readonly number[]): Diagnostic | null {
    for (const [nodeId, { table }] of this.session.data) {
      const bad = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= table.rows);
      if (bad !== undefined) return diagnose('rowUnknown', { nodeId }, { row: bad, last: table.rows - 1 });
    }
    const wires = this.session.checked.nodes.flatMap(({ id, definition, bypassed }) =>
      definition.probe && !bypassed ? [{ nodeId: id, port: definition.probe.port }] : [],
    );
    this.batch = new ProbeBatch(this.session, rows, wires);
    return null;
  }

  /** @throws {OutOfMemory} */
  measure(what: keyof Measures): Partial<Measures> {
    const { session } = this;
    if (what === 'covariateShift') return { covariateShift: covariateShift(session) };
    if (what === 'landscape') return { landscape: landscape(session) };
    if (what === 'layers') return { layers: layerStatistics(session) };
    if (!this.batch) this.probeBatch(this.firstRows());
    return { drift: this.batch?.drift() ?? [] };
  }

  /** The first training rows that every data set has. */
  private firstRows(): number[] {
    const sets = [...this.session.data.values()];
    const rows = sets[0]?.split.train.subarray(0, ROWS) ?? [];
    return [...rows].filter((row) => sets.every(({ table }) => row < table.rows));
  }
}
