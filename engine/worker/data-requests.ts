/** Answers about data: what they look like, in numbers, and row by row. */
import { describeData, describeRows, splitRowsOf } from '../data/describe';
import { describeWith } from '../runtime/checker';
import { type DataLoader, fileOf } from '../runtime/load-data';
import type { DataRequest, WorkerReply } from './protocol';

/** Most rows in one reply. */
const MOST_ROWS = 1000;

export async function answerAboutData(request: DataRequest, loader: DataLoader): Promise<WorkerReply> {
  const { need, files } = request;
  if (request.kind === 'describeData') {
    const described = await describeWith(loader)(need, files);
    return { ok: true, kind: 'dataDescribed', described: described ?? { signature: null, diagnostics: [] } };
  }
  const read = await loader.prepare(need, fileOf(need, files));
  if (!read.ok) return read;
  const data = read.value;
  if (request.kind === 'summarizeData') {
    const summary = describeData(data, request.split);
    return { ok: true, kind: 'dataSummary', summary, diagnostics: [...read.diagnostics] };
  }
  const all = splitRowsOf(data, request.split);
  const rows = all.slice(request.from, request.from + Math.min(MOST_ROWS, request.count));
  const shown = describeRows(data, rows, request.shifted ? data.shift : []);
  return { ok: true, kind: 'dataRows', rows: shown, total: all.length };
}
