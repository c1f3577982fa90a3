/** `zlens compile`: what a graph becomes, in numbers or printed at one of the stages of the compiler. */
import { formatShape, ops, printGraph, printValue, type Session, sizeOf } from '../engine/index';
import type { Arguments, Usage } from './arguments';
import { backendFlag, seedFlag, setFlag } from './graph';
import type { ExitCode, Io } from './io';
import { readable, refuse, reportDiagnostics, table } from './print';
import { openSession } from './session';

const PRINTS = ['ir', 'schedule', 'wat', 'json'] as const;

export const compileUsage: Usage = {
  command: 'compile',
  summary: 'Compiles a graph and tells what became of it.',
  operands: ['GRAPH.json'],
  flags: [
    {
      kind: 'choice',
      name: 'print',
      choices: PRINTS,
      help: 'The operations, their order with memory offsets, the generated code, or all numbers.',
    },
    { kind: 'count', name: 'batch', min: 1, help: 'Rows in a batch.' },
    seedFlag,
    backendFlag,
    setFlag,
  ],
};

type Value = Session['compiled']['program']['graph']['values'][number];

/** Floating-point operations of one value's evaluation. */
function flopsOf(value: Value, values: readonly Value[]): number {
  const shapes = value.inputs.map((id) => values[id]?.shape ?? []);
  return ops.get(value.op)?.flops(shapes, value.shape) ?? 0;
}

/** All numbers of a compiled training step. */
export function compileReport(session: Session) {
  const { program, probes, trace } = session.compiled;
  const { values, variables } = program.graph;
  const { backend, kernel, fma, threads } = session.device.info;
  const width = backend === 'reference' ? 8 : 4;
  const flops = new Map(values.map((value) => [value.id, flopsOf(value, values)]));
  const sum = (of: readonly Value[]): number => of.reduce((total, { id }) => total + (flops.get(id) ?? 0), 0);
  const scheduled = program.schedule.map((id) => values[id] as Value);
  const nodes = session.checked.nodes.map(({ id, definition, inputs, outputs, parameterCount }) => {
    const own = scheduled.filter(({ origin }) => origin.nodeId === id);
    const phases = ['forward', 'backward', 'update', 'probe'] as const;
    const shapes = (ports: typeof inputs) => Object.fromEntries(Object.entries(ports).map(([k, v]) => [k, v.shape]));
    return {
      id,
      type: definition.type,
      inputs: shapes(inputs),
      outputs: shapes(outputs),
      parameters: parameterCount,
      flops: Object.fromEntries(
        phases.map((phase) => [phase, sum(own.filter(({ origin }) => origin.phase === phase))]),
      ),
    };
  });
  return {
    name: session.document.name,
    backend,
    kernel,
    fma,
    threads,
    batchSize: session.checked.batchSize,
    compileMs: session.compileMs,
    parameters: session.checked.parameterCount,
    bytes: {
      state: variables.reduce((total, { shape }) => total + sizeOf(shape) * width, 0),
      arena: program.memory.bytes,
      code: session.codeBytes,
    },
    flopsPerStep: sum(scheduled),
    nodes,
    variables: variables.map(({ name, role, shape, trainable }) => ({
      name,
      role,
      trainable,
      shape,
      bytes: sizeOf(shape) * width,
    })),
    buffers: scheduled.map((value) => ({
      id: value.id,
      op: value.op,
      inputs: value.inputs,
      shape: value.shape,
      nodeId: value.origin.nodeId,
      phase: value.origin.phase,
      offset: program.memory.offsets[value.id] ?? -1,
      flops: flops.get(value.id) ?? 0,
    })),
    probes,
    passes: trace.map(({ pass, before, values, milliseconds, notes }) => ({
      pass,
      before,
      values,
      milliseconds,
      notes,
    })),
  };
}

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

function overview(session: Session): string {
  const report = compileReport(session);
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
    ['arena', `${readable(report.bytes.arena)} bytes`],
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
    case 'schedule':
      io.out(`${scheduleText(session)}\n`);
      break;
    case 'wat':
      io.out(`${session.device.load(program).print().trimEnd()}\n`);
      break;
    case 'json':
      io.out(`${JSON.stringify(compileReport(session))}\n`);
      break;
    default:
      io.out(overview(session));
  }
  return 0;
}
