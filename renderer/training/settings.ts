import { create } from 'zustand';
import { invalidate } from '../run/ticker';

export type TrainingView = 'curves' | 'classes' | 'plan';

interface ChartSettings {
  view: TrainingView;
  logScale: boolean;
  /** Steps on a log axis. */
  logSteps: boolean;
  /** Share of the average so far that each point of the training curve keeps. */
  smoothing: number;
}

/** How the training charts are drawn. */
export const useChartSettings = create<ChartSettings>()(() => ({
  view: 'curves',
  logScale: false,
  logSteps: false,
  smoothing: 0.6,
}));

export function setChartSettings(change: Partial<ChartSettings>): void {
  useChartSettings.setState(change);
  invalidate(true);
}
