import { create } from 'zustand';
import { invalidate } from '../run/ticker';

interface ChartSettings {
  logScale: boolean;
  /** Share of the average so far that each point of the training curve keeps. */
  smoothing: number;
}

/** How the training charts are drawn. */
export const useChartSettings = create<ChartSettings>()(() => ({ logScale: false, smoothing: 0.6 }));

export function setChartSettings(change: Partial<ChartSettings>): void {
  useChartSettings.setState(change);
  invalidate(true);
}
