/** `zlens compile`: what a graph becomes, in numbers or printed at one of the stages of the compiler. */
import { compileReport, formatShape, ops, printGraph, printPass, printValue, type Session } from '../engine/index';
import type { Arguments, Usage } from './arguments';
import { backendFlag, seedFlag, setFlag } from './graph';
import type { ExitCode, Io } from './io';
import { readable, refuse, reportDiagnostics, table } from './print';
import { openSession } from './session';

const PRINTS = ['ir', 'passes', 'schedule', 'wat', 'json'] as const;

export const compileUsage: Usage = {
  command: 'compile',
  summary: 'Compiles a graph and tells what became of it.',
  operands: ['GRAPH.json'],
  flags: [
    {
      kind: 'choice',
      name: 'print',
      choices: PRINTS,
      help: 'The operations, the same after every pass, their order with memory offsets, the generated code, or all numbers.',
    },
    { kind: 'count', name: 'batch', min: 1, help: 'Rows in a batch.' },
    seedFlag,
    backendFlag,
    setFlag,
  ],
};

type Value = Session['compiled']['program']['graph']['values'][number];

/** The order of a step: place, offset in the arena (− where a value has none), and what is computed. */
function scheduleText(session: Session): string {
  const { program } = session.compiled;
  const { values } = program.graph;
  const lines = program.schedule.map((id, place) => {
    const offset = program.memory.offsets[id] ?? -1;
    return `${String(place).padStart(4)}  ${(offset < 0 ? '−' : `@${offset}`).padStart(10)}  ${printValue(values[id] as Value)}`;
  });
  return [...lines, `arena ${program.memory.bytes} bytes`].join('\n');
}

/** What each pass did, and the graph after each that did something. */
function passesText(session: Session): string {
  const { compiled } = session;
  let before = '';
  return compiled.trace
    .map(({ pass, values, notes }, place) => {
      const text = printPass(compiled, place);
      const changed = text !== before;
      before = text;
      const title = `== ${[`${pass}: ${values} values`, ...notes].join('; ')}`;
      return changed ? `${title}\n${text}\n` : `${title}\n`;
    })
    .join('\n');
}

function overview(session: Session): string {
  const report = compileReport(session, ops);
  const rows = report.nodes.map(({ id, type, outputs, parameters, flops }) => {
    const shapes = Object.values(outputs).map(formatShape).join(', ') || '–';
    const total = Object.values(flops).reduce((sum, value) => sum + value, 0);
    return [id, type, shapes, readable(parameters), readable(total)];
  });
  const all = [['node', 'type', 'shape', 'parameters', 'FLOPs per step'], ...rows];
  const widths = (all[0] as string[]).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join('  '),
  );
  const totals = table([
    ['compiled in', `${readable(report.compileMs)} ms`],
    ['backend', `${report.backend}, ${report.kernel}${report.fma ? ', fused multiply-add' : ''}`],
    ['parameters', readable(report.parameters)],
    ['operations', readable(report.buffers.length)],
    ['FLOPs per step', readable(report.flopsPerStep)],
    ['state', `${readable(report.bytes.state)} bytes`],
    ['arena', `${readable(report.bytes.arena)} bytes (${readable(report.bytes.withoutReuse)} without reuse)`],
    ['code', `${readable(report.bytes.code)} bytes`],
  ]);
  return `${lines.map((line) => `${line.trimEnd()}\n`).join('')}\n${totals}`;
}

export async function compile(args: Arguments, io: Io): Promise<ExitCode> {
  const batch = args.count('batch');
  const opened = await openSession(io, args, { run: batch === undefined ? {} : { batchSize: batch } });
  if (!opened.ok) return refuse(io, opened.diagnostics, args.text('print') === 'json');
  reportDiagnostics(io, opened.diagnostics);
  const session = opened.value;
  const { program } = session.compiled;
  switch (args.text('print') as (typeof PRINTS)[number] | undefined) {
    case 'ir':
      io.out(`${printGraph(program.graph)}\n`);
      break;
    case 'passes':
      io.out(passesText(session));
      break;
    case 'schedule':
      io.out(`${scheduleText(session)}\n`);
      break;
    case 'wat':
      io.out(`${session.device.load(program).print().trimEnd()}\n`);
      break;
    case 'json':
      io.out(`${JSON.stringify(compileReport(session, ops))}\n`);
      break;
    default:
      io.out(overview(session));
  }
  return 0;
}
