/**
 * The report of a run: one HTML file with everything in it, that needs no network and runs no script. Curves of loss and
 * metrics, z of every layer over the run, settings, the graph, and its problems.
 */
import {
  applies,
  type Diagnostic,
  formatShape,
  type ParameterSpec,
  type ParameterSpecs,
  type Session,
} from '../../engine/index';
import { readable as plain, sorted } from '../print';
import type { TrainSummary } from '../summary';
import { curveChart, layerChart } from './charts';
import { type Markup, markup } from './markup';
import type { LayerRecord, RunRecorder } from './recorder';
import { STYLE } from './style';

export interface ReportInput {
  session: Session;
  summary: TrainSummary;
  recorder: RunRecorder;
  diagnostics: readonly Diagnostic[];
  /** When it was made. */
  made: Date;
}

/** With a real minus, as everything that is typeset. */
const readable = (value: number): string => plain(value).replaceAll('-', '−');

const tile = (name: string, value: string): Markup =>
  markup`<div class="tile"><b>${value}</b><span>${name}</span></div>`;

function tiles({ summary }: ReportInput): Markup {
  const { evaluation, loss, metrics } = summary;
  const split = `${evaluation.split} split`;
  return markup`<div class="tiles">
${tile(`loss, ${split}`, readable(evaluation.loss))}
${Object.entries(evaluation.metrics).map(([id, value]) => tile(`${id}, ${split}`, readable(value)))}
${loss === null ? null : tile('loss, last batch', readable(loss))}
${Object.entries(metrics).map(([id, value]) => tile(`${id}, last batch`, readable(value)))}
${tile('steps', readable(summary.steps))}
${tile('steps per second', readable(Math.round(summary.stepsPerSecond)))}
${tile('parameters', readable(summary.parameters))}
</div>`;
}

const key = (evaluated: string): Markup =>
  markup`<p class="key">Over steps.<i style="background:var(--run)"></i>batches: mean and range<i style="background:var(--twin)"></i>${evaluated}</p>`;

