/** Where the window was, kept between starts, and whether that place still exists. */
import { z } from 'zod';

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Rectangle = z.infer<typeof rectangle>;

export const windowState = z.object({ bounds: rectangle, maximized: z.boolean() });
export type WindowState = z.infer<typeof windowState>;

export const defaultSize = { width: 1440, height: 900 } as const;
export const smallestSize = { width: 880, height: 560 } as const;
/** So much of the title bar must be on a display that it can be gripped. */
const gripWidth = 100;
const gripHeight = 30;

/** The bounds to open with: the old ones if they can be seen and gripped on today's displays, else a size alone. */
export function openingBounds(
  saved: WindowState | null,
  displays: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  if (saved === null || !Object.values(saved.bounds).every(Number.isFinite)) return fitted(defaultSize, displays[0]);
  const bounds = {
    x: Math.round(saved.bounds.x),
    y: Math.round(saved.bounds.y),
    ...fitted(saved.bounds, largest(displays)),
  };
  const reachable = displays.some((display) => {
    const across = Math.min(bounds.x + bounds.width, display.x + display.width) - Math.max(bounds.x, display.x);
    const down = Math.min(bounds.y + gripHeight, display.y + display.height) - Math.max(bounds.y, display.y);
    return across >= gripWidth && down >= gripHeight;
  });
  return reachable ? bounds : { width: bounds.width, height: bounds.height };
}

function fitted(
  size: { width: number; height: number },
  display: Rectangle | undefined,
): { width: number; height: number } {
  return {
    width: Math.round(clamp(size.width, smallestSize.width, display?.width ?? defaultSize.width)),
    height: Math.round(clamp(size.height, smallestSize.height, display?.height ?? defaultSize.height)),
  };
}

function largest(displays: readonly Rectangle[]): Rectangle | undefined {
  return [...displays].sort((a, b) => b.width * b.height - a.width * a.height)[0];
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}
