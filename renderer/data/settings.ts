import { create } from 'zustand';
import type { DescribedSplit } from '../../engine';

export type DataPanelView = 'columns' | 'rows' | 'pictures' | 'shift';

interface DataSettings {
  view: DataPanelView;
  split: DescribedSplit;
  /** The dataset node on show; one that is gone gives way to the first. */
  nodeId: string | null;
}

/** What the Data panel shows. */
export const useDataSettings = create<DataSettings>()(() => ({ view: 'columns', split: 'all', nodeId: null }));
