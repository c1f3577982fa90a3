import { useReactFlow, useStore } from '@xyflow/react';
import { memo, type PointerEvent, useMemo, useRef } from 'react';
import { useNarrow } from '../app/use-media';
import { useSelection } from '../document/selection';
import { useDocument } from '../document/store';
import { texts } from '../texts';
import type { Rect } from './geometry';
import { COMPACT_WIDTH, MAP_PLACE, mapSize } from './map-size';
import { framesOf, rectsOf } from './places';

const MARGIN = 8;

/** The smallest rectangle around both. */
function around(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

const within = (inner: Rect, outer: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** All cards and the part in view. A press or drag moves the view there. */
export function Minimap() {
  const nodes = useDocument((state) => rectsOf(state.document));
  const [x, y, zoom] = useStore((store) => store.transform);
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const { setCenter } = useReactFlow();
  const map = useRef<SVGSVGElement>(null);
  const size = mapSize(useNarrow(COMPACT_WIDTH));

  const view: Rect = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const bounds = useMemo(() => {
    let all: Rect | null = null;
    for (const card of nodes.values()) {
      all = all ? around(all, card) : card;
    }
    return all;
  }, [nodes]);
  const onCards = useMemo(() => {
    const left = (MAP_PLACE.left - x) / zoom;
    const top = (height - MAP_PLACE.bottom - size.height - y) / zoom;
    return [...nodes.values()].some(
      (rect) =>
        rect.x < left + size.width / zoom &&
        rect.x + rect.width > left &&
        rect.y < top + size.height / zoom &&
        rect.y + rect.height > top,
    );
  }, [nodes, x, y, zoom, height, size]);
  if (!bounds) return null;
  // With everything in view there is nowhere to go: then it does not lie on a card.
  if (onCards && within(bounds, view)) return null;

  const shown = around(bounds, view);
  const scale = Math.min((size.width - 2 * MARGIN) / shown.width, (size.height - 2 * MARGIN) / shown.height);
  const left = (size.width - shown.width * scale) / 2 - shown.x * scale;
  const top = (size.height - shown.height * scale) / 2 - shown.y * scale;

  const go = (event: PointerEvent) => {
    const box = map.current?.getBoundingClientRect();
    if (!box || event.buttons !== 1) return;
    void setCenter((event.clientX - box.x - left) / scale, (event.clientY - box.y - top) / scale, { zoom });
  };
  return (
    <svg
      ref={map}
      className="minimap"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={texts.canvas.minimap}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <g transform={`translate(${left} ${top}) scale(${scale})`}>
        <Cards />
      </g>
      <rect
        className="minimap-view"
        x={left + view.x * scale}
        y={top + view.y * scale}
        width={view.width * scale}
        height={view.height * scale}
        rx="2"
      />
    </svg>
  );
}

const Cards = memo(function Cards() {
  const nodes = useDocument((state) => rectsOf(state.document));
  const selected = useSelection((selection) => selection.nodeIds);
  const frames = useDocument(({ document }) => framesOf(document));
  return (
    <g className="minimap-nodes">
      {[...nodes].map(([id, { x, y, width, height }]) => (
        <rect
          key={id}
          className={selected.includes(id) ? 'minimap-selected' : undefined}
          data-frame={frames.has(id) || undefined}
          x={x}
          y={y}
          width={width}
          height={height}
          rx="10"
        />
      ))}
    </g>
  );
});
