/** The points that a wire is led through: dragged, pushed by arrow keys, removed by a double click or Delete. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { GraphEdge } from '../../engine';
import { GRID } from '../document/placing';
import { reroutesOf } from '../document/reroutes';
import { select } from '../document/selection';
import { endStep } from '../document/store';
import { removeReroute, rerouteWire } from '../document/wiring';
import { texts } from '../texts';
import type { Point } from './geometry';
import { snapped } from './snap';
import { focusNode, toGraph } from './viewport';

const LEAP = 5 * GRID;
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

let gesture = 0;

export function RoutePoints({ edge, selected }: { edge: GraphEdge; selected: boolean }) {
  const wire = texts.canvas.wire(edge.source, edge.sourceHandle, edge.target, edge.targetHandle);
  return reroutesOf(edge).map((point, place) => (
    <RoutePoint
      // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place along the wire.
      key={place}
      edge={edge}
      place={place}
      point={point}
      selected={selected}
      name={texts.canvas.reroute(place + 1, wire)}
    />
  ));
}

interface Props {
  edge: GraphEdge;
  place: number;
  point: Point;
  selected: boolean;
  name: string;
}

function RoutePoint({ edge, place, point, selected, name }: Props) {
  const dragging = useRef(false);
  const moveTo = (to: Point, key: string) =>
    rerouteWire(
      edge.id,
      reroutesOf(edge).map((old, index) => (index === place ? to : old)),
      key,
    );
  const remove = () => {
    removeReroute(edge.id, place);
    select([], [edge.id]);
    focusNode(edge.source);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (dragging.current) moveTo(snapped(toGraph({ x: event.clientX, y: event.clientY })), `reroute ${gesture}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = event.shiftKey ? LEAP : GRID;
      moveTo({ x: point.x + arrow[0] * step, y: point.y + arrow[1] * step }, `reroute keys ${edge.id} ${place}`);
    } else if (event.key === 'Delete' || event.key === 'Backspace') remove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: HTML has no buttons inside SVG.
    <circle
      className="route-point nopan nodrag"
      cx={point.x}
      cy={point.y}
      r={5}
      role="button"
      tabIndex={selected ? 0 : -1}
      aria-label={name}
      aria-description={texts.canvas.rerouteHelp}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        gesture++;
        endStep();
        dragging.current = true;
        select([], [edge.id]);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        dragging.current = false;
        endStep();
      }}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation();
        remove();
      }}
      onKeyDown={onKeyDown}
    />
  );
}
