/** `zlens schema`: the JSON Schema of the graph file, for editors and other programs. */
import { documentSchema } from '../engine/index';
import type { Arguments, Usage } from './arguments';
import type { ExitCode, Io } from './io';

export const schemaUsage: Usage = {
  command: 'schema',
  summary: 'Prints the JSON Schema (2020-12) of graph files.',
  operands: [],
  flags: [],
};

export async function schema(_args: Arguments, io: Io): Promise<ExitCode> {
  io.out(`${JSON.stringify(documentSchema(), null, 2)}\n`);
  return 0;
}
