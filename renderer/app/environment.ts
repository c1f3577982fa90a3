/** What the page runs in, asked once at the start. */
import type { AppInfo } from '../../bridge/contract';

let info: AppInfo | null = null;

export function setAppInfo(found: AppInfo): void {
  info = found;
}

export const appInfo = (): AppInfo | null => info;
export const isMac = (): boolean => info?.platform === 'mac';
/** Whether a browser keeps some keys for itself. */
export const isPage = (): boolean => info?.host !== 'desktop';
