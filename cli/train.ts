/** `zlens train`: runs a graph's training and writes weights, log and report, all of them or none. */
import path from 'node:path';
import { type Diagnostic, diagnose, isError, type Session, writeWeights } from '../engine/index';
import { type Arguments, type Usage, usageProblem } from './arguments';
import { Outputs, outputProblem, type StagedFile, writeProblem } from './files';
import { backendFlag, jsonFlag, seedFlag, setFlag } from './graph';
import type { ExitCode, Io } from './io';
import { logLine } from './log-line';
import { refuse, reportDiagnostics } from './print';
import { Progress } from './progress';
import { RunRecorder } from './report/recorder';
import { reportPage } from './report/report';
import { runSteps } from './run';
import { openSession } from './session';
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

const notFinite = (session: Session, what: string, value: number): Diagnostic => {
  const loss = session.checked.nodes.find(({ definition }) => definition.role === 'loss');
  const values = { id: loss?.id ?? '', what, value: String(value), step: session.step };
  return diagnose('notFinite', { nodeId: loss?.id ?? null }, values);
};

/** What a run needs to write, besides the session. */
interface Writing {
  outputs: Outputs;
  paths: ReadonlyMap<string, string>;
  log: StagedFile | null;
  recorder: RunRecorder | null;
}

/** Runs, evaluates, and writes everything; nothing if there is a problem. */
async function runAndWrite(
  io: Io,
  session: Session,
  writing: Writing,
  diagnostics: readonly Diagnostic[],
): Promise<TrainSummary | Diagnostic[]> {
  const { outputs, paths, log, recorder } = writing;
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
  );
  progress.clear();
  if (run.problem) return [run.problem];
  if (run.stopped) io.err(`Stopped after ${run.steps} of ${steps} steps.\n`);
  const evaluated = session.evaluate(session.evaluationSplit);
  if (!evaluated.ok) return evaluated.diagnostics;
  if (!Number.isFinite(evaluated.value.loss)) {
    return [notFinite(session, 'The loss of the evaluation', evaluated.value.loss)];
  }
  const summary = summarize(session, run, evaluated.value);
  const save = paths.get('save');
  if (save !== undefined) outputs.open(save).write(writeWeights(session));
  const report = paths.get('report');
  if (report !== undefined && recorder) {
    recorder.evaluation(session.step, evaluated.value);
    outputs.open(report).append(reportPage({ session, summary, recorder, diagnostics, made: new Date() }));
  }
  const problem = outputs.commit();
  return problem ? [problem] : summary;
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

  const outputs = new Outputs();
  const logFile = paths.get('log');
  let result: TrainSummary | Diagnostic[];
  try {
    const log = logFile === undefined ? null : outputs.open(logFile);
    const recorder = paths.has('report') ? new RunRecorder(session) : null;
    result = await runAndWrite(io, session, { outputs, paths, log, recorder }, opened.diagnostics);
  } catch (error) {
    outputs.discard();
    result = [writeProblem(error, logFile ?? '')];
  }
  if (Array.isArray(result)) {
    outputs.discard();
    return refuse(io, result.filter(isError), json);
  }
  io.out(json ? `${JSON.stringify(result)}\n` : summaryText(result));
  return 0;
}
