import { type CSSProperties, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useSelection } from '../document/selection';
import { cursorKeys, cursorStep, hoverStep, nearestStop, pinStep, useCursor } from '../run/cursor';
import { linear } from '../run/draw';
import { formatCount } from '../run/format';
import { LiveText } from '../run/LiveText';
import { canRun, run, runHistory, useRun } from '../run/store';
import { useHasData } from '../run/use-has-data';
import { useTick } from '../run/use-tick';
import { runTexts } from '../texts/run';
import { plotEdges } from './draw-row';
import { LayerRow } from './LayerRow';
import { COMPACT, type RowLayout, rowHeights, WIDE } from './layout';
import { ReadoutTable } from './ReadoutTable';
import { StepAxis } from './StepAxis';
import { useCompact } from './use-compact';
import '../run/tools.css';
import './statistics.css';

const texts = runTexts.statistics;

/** The statistics of every probed layer over the run, on one step axis. */
export function StatisticsPanel() {
  const hasData = useHasData();
  return (
    <section className="z-panel" aria-label={texts.name}>
      {hasData ? <Layers /> : <Empty />}
    </section>
  );
}

function Empty() {
  const runnable = useRun(canRun);
  const watched = useRun((view) => view.info === null || view.info.probes.length > 0);
  const off = useRun((view) => view.document?.run.probeEvery === 0);
  const [text, offersRun] = off ? [texts.probesOff, false] : watched ? [texts.empty, true] : [texts.noProbes, false];
  return (
    <div className="panel-empty">
      <p>{text}</p>
      {offersRun && (
        <button type="button" className="button bordered" disabled={!runnable} onClick={() => void run()}>
          {runTexts.run}
        </button>
      )}
    </div>
  );
}

/** The probed layers of the history on show; changes with the history only. */
function useLayers(): { nodeId: string; symbol: string }[] {
  const [shown, setShown] = useState(() => ({ id: runHistory().id, layers: layersOf() }));
  useTick(() => {
    if (runHistory().id !== shown.id) setShown({ id: runHistory().id, layers: layersOf() });
  });
  return shown.layers;
}

const layersOf = () => [...runHistory().probes.values()].map(({ nodeId, symbol }) => ({ nodeId, symbol }));

function Layers() {
  const layers = useLayers();
  const layout = useCompact() ? COMPACT : WIDE;
  const selectedIds = useSelection((selection) => selection.nodeIds);
  const scroller = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setAvailable(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const selected = layers.findIndex(({ nodeId }) => selectedIds.length === 1 && selectedIds[0] === nodeId);
  const heights = rowHeights(layers.length, selected, available, layout);
  if (layers.length === 0) return <Empty />;

  const stepUnder = (event: PointerEvent): number | null => {
    const plot = (event.target as Element).closest('.z-plot');
    if (!plot) return null;
    const box = plot.getBoundingClientRect();
    const [left, right] = plotEdges(box.width, layout);
    const place = event.clientX - box.left;
    if (place < left - 4 || place > right + 4) return null;
    const stops = runHistory().momentSteps;
    const step = linear(left, right, 0, Math.max(1, runHistory().lastStep))(place);
    return stops[nearestStop(stops, step)] ?? null;
  };
  const press = (event: PointerEvent) => {
    const step = event.button === 0 ? stepUnder(event) : null;
    if (step !== null) pinStep(step);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and pointer move the hairline that the slider below stands for.
    <div
      className="z-table"
      style={columns(layout)}
      onPointerMove={(event) => hoverStep(stepUnder(event))}
      onPointerLeave={() => hoverStep(null)}
      onPointerDown={press}
      onKeyDown={(event) => cursorKeys(event, runHistory().momentSteps)}
    >
      <Head />
      <div className="z-rows" ref={scroller}>
        {layers.map(({ nodeId, symbol }, place) => (
          <LayerRow
            key={nodeId}
            nodeId={nodeId}
            symbol={symbol}
            height={heights[place] ?? layout.row}
            selected={selectedIds.includes(nodeId)}
            layout={layout}
          />
        ))}
      </div>
      <StepAxis layout={layout} />
      <ReadoutTable />
    </div>
  );
}

const columns = (layout: RowLayout): CSSProperties =>
  ({
    '--z-label': `${layout.label}px`,
    '--z-axis': `${layout.axis}px`,
    '--z-readout': `${layout.readout}px`,
    '--z-histogram': `${layout.histogram}px`,
    '--z-dead': `${layout.dead}px`,
    '--z-saturated': `${layout.saturated}px`,
  }) as CSSProperties;

/** The step that the values and histograms are of. */
const shownStep = (): string => {
  const [first] = runHistory().probes.values();
  return texts.atStep(formatCount(first?.momentNear(cursorStep())?.step ?? runHistory().lastStep));
};

function Head() {
  const pinned = useCursor((cursor) => cursor.pinned);
  return (
    <div className="z-head" aria-hidden="true">
      <b>{texts.layer}</b>
      <div className="z-head-plot">
        <span>
          <i className="swatch" />
          <b>{texts.run}</b>
          {pinned && <span>{texts.pinned}</span>}
        </span>
        <b>
          <LiveText read={shownStep} />
        </b>
      </div>
      <span title={texts.deadHelp}>
        <b>{texts.dead}</b> <span className="wide-only">{texts.deadUnits}</span>
      </span>
      <span title={texts.saturatedHelp}>
        <b>{texts.saturated}</b>
      </span>
    </div>
  );
}
