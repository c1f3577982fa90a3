/** Dragging the label of a number sideways changes the number: one step of the history for each drag. */
import { type MouseEvent, type PointerEvent, useRef } from 'react';
import { endStep } from '../document/store';
import type { Scale } from './format';
import { type NumberLimits, scrubbed } from './scrub';

export interface Scrub {
  value: unknown;
  scale: Scale;
  limits: NumberLimits;
  /** `gesture` names the drag: all its changes are one step. */
  change(value: number, gesture: string): void;
}

/** The pointer has to go this far before a press is a drag. */
const SLACK = 3;
let drags = 0;

interface Drag {
  from: number;
  start: number;
  gesture: string;
  moved: boolean;
}

/** The handlers of the label; none where there is no number to drag. */
export function useScrub(scrub: Scrub | undefined) {
  const drag = useRef<Drag | null>(null);
  const dragged = useRef(false);
  if (!scrub || typeof scrub.value !== 'number') return {};
  const { value, scale, limits, change } = scrub;
  const end = () => {
    if (drag.current?.moved) endStep();
    drag.current = null;
  };
  return {
    'data-scrub': true,
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      dragged.current = false;
      drag.current = { from: event.clientX, start: value, gesture: `scrub ${++drags}`, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const now = drag.current;
      if (!now) return;
      const way = event.clientX - now.from;
      if (!now.moved && Math.abs(way) < SLACK) return;
      if (!now.moved) endStep();
      now.moved = true;
      dragged.current = true;
      const next = scrubbed(now.start, way * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1), scale, limits);
      if (next !== null) change(next, now.gesture);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onClick(event: MouseEvent<HTMLElement>) {
      // The end of a drag is no click on the label, which would put the caret into the field.
      if (dragged.current) event.preventDefault();
      dragged.current = false;
    },
  };
}
