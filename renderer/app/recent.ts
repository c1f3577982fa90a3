/** The recent files as menus show them: asked of the host at the start and whenever one is opened or saved. */
import { create } from 'zustand';
import type { RecentFile } from '../../bridge/contract';
import { host } from '../host';

export const useRecent = create<{ files: readonly RecentFile[] }>()(() => ({ files: [] }));

export async function refreshRecent(): Promise<readonly RecentFile[]> {
  const files = await host.recentFiles().catch(() => []);
  useRecent.setState({ files });
  return files;
}
