/** `zlens train`: runs a graph's training and writes weights, log and report, all of them or none. */
import path from 'node:path';
import { type Diagnostic, type Session, writeWeights } from '../engine/index';
import { type Arguments, type Usage, usageProblem } from './arguments';
import { type Outputs, outputProblem, writeTogether } from './files';
import { backendFlag, jsonFlag, seedFlag, setFlag } from './graph';
import type { ExitCode, Io } from './io';
import { logLine } from './log-line';
import { refuse, reportDiagnostics } from './print';
import { Progress } from './progress';
import { RunRecorder } from './report/recorder';
import { reportPage } from './report/report';
import { runSteps } from './run';
import { notFinite, openSession } from './session';
import { summarize, summaryText, type TrainSummary } from './summary';

export const trainUsage: Usage = {
  command: 'train',
  summary: 'Trains a graph.',
  operands: ['GRAPH.json'],
  flags: [
    { kind: 'count', name: 'steps', min: 0, help: 'Updates to make; the graph says how many otherwise.' },
    { kind: 'count', name: 'epochs', min: 0, help: 'The same in passes over the training rows.' },
    { kind: 'count', name: 'batch', min: 1, help: 'Rows in a batch.' },
    seedFlag,
    { kind: 'on', name: 'no-shuffle', help: 'Take the training rows in the order of the file.' },
    { kind: 'text', name: 'weights', value: 'IN.safetensors', help: 'Go on from saved weights.' },
    { kind: 'text', name: 'save', value: 'OUT.safetensors', help: 'Save the weights, with all that resuming needs.' },
    {
      kind: 'text',
      name: 'log',
      value: 'STEPS.jsonl',
      help: 'Write loss, metrics and z of every update, a line each.',
    },
    { kind: 'count', name: 'z-every', min: 0, help: 'Updates from one z-statistics frame to the next; 0: none.' },
    { kind: 'text', name: 'report', value: 'OUT.html', help: 'Write a page with curves and z-statistics.' },
    backendFlag,
    { kind: 'count', name: 'threads', min: 1, help: 'Threads of the run; one is used at present.' },
    setFlag,
    jsonFlag,
  ],
  notes: ['Ctrl+C stops after the present step; what was asked for is still written.'],
};

const OUTPUT_FLAGS = ['save', 'log', 'report'] as const;

/** Where the outputs go, or what is wrong with that. */
function outputPaths(io: Io, args: Arguments): { paths: Map<string, string>; problems: Diagnostic[] } {
  const paths = new Map<string, string>();
  const problems: Diagnostic[] = [];
  const graph = path.resolve(io.cwd, args.operands[0] as string);
  for (const flag of OUTPUT_FLAGS) {
    const shown = args.text(flag);
    if (shown === undefined) continue;
    const file = path.resolve(io.cwd, shown);
    const same = [...paths].find(([, other]) => other === file);
    if (same) problems.push(usageProblem(`--${same[0]} and --${flag} name the same file.`, 'Name two files.'));
    if (file === graph) problems.push(usageProblem(`--${flag} names the graph itself.`, 'Name another file.'));
    const problem = outputProblem(file, shown);
    if (problem) problems.push(problem);
    paths.set(flag, file);
  }
  return { paths, problems };
}

/** The document's run settings that the flags replace. */
function runOverrides(args: Arguments): Record<string, unknown> {
  const run: Record<string, unknown> = {};
  for (const [flag, key] of [
    ['steps', 'steps'],
    ['epochs', 'epochs'],
    ['batch', 'batchSize'],
    ['z-every', 'probeEvery'],
  ] as const) {
    if (args.has(flag)) run[key] = args.count(flag);
  }
  if (args.has('no-shuffle')) run.shuffle = false;
  return run;
}

/** Runs, evaluates, and writes what is asked for. Nothing is committed if there is a problem. */
async function runAndWrite(
  io: Io,
  session: Session,
  paths: ReadonlyMap<string, string>,
  outputs: Outputs,
  diagnostics: readonly Diagnostic[],
): Promise<TrainSummary | Diagnostic> {
  const [save, logFile, report] = OUTPUT_FLAGS.map((flag) => paths.get(flag));
  // Opened first: a run in vain because its log cannot be written would be a pity.
  const log = logFile === undefined ? null : outputs.open(logFile);
  const recorder = report === undefined ? null : new RunRecorder(session);
  const steps = session.totalSteps;
  const progress = new Progress(io, steps);
  const run = await runSteps(
    session,
    { steps, evaluateEvery: recorder ? session.document.run.evaluateEvery : 0, stop: io.stop },
    {
      step: (at) => {
        log?.append(logLine(at));
        recorder?.step(at);
      },
      evaluation: (step, result) => recorder?.evaluation(step, result),
      pause: (done, seconds, now) => progress.show(done, seconds, now),
    },
  ).finally(() => progress.clear());
  if (run.problem) return run.problem;
  if (run.stopped) io.err(`Stopped after ${run.steps} of ${steps} steps.\n`);
  const evaluated = session.evaluate(session.evaluationSplit);
  if (!evaluated.ok) return evaluated.diagnostics[0] as Diagnostic;
  const { loss } = evaluated.value;
  if (!Number.isFinite(loss)) return notFinite(session, 'The loss of the evaluation', loss);
  const summary = summarize(session, run, evaluated.value);
  if (save !== undefined) outputs.open(save).write(writeWeights(session));
  if (report !== undefined && recorder) {
    recorder.evaluation(session.step, evaluated.value);
    outputs.open(report).append(reportPage({ session, summary, recorder, diagnostics, made: new Date() }));
  }
  outputs.commit();
  return summary;
}

export async function train(args: Arguments, io: Io): Promise<ExitCode> {
  const json = args.has('json');
  if (args.has('steps') && args.has('epochs')) {
    return refuse(io, [usageProblem('--steps and --epochs are given together.', 'Give one of them.')], json);
  }
  const { paths, problems } = outputPaths(io, args);
  if (problems.length > 0) return refuse(io, problems, json);
  if ((args.count('threads') ?? 1) > 1) io.err('A run uses one thread at present.\n');
  const opened = await openSession(io, args, { run: runOverrides(args) });
  if (!opened.ok) return refuse(io, opened.diagnostics, json);
  const session = opened.value;
  if (!session.trainable) return refuse(io, [session.notTrainable()], json);
  if (io.stop.aborted) return 130;
  reportDiagnostics(io, opened.diagnostics);

  const result = await writeTogether((outputs) => runAndWrite(io, session, paths, outputs, opened.diagnostics));
  if ('code' in result) return refuse(io, [result], json);
  io.out(json ? `${JSON.stringify(result)}\n` : summaryText(result));
  return 0;
}
