/** `zlens predict`: what the model says about rows of features, one row of output for each. */
import path from 'node:path';
import { diagnose, NOWHERE, type Prediction, prepareInput } from '../engine/index';
import type { Arguments, Usage } from './arguments';
import { usageProblem } from './arguments';
import { readInput } from './data-files';
import { weightsNeeded } from './evaluate';
import { outputProblem, unreadable, writeTogether } from './files';
import { backendFlag, seedFlag, setFlag } from './graph';
import type { ExitCode, Io } from './io';
import { refuse, reportDiagnostics } from './print';
import { notFinite, openSession } from './session';

export const predictUsage: Usage = {
  command: 'predict',
  summary: 'Predicts from rows of features: the values that feed the loss’s prediction, one row for each input row.',
  operands: ['GRAPH.json'],
  flags: [
    { kind: 'text', name: 'weights', value: 'W.safetensors', help: 'The weights. Needed.' },
    {
      kind: 'text',
      name: 'input',
      value: 'X.csv',
      help: 'A CSV of features, by name or in the order of the data; a NumPy .npz; or a folder of pictures. Needed.',
    },
    { kind: 'text', name: 'output', short: 'o', value: 'OUT.csv', help: 'Where to write; standard output otherwise.' },
    seedFlag,
    backendFlag,
    setFlag,
  ],
  notes: ['Pictures come in the order of their paths.'],
};

const ROWS_AT_ONCE = 1000;

/** The prediction as CSV with the columns y0, y1, …, a piece at a time. */
function* csvPieces({ rows, columns, values }: Prediction): Generator<string> {
  yield `${Array.from({ length: columns }, (_, column) => `y${column}`).join(',')}\n`;
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    let text = '';
    for (let row = from; row < Math.min(rows, from + ROWS_AT_ONCE); row++) {
      text += `${values.subarray(row * columns, (row + 1) * columns).join(',')}\n`;
    }
    yield text;
  }
}

export async function predict(args: Arguments, io: Io): Promise<ExitCode> {
  if (!args.has('weights')) return refuse(io, [weightsNeeded('predict')], false);
  const input = args.text('input');
  if (input === undefined) return refuse(io, [usageProblem('--input is missing.', 'Name a file of features.')], false);
  const shown = args.text('output');
  const output = shown === undefined ? undefined : path.resolve(io.cwd, shown);
  const unwritable = output !== undefined && shown !== undefined ? outputProblem(output, shown) : null;
  if (unwritable) return refuse(io, [unwritable], false);
  const read = readInput(path.resolve(io.cwd, input));
  if (!read.ok) return refuse(io, [unreadable(input, read.detail)], false);
  const opened = await openSession(io, args);
  if (!opened.ok) return refuse(io, opened.diagnostics, false);
  const session = opened.value;
  const nodeId = session.featureNode;
  const data = nodeId === null ? undefined : session.data.get(nodeId);
  if (nodeId === null || !data) return refuse(io, [diagnose('noPrediction', NOWHERE)], false);
  const array = String(session.checked.byId.get(nodeId)?.parameters.features ?? '');
  const prepared = await prepareInput(read.value, data, array, { nodeId });
  if (!prepared.ok) return refuse(io, prepared.diagnostics, false);
  const { features, rows } = prepared.value;
  const predicted = session.predict(nodeId, features, features.length / rows);
  if (!predicted.ok) return refuse(io, predicted.diagnostics, false);
  reportDiagnostics(io, [...opened.diagnostics, ...prepared.diagnostics]);
  const prediction = predicted.value;
  const broken = prediction.values.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    const what = `The prediction for row ${Math.floor(broken / prediction.columns) + 1}`;
    return refuse(io, [notFinite(session, what, prediction.values[broken] as number)], false);
  }
  if (output === undefined) {
    for (const piece of csvPieces(prediction)) io.out(piece);
    return 0;
  }
  const problem = await writeTogether(async (outputs) => {
    const file = outputs.open(output);
    for (const piece of csvPieces(prediction)) file.append(piece);
    outputs.commit();
    return null;
  });
  return problem ? refuse(io, [problem], false) : 0;
}
