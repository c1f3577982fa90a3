/** `zlens check`: every problem of a graph and its data, without running anything. */
import { createChecker, type Diagnostic, isError } from '../engine/index';
import type { Arguments, Usage } from './arguments';
import { jsonFlag, readGraph, setFlag, withReasons } from './graph';
import type { ExitCode, Io } from './io';
import { diagnosticText, sorted } from './print';

export const checkUsage: Usage = {
  command: 'check',
  summary: 'Tells all problems of a graph and its data. Warnings do not fail it.',
  operands: ['GRAPH.json'],
  flags: [setFlag, jsonFlag],
};

async function problemsOf(args: Arguments, io: Io): Promise<readonly Diagnostic[]> {
  const graph = readGraph(io.cwd, args);
  if (!graph.ok) return graph.diagnostics;
  const { document, files, missing } = graph.value;
  const checked = await createChecker().check(document, files);
  return [...graph.diagnostics, ...withReasons(checked.diagnostics, missing)];
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

export async function check(args: Arguments, io: Io): Promise<ExitCode> {
  const diagnostics = sorted(await problemsOf(args, io));
  const errors = diagnostics.filter(isError).length;
  if (args.has('json')) {
    io.out(`${JSON.stringify({ ok: errors === 0, diagnostics })}\n`);
    return errors === 0 ? 0 : 1;
  }
  for (const item of diagnostics) io.out(diagnosticText(item, io.colours.out));
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const found = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ];
  io.out(found.length === 0 ? 'No problems.\n' : `${found.join(', ')}.\n`);
  return errors === 0 ? 0 : 1;
}
