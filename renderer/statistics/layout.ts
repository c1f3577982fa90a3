/** Where things lie in a row of z-statistics, and how the height of the panel is shared among rows. Pure. */

export interface RowLayout {
  /** Height of an ordinary and of the selected row, at least. */
  row: number;
  selectedRow: number;
  /** Widths, from the left: layer name, labels of the axis, values, histogram, dead units, saturated values. */
  label: number;
  axis: number;
  readout: number;
  histogram: number;
  dead: number;
  saturated: number;
}

export const WIDE: RowLayout = {
  row: 48,
  selectedRow: 104,
  label: 108,
  axis: 36,
  readout: 76,
  histogram: 132,
  dead: 88,
  saturated: 108,
};

export const COMPACT: RowLayout = {
  row: 36,
  selectedRow: 84,
  label: 88,
  axis: 36,
  readout: 68,
  histogram: 84,
  dead: 72,
  saturated: 84,
};

/** From this height on a row names all five percentiles. */
export const DETAIL_HEIGHT = 80;

/** Heights of the rows: the selected one is larger, and room that is left is shared evenly. */
export function rowHeights(count: number, selected: number, available: number, layout: RowLayout): number[] {
  const least = Array.from({ length: count }, (_, place) => (place === selected ? layout.selectedRow : layout.row));
  const rest = available - least.reduce((sum, height) => sum + height, 0);
  if (count === 0 || rest <= 0) return least;
  const share = Math.floor(rest / count);
  return least.map((height) => height + share);
}

/**
 * Moves labels apart so that neighbours are at least `gap` apart and all stay within the limits, each as near to its
 * wanted place as the others allow. Places come sorted, and go out in the same order.
 */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const places = wanted.map((place) => Math.min(high, Math.max(low, place)));
  for (let i = 1; i < places.length; i++) {
    places[i] = Math.max(places[i] as number, (places[i - 1] as number) + gap);
  }
  const over = (places.at(-1) ?? high) - high;
  if (over > 0) {
    places[places.length - 1] = high;
    for (let i = places.length - 2; i >= 0; i--) {
      places[i] = Math.min(places[i] as number, (places[i + 1] as number) - gap);
    }
  }
  return places;
}

/** Ticks of the step axis: those that would touch the label of the live step are left out. */
export function stepTicks(ticks: readonly number[], last: number, x: (step: number) => number, room: number): number[] {
  return ticks.filter((tick) => tick <= last && Math.abs(x(tick) - x(last)) >= room);
}
