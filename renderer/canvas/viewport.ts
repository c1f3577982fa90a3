/** The view of the canvas as commands reach it, without holding React Flow itself in a component's hands. */
import type { ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import { type CanvasView, currentDocument, useDocument } from '../document/store';
import { CARD_HEIGHT, CARD_WIDTH, type Point, type Rect } from './geometry';
import { COMPACT_WIDTH, mapSize } from './map-size';
import { rectAt, rectsOf, shownAs } from './places';

export const MIN_ZOOM = 0.1;

let flow: ReactFlowInstance | null = null;
let pointer: Point | null = null;

/** Below this zoom a band along a wire is a hair's breadth, and hundreds of them cost more than they show. */
export const BAND_ZOOM = 0.2;

/** How much a card shows, by zoom: all; without shape and id; without icon and symbol as well; or the title alone. */
export type Detail = 'full' | 'compact' | 'small' | 'far';

export const useView = create<{ zoom: number; detail: Detail }>()(() => ({ zoom: 1, detail: 'full' }));

export const detailAt = (zoom: number): Detail =>
  zoom >= 0.88 ? 'full' : zoom >= 0.68 ? 'compact' : zoom >= 0.5 ? 'small' : 'far';

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

export const reducesMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
const duration = (): number => (reducesMotion() ? 0 : 240);

/** Room around the graph, for the wires that run about it. */
const PADDING = 22;
/** What the wires at the left of the first cards take besides. */
const WIRES = 22;
/** What the map in the corner takes, when there is room beside it. */
const mapRoom = (): number => mapSize(innerWidth < COMPACT_WIDTH).width + PADDING;

/** The view of the whole graph, at most at its own size; clear of the map where that costs nothing. */
export function fittingView(
  rects: readonly Rect[],
  pane: { width: number; height: number },
  map: number,
): { x: number; y: number; zoom: number } {
  const left = Math.min(...rects.map(({ x }) => x));
  const top = Math.min(...rects.map(({ y }) => y));
  const width = Math.max(...rects.map((rect) => rect.x + rect.width)) - left;
  const height = Math.max(...rects.map((rect) => rect.y + rect.height)) - top;
  const room = (pane.width - 2 * PADDING) / width;
  const zoom = Math.max(MIN_ZOOM, Math.min(1, room, (pane.height - 2 * PADDING) / height));
  const free = pane.width - width * zoom;
  const most = free - PADDING;
  const margin = most >= map ? Math.max(free / 2, Math.min(most, map + WIRES)) : free / 2;
  return {
    x: Math.round(margin - left * zoom),
    y: Math.round((pane.height - height * zoom) / 2 - top * zoom),
    zoom,
  };
}

function showRects(rects: readonly Rect[], animate: boolean): void {
  const box = paneBox();
  if (!flow || !box) return;
  if (rects.length === 0) void flow.setViewport({ x: 0, y: 0, zoom: 1 });
  else void flow.setViewport(fittingView(rects, box, mapRoom()), { duration: animate ? duration() : 0 });
}

export const fitView = (animate = true): void => showRects([...rectsOf(currentDocument()).values()], animate);

/** Shows these nodes as large as they fit. */
export function fitNodes(ids: readonly string[]): void {
  const rects = ids.flatMap((id) => rectAt(currentDocument(), id) ?? []);
  if (rects.length > 0) showRects(rects, true);
}

/** Where the canvas stands; null before it is drawn. */
export const canvasView = (): CanvasView | null => flow?.getViewport() ?? null;

/** Shows the open document where it was left, or whole. */
export function showView(): void {
  const { view } = useDocument.getState();
  if (view && flow) void flow.setViewport(view);
  else fitView(false);
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
  const rect = rectAt(currentDocument(), id);
  if (!rect || !flow) return;
  const center = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  void flow.setCenter(center.x, center.y, { zoom: Math.max(flow.getZoom(), 0.75), duration: duration() });
}

/** Whether a card at this place could be seen from its left edge to its right one. */
export function isInView({ x, y }: Point): boolean {
  const box = paneBox();
  if (!flow || !box) return true;
  const left = flow.flowToScreenPosition({ x, y }).x;
  return left >= box.left && left + CARD_WIDTH * flow.getZoom() <= box.right;
}

/** Brings a node into view, if some of it lies outside. */
export function keepInView(id: string): void {
  const rect = rectAt(currentDocument(), id);
  const box = paneBox();
  if (!rect || !flow || !box) return;
  const { x, y } = flow.flowToScreenPosition(rect);
  const view = flow.getViewport();
  /** How far a stretch must move to lie within bounds. */
  const shift = (from: number, length: number, low: number, high: number): number =>
    from < low + PADDING ? low + PADDING - from : Math.min(0, high - PADDING - from - length);
  const dx = shift(x, rect.width * view.zoom, box.left, box.right);
  const dy = shift(y, rect.height * view.zoom, box.top, box.bottom);
  if (dx !== 0 || dy !== 0) {
    void flow.setViewport({ x: view.x + dx, y: view.y + dy, zoom: view.zoom }, { duration: duration() });
  }
}

/** Puts the keyboard focus on a node's card; where there is no such card, on the canvas. */
export function focusNode(id: string | null): void {
  requestAnimationFrame(() => {
    const shown = id === null ? '' : shownAs(currentDocument(), id);
    const card = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(shown)}"]`);
    (card ?? document.querySelector<HTMLElement>('.graph'))?.focus({ preventScroll: true });
  });
}

export const toGraph = (place: Point): Point => flow?.screenToFlowPosition(place, { snapToGrid: false }) ?? place;

/** The part of the graph that is in view. */
export function shownArea(): Rect | null {
  const box = paneBox();
  if (!flow || !box) return null;
  const { x, y } = flow.screenToFlowPosition({ x: box.left, y: box.top }, { snapToGrid: false });
  const zoom = flow.getZoom();
  return { x, y, width: box.width / zoom, height: box.height / zoom };
}

/** Where a place of the graph lies on the page. */
export const fromGraph = (place: Point): Point => flow?.flowToScreenPosition(place) ?? place;

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
