import { useRef } from 'react';
import { clamp } from './draw';
import { runHistory } from './store';
import { useTick } from './use-tick';
import './run.css';

interface Props {
  /** The node whose z runs along the wire. */
  nodeId: string;
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

/** ±16 px stand for ±5. */
const PIXELS_PER_UNIT = 16 / 5;
const LIMIT = 5.2;
/** Room at both ends, so that the ports stay clear. */
const INSET = 4;

/** The outline of one band, spread over the whole of a straight wire of this length that starts at 0, 0. */
export function bandPath(edges: readonly { low: number; high: number }[], length: number): string {
  if (edges.length < 2) return '';
  const x = (place: number) => (INSET + ((length - 2 * INSET) * place) / (edges.length - 1)).toFixed(1);
  const y = (value: number) => (-clamp(value, -LIMIT, LIMIT) * PIXELS_PER_UNIT).toFixed(1);
  const out = edges.map(({ high }, place) => `${x(place)} ${y(high)}`);
  const back = edges.map(({ low }, place) => `${x(place)} ${y(low)}`).reverse();
  return `M${out.join('L')}L${back.join('L')}Z`;
}

/**
 * The newest frames of z along a wire, which is their zero line: p5 to p95 and p15 to p85, newest at the source.
 * An SVG group, to be put under the wire it belongs to.
 */
export function WireBand({ nodeId, sourceX, sourceY, targetX, targetY }: Props) {
  const group = useRef<SVGGElement>(null);
  const drawn = useRef('');
  const length = Math.hypot(targetX - sourceX, targetY - sourceY);
  useTick(() => {
    const history = runHistory();
    const probe = history.probes.get(nodeId);
    const stamp = `${nodeId} ${history.id} ${probe?.series.version ?? 0} ${length}`;
    if (stamp === drawn.current || !group.current) return;
    drawn.current = stamp;
    const newestFirst = probe?.recent.toReversed() ?? [];
    const [outer, inner] = group.current.children;
    const drawable =
      length > 4 * INSET ? newestFirst.filter((z) => Number.isFinite(z.p5) && Number.isFinite(z.p95)) : [];
    outer?.setAttribute(
      'd',
      bandPath(
        drawable.map(({ p5, p95 }) => ({ low: p5, high: p95 })),
        length,
      ),
    );
    inner?.setAttribute(
      'd',
      bandPath(
        drawable.map(({ p15, p85 }) => ({ low: p15, high: p85 })),
        length,
      ),
    );
  });
  const angle = (Math.atan2(targetY - sourceY, targetX - sourceX) * 180) / Math.PI;
  return (
    <g
      ref={group}
      className="wire-band"
      transform={`translate(${sourceX} ${sourceY}) rotate(${angle})`}
      pointerEvents="none"
    >
      <path className="outer" />
      <path className="inner" />
    </g>
  );
}
