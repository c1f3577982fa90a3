/** How the z-statistics are drawn, and the vertical range of each layer. */
import { create } from 'zustand';
import { type Range, unite, zAxis } from '../run/scale';
import { runHistory } from '../run/store';
import { invalidate } from '../run/ticker';

interface StatisticsSettings {
  /** One range for all layers. */
  shared: boolean;
  /** The ranges as they were when they were locked; null while they follow the run. */
  locked: { shared: Range; layers: ReadonlyMap<string, Range> } | null;
}

export const useStatisticsSettings = create<StatisticsSettings>()(() => ({ shared: false, locked: null }));

const sharedRange = (): Range => zAxis(unite([...runHistory().probes.values()].map((probe) => probe.robustRange())));

const layerRange = (nodeId: string): Range => zAxis(runHistory().probes.get(nodeId)?.robustRange() ?? null);

/** The vertical axis of a layer. */
export function axisOf(nodeId: string): Range {
  const { shared, locked } = useStatisticsSettings.getState();
  if (shared) return locked?.shared ?? sharedRange();
  return locked?.layers.get(nodeId) ?? layerRange(nodeId);
}

export function setShared(shared: boolean): void {
  useStatisticsSettings.setState({ shared });
  invalidate(true);
}

export function setLocked(lock: boolean): void {
  const layers = () => new Map([...runHistory().probes.keys()].map((id) => [id, layerRange(id)]));
  useStatisticsSettings.setState({ locked: lock ? { shared: sharedRange(), layers: layers() } : null });
  invalidate(true);
}
