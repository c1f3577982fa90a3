/** `zlens evaluate`: loss and metrics of saved weights over a split, in inference mode. */
import { diagnose, NOWHERE } from '../engine/index';
import type { Arguments, Usage } from './arguments';
import { usageProblem } from './arguments';
import { backendFlag, jsonFlag, seedFlag, setFlag } from './graph';
import type { ExitCode, Io } from './io';
import { readable, refuse, reportDiagnostics, table } from './print';
import { notFinite, openSession } from './session';

export const evaluateUsage: Usage = {
  command: 'evaluate',
  summary: 'Measures loss and metrics of saved weights, in inference mode.',
  operands: ['GRAPH.json'],
  flags: [
    { kind: 'text', name: 'weights', value: 'W.safetensors', help: 'The weights. Needed.' },
    {
      kind: 'choice',
      name: 'split',
      choices: ['train', 'test', 'all'],
      help: 'The rows; test where there are test rows, else train.',
    },
    seedFlag,
    backendFlag,
    setFlag,
    jsonFlag,
  ],
  notes: ['Without --seed, rows are split by the seed of the run that saved the weights.'],
};

/** Said where `--weights` is needed and missing. */
export const weightsNeeded = (command: string) =>
  usageProblem('--weights is missing.', `Train first: zlens train GRAPH.json --save W.safetensors, then ${command}.`);

export async function evaluate(args: Arguments, io: Io): Promise<ExitCode> {
  const json = args.has('json');
  if (!args.has('weights')) return refuse(io, [weightsNeeded('evaluate')], json);
  const opened = await openSession(io, args);
  if (!opened.ok) return refuse(io, opened.diagnostics, json);
  const session = opened.value;
  const measured = session.checked.nodes.some(({ definition: { role } }) => role !== undefined && role !== 'data');
  if (!measured) return refuse(io, [diagnose('noLoss', NOWHERE)], json);
  const split = (args.text('split') as 'train' | 'test' | 'all' | undefined) ?? session.evaluationSplit;
  const evaluated = session.evaluate(split);
  if (!evaluated.ok) return refuse(io, evaluated.diagnostics, json);
  const { loss, metrics } = evaluated.value;
  if (!Number.isFinite(loss)) return refuse(io, [notFinite(session, 'The loss', loss)], json);
  reportDiagnostics(io, opened.diagnostics);
  if (json) io.out(`${JSON.stringify({ split, loss, metrics })}\n`);
  else {
    const rows = Object.entries({ loss, ...metrics }).map(([id, value]): [string, string] => [id, readable(value)]);
    io.out(table([['split', split], ...rows]));
  }
  return 0;
}
