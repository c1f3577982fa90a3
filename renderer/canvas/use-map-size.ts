import { useNarrow } from '../app/use-media';

const WIDE = { width: 152, height: 88 };
const COMPACT = { width: 104, height: 64 };

/** The size of the map; the style sheet gives it the same. */
export const useMapSize = (): { width: number; height: number } => (useNarrow(1200) ? COMPACT : WIDE);
