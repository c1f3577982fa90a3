/** The view of the canvas as commands reach it, without holding React Flow itself in a component's hands. */
import type { ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import { currentDocument } from '../document/store';
import { CARD_HEIGHT, CARD_WIDTH, type Point } from './geometry';

let flow: ReactFlowInstance | null = null;
let pointer: Point | null = null;

/** How much a card shows, by zoom: all; without shape and id; or title and icon only. */
export type Detail = 'full' | 'compact' | 'far';

export const useView = create<{ zoom: number; detail: Detail }>()(() => ({ zoom: 1, detail: 'full' }));

export const detailAt = (zoom: number): Detail => (zoom >= 0.88 ? 'full' : zoom >= 0.45 ? 'compact' : 'far');

export function setFlow(instance: ReactFlowInstance | null): void {
  flow = instance;
}

export function setZoom(zoom: number): void {
  if (useView.getState().zoom !== zoom) useView.setState({ zoom, detail: detailAt(zoom) });
}

/** Where the pointer is over the canvas, in page coordinates; null when it is elsewhere. */
export function setPointer(place: Point | null): void {
  pointer = place;
}

export const pointerPlace = (): Point | null => pointer;

/** The rectangle of the canvas on the page. */
const paneBox = (): DOMRect | undefined => document.querySelector('.graph .react-flow')?.getBoundingClientRect();

const duration = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 240);

export function fitView(animate = true): void {
  void flow?.fitView({ padding: '22px', maxZoom: 1, duration: animate ? duration() : 0 });
}

export function zoomIn(): void {
  void flow?.zoomIn({ duration: duration() / 2 });
}

export function zoomOut(): void {
  void flow?.zoomOut({ duration: duration() / 2 });
}

export function zoomTo(zoom: number): void {
  void flow?.zoomTo(zoom, { duration: duration() / 2 });
}

/** Brings a node to the middle of the view. */
export function showNode(id: string): void {
  const node = currentDocument().nodes.find((entry) => entry.id === id);
  if (!node || !flow) return;
  const center = { x: node.position.x + CARD_WIDTH / 2, y: node.position.y + CARD_HEIGHT / 2 };
  void flow.setCenter(center.x, center.y, { zoom: Math.max(flow.getZoom(), 0.75), duration: duration() });
}

/** Puts the keyboard focus on a node's card. */
export function focusNode(id: string): void {
  requestAnimationFrame(() => {
    document
      .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true });
  });
}

export const toGraph = (place: Point): Point => flow?.screenToFlowPosition(place, { snapToGrid: false }) ?? place;

/** The middle of the canvas on the page. */
export function viewCenter(): Point {
  const box = paneBox();
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 };
}

/** Where a card goes so that its middle lies at a place of the page. */
export function cardPlace(place: Point): Point {
  const { x, y } = toGraph(place);
  return { x: x - CARD_WIDTH / 2, y: y - CARD_HEIGHT / 2 };
}
