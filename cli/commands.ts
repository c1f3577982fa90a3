/** The commands by name, and what happens when none of them is meant. */
import { version } from '../package.json';
import { type Arguments, helpText, parseArguments, type Usage, usageProblem } from './arguments';
import { check, checkUsage } from './check';
import { compile, compileUsage } from './compile';
import { evaluate, evaluateUsage } from './evaluate';
import type { ExitCode, Io } from './io';
import { predict, predictUsage } from './predict';
import { refuse } from './print';
import { schema, schemaUsage } from './schema';
import { nearest } from './suggest';
import { train, trainUsage } from './train';

interface Command {
  usage: Usage;
  run(args: Arguments, io: Io): Promise<ExitCode>;
}

const commands: readonly Command[] = [
  { usage: trainUsage, run: train },
  { usage: evaluateUsage, run: evaluate },
  { usage: predictUsage, run: predict },
  { usage: checkUsage, run: check },
  { usage: compileUsage, run: compile },
  { usage: schemaUsage, run: schema },
];

function overview(): string {
  const lines = commands.map(({ usage }) => `  ${usage.command.padEnd(10)}${usage.summary}`);
  return `Zlens ${version}: neural networks as dataflow graphs, compiled, with a lens on z.

Usage: zlens COMMAND [flags]

${lines.join('\n')}

  zlens COMMAND --help shows the flags of a command; zlens --version the version.
`;
}

/** Runs one command line (without the names of Node and the script). */
export async function runCommand(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const asked = commands.find(({ usage }) => name === 'help' && usage.command === rest[0]);
    io.out(asked ? helpText(asked.usage) : overview());
    return name === undefined ? 1 : 0;
  }
  if (name === '--version' || name === '-v') {
    io.out(`${version}\n`);
    return 0;
  }
  const command = commands.find(({ usage }) => usage.command === name);
  if (!command) {
    const names = commands.map(({ usage }) => usage.command);
    const near = nearest(name, names);
    const hint = near ? `Did you mean ${near}?` : `The commands are: ${names.join(', ')}.`;
    return refuse(io, [usageProblem(`There is no command "${name}".`, hint)], false);
  }
  const parsed = parseArguments(command.usage, rest);
  if (parsed.kind === 'help') {
    io.out(helpText(command.usage));
    return 0;
  }
  if (parsed.kind === 'wrong') return refuse(io, [parsed.problem], rest.includes('--json'));
  return command.run(parsed.values, io);
}