function curves({ session, recorder, summary }: ReportInput): Markup {
  const { evaluations, firstStep } = recorder;
  const rows = session.data.size > 0 ? `whole ${summary.evaluation.split} split, ` : '';
  const legend = key(`${rows}in inference mode`);
  const loss = curveChart({
    title: 'Loss over steps',
    id: 'loss',
    buckets: recorder.loss(),
    evaluations: evaluations.map(({ step, result }) => ({ step, value: result.loss })),
    firstStep,
    logarithmic: true,
  });
  const metrics = recorder.metrics().map(([id, buckets], place) => {
    const values = evaluations.flatMap(({ step, result }) => {
      const value = result.metrics[id];
      return value === undefined ? [] : [{ step, value }];
    });
    const chart = { title: `${id} over steps`, id: `metric-${place}`, buckets, firstStep, logarithmic: false };
    return markup`<section><h2>${id}</h2>${legend}${curveChart({ ...chart, evaluations: values })}</section>`;
  });
  return markup`<section><h2>Loss</h2>${legend}${loss}</section>${metrics}`;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

function layerFacts({ last }: LayerRecord): Markup | null {
  if (!last) return null;
  const { step, z } = last;
  const facts = [
    `step ${step}`,
    `mean ${readable(z.mean)}`,
    `deviation ${readable(z.std)}`,
    `5 % ${readable(z.p5)}`,
    `median ${readable(z.p50)}`,
    `95 % ${readable(z.p95)}`,
    ...(z.dead > 0 ? [`dead units ${percent(z.dead)}`] : []),
    ...(z.saturated > 0 ? [`saturated ${percent(z.saturated)}`] : []),
  ];
  return markup`<span class="mono">${facts.join(' · ')}</span>`;
}

function statistics({ session, recorder }: ReportInput): Markup | null {
  const layers = recorder.layers.filter(({ points }) => points.length > 0);
  if (layers.length === 0) return null;
  const rows = layers.map((layer, place) => {
    const title = session.checked.byId.get(layer.nodeId)?.definition.title ?? '';
    const chart = layerChart(layer, `layer-${place}`, recorder.firstStep, recorder.lastStep);
    return markup`<div class="layer"><header><h3>${layer.nodeId}</h3><span class="note">${title}, ${layer.symbol}</span>${layerFacts(layer)}</header>${chart}</div>`;
  });
  return markup`<section><h2>z of every layer</h2>
<p class="key">Over steps, of each batch.<i style="background:var(--run);opacity:var(--outer)"></i>5 to 95 %<i style="background:var(--run);opacity:calc(var(--outer) + var(--inner))"></i>15 to 85 %<i style="background:var(--run);height:2px;vertical-align:middle"></i>median; on the right the last batch, on the same axis</p>${rows}</section>`;
}

const rowsOf = (rows: readonly (readonly [string, string])[]): Markup =>
  markup`<table>${rows.map(([name, value]) => markup`<tr><th scope="row">${name}</th><td class="number">${value}</td></tr>`)}</table>`;

function settings({ session, summary, recorder }: ReportInput): Markup {
  const { document, checked } = session;
  const data = [...session.data].map(([id, { split }]): [string, string] => [
    `rows of ${id}`,
    `${readable(split.train.length)} train, ${readable(split.test.length)} test`,
  ]);
  const run: [string, string][] = [
    ['seed', String(document.seed)],
    ['batch', String(checked.batchSize)],
    ['order of rows', document.run.shuffle ? 'shuffled each epoch' : 'as in the file'],
    ...data,
    ['steps', `${recorder.firstStep + 1} to ${recorder.lastStep}`],
  ];
  const machine: [string, string][] = [
    ['time', `${readable(summary.seconds)} s`],
    ['compiled in', `${readable(summary.compileMs)} ms`],
    ['backend', `${summary.backend}, ${session.device.info.kernel}`],
    ['fused multiply-add', summary.fma ? 'yes' : 'no'],
    ['threads', String(summary.threads)],
    ['digest of all state', summary.digest],
  ];
  return markup`<section><h2>Run</h2><div class="pair">${rowsOf(run)}${rowsOf(machine)}</div></section>`;
}

/** The parameters that matter for the node, as `name value`. */
function parametersText(parameters: Readonly<Record<string, unknown>>, specs: ParameterSpecs): string {
  return Object.entries(parameters)
    .filter(([name]) => applies(specs[name] as ParameterSpec, parameters))
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function graph({ session }: ReportInput): Markup {
  const rows = session.checked.nodes.map(
    ({ id, definition, outputs, parameters, parameterCount, frozen, bypassed }) => {
      const shapes = Object.values(outputs)
        .map(({ shape }) => formatShape(shape))
        .join(', ');
      const marks = [...(frozen ? ['frozen'] : []), ...(bypassed ? ['bypassed'] : [])].join(', ');
      const text = parametersText(parameters, definition.parameters);
      return markup`<tr><td class="number" style="text-align:left">${id}</td><td>${definition.title}${marks ? ` (${marks})` : ''}</td><td class="number" style="text-align:left">${shapes}</td><td class="number">${parameterCount > 0 ? readable(parameterCount) : ''}</td><td>${text}</td></tr>`;
    },
  );
  const { notes } = session.document;
  return markup`<section><h2>Graph</h2>${typeof notes === 'string' && notes !== '' ? markup`<p>${notes}</p>` : null}<div class="scroll"><table><tr><th>id</th><th>node</th><th>shape</th><th class="number">parameters</th><th>settings</th></tr>${rows}</table></div></section>`;
}

function problems({ diagnostics }: ReportInput): Markup {
  const rows = sorted(diagnostics).map(
    ({ severity, code, message, hint, where }) =>
      markup`<tr><td class="${severity}">${severity}</td><td class="number">${code}</td><td>${where.nodeId ?? ''}</td><td>${message} <span class="note">${hint}</span></td></tr>`,
  );
  const found = rows.length === 0 ? markup`<p>No problems.</p>` : markup`<table>${rows}</table>`;
  return markup`<section><h2>Problems</h2>${found}</section>`;
}

/** The page as text. */
export function reportPage(input: ReportInput): string {
  const { session, made } = input;
  const { name } = session.document;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="Zlens">
<title>${name} – Zlens</title>
<style>`;
  const style = `${STYLE}</style>`;
  const body = markup`
</head>
<body>
<main>
<h1>${name}</h1>
<p class="note">A training run, ${made.toISOString().slice(0, 16).replace('T', ' ')} UTC</p>
${tiles(input)}
${curves(input)}
${statistics(input)}
${settings(input)}
${graph(input)}
${problems(input)}
</main>
</body>
</html>
`;
  return page.text + style + body.text;
}
