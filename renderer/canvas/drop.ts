/** What would happen if what is dragged were dropped here: a node led into a wire, or put into a frame. */
import { create } from 'zustand';

/** The type of data that a node type carries while it is dragged from the palette. */
export const DRAG_TYPE = 'application/x-zlens-node';

export interface DropTarget {
  wire: string | null;
  frame: string | null;
}

const NOWHERE: DropTarget = { wire: null, frame: null };

export const useDropTarget = create<DropTarget>()(() => NOWHERE);

export function setDropTarget(target: DropTarget = NOWHERE): void {
  const { wire, frame } = useDropTarget.getState();
  if (wire !== target.wire || frame !== target.frame) useDropTarget.setState(target);
}

/** The node type that is dragged from the palette: while it is dragged, the browser tells only that something is. */
let dragged: string | null = null;

export function setDraggedType(type: string | null): void {
  dragged = type;
}

export const draggedType = (): string | null => dragged;
