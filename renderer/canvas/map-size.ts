/** The size and place of the map in the corner of the canvas; the style sheet gives it the same. */

/** Below this window width the compact form is taken. */
export const COMPACT_WIDTH = 1200;

const WIDE = { width: 152, height: 88 };
const COMPACT = { width: 104, height: 64 };

export const mapSize = (compact: boolean): { width: number; height: number } => (compact ? COMPACT : WIDE);
export const MAP_PLACE = { left: 12, bottom: 48 } as const;
