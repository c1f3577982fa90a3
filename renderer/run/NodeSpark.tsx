import type { DataSignature } from '../../engine';
import { useDocument } from '../document/store';
import { drawPreview } from './data-picture';
import { clamp, drawBands, linear, rowsToDraw, rule, traceLine } from './draw';
import type { RunHistory } from './history';
import { type CanvasSize, LiveCanvas } from './LiveCanvas';
import { palette } from './palette';
import { robustRange, trimmedExtreme } from './scale';
import type { StepSeries } from './series';
import { runHistory } from './store';
import { useNode } from './use-node';
import './run.css';

interface Props {
  nodeId: string;
  width: number;
  height: number;
}

type Draw = (context: CanvasRenderingContext2D, size: CanvasSize) => void;

/** The run so far, small enough for a card: bands of z, curves of loss and metrics, the learning rate. */
export function NodeSpark({ nodeId, width, height }: Props) {
  const { kind } = useNode(nodeId);
  const data = useDocument((state) => state.checked?.data.get(nodeId));
  const picture = kind === 'data' ? pictureOfData(data) : pictureOf(kind, nodeId);
  if (!picture) return null;
  return (
    <LiveCanvas className="node-spark" zoomed width={width} height={height} draw={picture.draw} stamp={picture.stamp} />
  );
}

/** Numbers the data that was drawn, so that it is drawn again only when it is other data. */
const numbers = new WeakMap<DataSignature, number>();
let nextNumber = 1;

function pictureOfData(data: DataSignature | undefined): { draw: Draw; stamp(): string } | null {
  if (!data) return null;
  const number = numbers.get(data) ?? nextNumber++;
  numbers.set(data, number);
  return {
    draw: (context, size) => drawPreview(context, size, data.preview, palette()['ink-2']),
    stamp: () => `data ${number}`,
  };
}

function pictureOf(kind: string, nodeId: string): { draw: Draw; stamp(): string } | null {
  const stampOf = (versionOf: (history: RunHistory) => number | undefined) => () => {
    const history = runHistory();
    return `${kind} ${nodeId} ${history.id} ${versionOf(history) ?? 0}`;
  };
  switch (kind) {
    case 'probe':
      return { draw: drawProbe(nodeId), stamp: stampOf((history) => history.probes.get(nodeId)?.series.version) };
    case 'loss':
      return {
        draw: drawCurves((history) => [history.loss, history.validationLoss]),
        stamp: stampOf((history) => history.loss.version + history.validationLoss.version),
      };
    case 'metric': {
      const both = (history: RunHistory) => [history.metrics.get(nodeId), history.validationMetrics.get(nodeId)];
      return {
        draw: drawCurves(both),
        stamp: stampOf((history) => both(history).reduce((sum, series) => sum + (series?.version ?? 0), 0)),
      };
    }
    case 'optimizer':
      return {
        draw: drawCurves((history) => [history.rates.get(nodeId)], 'ink-2'),
        stamp: stampOf((history) => history.rates.get(nodeId)?.version),
      };
    default:
      return null;
  }
}

const drawProbe =
  (nodeId: string): Draw =>
  (context, { width, height }) => {
    const colors = palette();
    const probe = runHistory().probes.get(nodeId);
    const range = probe?.robustRange() ?? { low: -1, high: 1 };
    const [low, high] = [Math.min(0, range.low), Math.max(0, range.high)];
    const air = (high - low || 1) * 0.15;
    const scale = linear(low - air, high + air, height, 0);
    const y = (value: number) => clamp(scale(value), -2, height + 2);
    rule(context, colors['line-2'], [0, scale(0)], [width, scale(0)]);
    if (!probe || probe.series.length < 2) return;
    const x = linear(0, probe.series.lastStep, 0, width);
    drawBands(context, probe.series, rowsToDraw(probe.series.steps, width), x, y, colors, false);
  };

/** The first series is the training curve, thin; the second the validation curve, with its points. */
const drawCurves =
  (seriesOf: (history: RunHistory) => (StepSeries | undefined)[], color: 'run' | 'ink-2' = 'run'): Draw =>
  (context, { width, height }) => {
    const colors = palette();
    const all = seriesOf(runHistory()).filter((series) => series !== undefined && series.length > 0) as StepSeries[];
    const values = all.flatMap((series) => [...series.values(0)]);
    const range = robustRange(values, values);
    if (!range || all.length === 0) return;
    const low = Math.min(0, trimmedExtreme(values, 'low'));
    const y = (value: number) => clamp(linear(low, range.high || 1, height - 2, 3)(value), 1, height - 1);
    const x = linear(0, Math.max(...all.map((series) => series.lastStep)), 0, width);
    context.strokeStyle = colors[color];
    context.lineJoin = 'round';
    const [training, validation] = seriesOf(runHistory());
    if (training && training.length > 0) {
      context.lineWidth = validation && validation.length > 0 ? 1 : 1.5;
      context.globalAlpha = validation && validation.length > 0 ? 0.55 : 1;
      context.beginPath();
      traceLine(context, rowsToDraw(training.steps, width), training.steps, training.values(0), x, y);
      context.stroke();
    }
    if (validation && validation.length > 0) {
      context.globalAlpha = 1;
      context.lineWidth = 1.5;
      context.beginPath();
      traceLine(context, rowsToDraw(validation.steps, width / 2), validation.steps, validation.values(0), x, y);
      context.stroke();
    }
  };
