import { nodeRegistry } from '../../engine';
import { findNode } from '../document/lookup';
import { currentDocument, useDocument } from '../document/store';
import { runTexts } from '../texts/run';
import { formatCount, formatFixed, formatSetting, formatValue, UNKNOWN } from './format';
import { zColumn } from './history';
import { LiveText } from './LiveText';
import { learningRateOf } from './learning-rate';
import { runHistory, useRun } from './store';
import { useNode } from './use-node';
import './run.css';

const texts = runTexts.node;

const fixed = (value: number | null | undefined, decimals: number): string =>
  value == null ? UNKNOWN : formatFixed(value, decimals);

/** `−0.20 ± 1.87` */
function moments(nodeId: string): string {
  const series = runHistory().probes.get(nodeId)?.series;
  if (!series || series.length === 0) return UNKNOWN;
  const mean = series.latest(zColumn('mean'));
  if (Number.isNaN(mean)) return fixed(mean, 2);
  return `${fixed(mean, 2)} ${texts.plusMinus} ${fixed(series.latest(zColumn('std')), 2)}`;
}

/** The line at the foot of a card: z, loss, a metric, the rate. */
export function NodeStatus({ nodeId }: { nodeId: string }) {
  const { node, kind } = useNode(nodeId);
  const rows = useDocument((state) => {
    const data = state.checked?.data.get(nodeId);
    return data ? data.trainRows + data.testRows : null;
  });
  const validates = useRun((view) => (view.info?.testRows ?? 0) > 0);
  const symbol = useRun((view) => view.info?.probes.find((probe) => probe.nodeId === nodeId)?.symbol);
  if (!node) return null;
  switch (kind) {
    case 'probe':
      return (
        <span className="node-status">
          <span>
            <i>{symbol ?? nodeRegistry.get(node.type)?.probe?.symbol}</i>
            <LiveText className="number" read={() => moments(nodeId)} />
          </span>
        </span>
      );
    case 'loss':
    case 'metric':
      return (
        <span className="node-status">
          <Measured word={texts.batch} read={() => trainingValue(nodeId, kind)} />
          {validates && <Measured word={texts.test} read={() => validationValue(nodeId, kind)} />}
        </span>
      );
    case 'data':
      return rows === null ? null : (
        <span className="node-status">
          <span>
            <span className="number">{formatCount(rows)}</span> <i>{texts.rows}</i>
          </span>
        </span>
      );
    case 'optimizer':
      return (
        <span className="node-status">
          <span>
            <i>{texts.rate}</i>
            <LiveText className="number" read={() => rate(nodeId)} />
          </span>
        </span>
      );
    default:
      return null;
  }
}

function Measured({ word, read }: { word: string; read(): string }) {
  return (
    <span>
      <i>{word}</i>
      <LiveText className="number" read={read} />
    </span>
  );
}

function trainingValue(nodeId: string, kind: 'loss' | 'metric'): string {
  const { loss, metrics } = useRun.getState();
  return fixed(kind === 'loss' ? loss : metrics[nodeId], 3);
}

function validationValue(nodeId: string, kind: 'loss' | 'metric'): string {
  const { validation } = useRun.getState();
  return fixed(kind === 'loss' ? validation?.loss : validation?.metrics[nodeId], 3);
}

/** The rate of the next update. */
function rate(nodeId: string): string {
  const node = findNode(currentDocument(), nodeId);
  const value = node ? learningRateOf(node, useRun.getState().step + 1) : null;
  if (value === null) return UNKNOWN;
  return node?.data.schedule === undefined || node.data.schedule === 'constant'
    ? formatSetting(value)
    : formatValue(value);
}
