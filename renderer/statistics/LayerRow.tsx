import { useEffect, useRef } from 'react';
import { nodeRegistry } from '../../engine';
import { findNode } from '../document/lookup';
import { select } from '../document/selection';
import { useDocument } from '../document/store';
import { cursorStep, useCursor } from '../run/cursor';
import { formatShare, UNKNOWN } from '../run/format';
import { LiveCanvas } from '../run/LiveCanvas';
import { LiveText } from '../run/LiveText';
import { palette } from '../run/palette';
import { runHistory, useRun } from '../run/store';
import { useTick } from '../run/use-tick';
import { runTexts } from '../texts/run';
import { drawRow } from './draw-row';
import { healthOf } from './health';
import { DETAIL_HEIGHT, type RowLayout } from './layout';
import { axisOf } from './settings';

const texts = runTexts.statistics;
/** From this share on, dead or saturated units are a warning. */
const WARN_SHARE = 0.2;
/** The share that fills a meter. */
const FULL_SHARE = 0.5;

interface Props {
  nodeId: string;
  symbol: string;
  height: number;
  selected: boolean;
  layout: RowLayout;
}

/** One probed layer: name, bands over steps, values, histogram, health. */
export function LayerRow({ nodeId, symbol, height, selected, layout }: Props) {
  const title = useDocument((state) => {
    const node = findNode(state.document, nodeId);
    return (node && nodeRegistry.get(node.type)?.title) ?? nodeId;
  });
  const row = useRef<HTMLDivElement>(null);
  // A node selected on the canvas brings its row into view.
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const compiled = useRun((view) => view.document);
  const health = healthOf(compiled, nodeId);
  const limits = health.saturating ? texts.limits[health.saturating] : null;
  return (
    <div ref={row} className="z-row" data-selected={selected || undefined} style={{ height }}>
      <button
        type="button"
        className="z-label"
        aria-pressed={selected}
        title={texts.select(title, nodeId)}
        onClick={() => select([nodeId])}
      >
        <b>{title}</b>
        <span className="number">
          {' '}
          {nodeId} · {symbol}
        </span>
      </button>
      <div className="z-plot">
        <LiveCanvas
          stamp={() => {
            const history = runHistory();
            const { low, high } = axisOf(nodeId);
            const { step, pinned } = useCursor.getState();
            const version = history.probes.get(nodeId)?.series.version;
            return `${history.id} ${nodeId} ${version} ${history.lastStep} ${low} ${high} ${step} ${pinned} ${selected}`;
          }}
          draw={(context, size) => {
            const history = runHistory();
            const probe = history.probes.get(nodeId);
            if (!probe) return;
            const { step, pinned } = useCursor.getState();
            const axis = axisOf(nodeId);
            drawRow(context, size, palette(), {
              probe,
              axis,
              lastStep: history.lastStep,
              cursor: step,
              pinned,
              layout,
            });
          }}
        />
      </div>
      <HealthCell nodeId={nodeId} quantity="dead" applies={health.dead} />
      <HealthCell
        nodeId={nodeId}
        quantity="saturated"
        applies={health.saturating !== null}
        note={selected && height >= DETAIL_HEIGHT ? limits : null}
      />
    </div>
  );
}

interface HealthProps {
  nodeId: string;
  quantity: 'dead' | 'saturated';
  applies: boolean;
  note?: string | null;
}

function HealthCell({ nodeId, quantity, applies, note = null }: HealthProps) {
  const element = useRef<HTMLDivElement>(null);
  const share = (): number => {
    const z = applies ? runHistory().probes.get(nodeId)?.momentNear(cursorStep())?.z : undefined;
    return z && !Number.isNaN(z.mean) ? z[quantity] : Number.NaN;
  };
  useTick(() => {
    const now = share();
    element.current?.style.setProperty('--share', `${Math.min(100, ((now || 0) / FULL_SHARE) * 100)}%`);
    element.current?.classList.toggle('warn', now >= WARN_SHARE);
  });
  if (!applies) return <div className="z-health quiet">{UNKNOWN}</div>;
  return (
    <div ref={element} className="z-health">
      <div>
        <svg viewBox="0 0 8 8" aria-hidden="true" focusable="false">
          <path d="M4 .5 8 7.500H0z" />
        </svg>
        <LiveText className="number" read={() => (Number.isNaN(share()) ? UNKNOWN : formatShare(share()))} />
        <span className="meter" aria-hidden="true" />
      </div>
      {note && <p>{note}</p>}
    </div>
  );
}
