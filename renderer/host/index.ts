/** The one place where the page finds out what it runs in. */
import type { Bridge } from '../../bridge/contract';
import { browserHost } from './browser';

declare global {
  interface Window {
    /** Set by the preload of the desktop app. */
    readonly zlens?: Bridge;
  }
}

/** The desktop where there is one, else the browser. */
export const host: Bridge = window.zlens ?? browserHost();
