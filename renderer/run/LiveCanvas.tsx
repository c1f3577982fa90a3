import { useLayoutEffect, useRef } from 'react';
import { paletteVersion } from './palette';
import { useTick } from './use-tick';

export interface CanvasSize {
  width: number;
  height: number;
}

interface Props {
  /** Draws on a cleared canvas, in CSS pixels. */
  draw(context: CanvasRenderingContext2D, size: CanvasSize): void;
  /** What the picture depends on; it is drawn again only when this changes. */
  stamp(): string | number;
  /** Fixed size; without, the canvas fills its parent. */
  width?: number;
  height?: number;
  className?: string;
  /** Lies in something that is zoomed by a transform: it gets more pixels than the screen needs at 100 %. */
  zoomed?: boolean;
}

/** A sharp canvas drawn by the shared clock. Say its numbers in words beside it. */
export function LiveCanvas({ draw, stamp, width, height, className, zoomed = false }: Props) {
  const element = useRef<HTMLCanvasElement>(null);
  const drawn = useRef('');
  const size = useRef<CanvasSize>({ width: width ?? 0, height: height ?? 0 });
  const fills = width === undefined || height === undefined;

  const paint = () => {
    const canvas = element.current;
    if (!canvas) return;
    if (!fills) size.current = { width, height };
    const { width: w, height: h } = size.current;
    if (w <= 0 || h <= 0) return;
    const scale = zoomed ? Math.max(2, devicePixelRatio) : devicePixelRatio;
    const now = `${w}×${h}×${scale} ${paletteVersion()} ${stamp()}`;
    if (now === drawn.current) return;
    drawn.current = now;
    const [pixelWidth, pixelHeight] = [Math.round(w * scale), Math.round(h * scale)];
    if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
    if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, w, h);
    draw(context, { width: w, height: h });
  };
  useTick(paint);

  const latestPaint = useRef(paint);
  latestPaint.current = paint;
  useLayoutEffect(() => {
    const parent = element.current?.parentElement;
    if (!fills || !parent) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      size.current = { width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) };
      latestPaint.current();
    });
    observer.observe(parent);
    return () => observer.disconnect();
  }, [fills]);

  return <canvas ref={element} className={className} style={{ display: 'block' }} />;
}
