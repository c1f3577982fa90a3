/** The page: starts what lives as long as the window, opens something to look at, and draws it all. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app/App';
import { startReadingData } from './app/data-files';
import { restoreDrafts, startDrafts } from './app/draft';
import { setAppInfo } from './app/environment';
import { startTheme } from './app/layout';
import { startKeys, startMenus } from './app/menu';
import { refreshRecent } from './app/recent';
import { runNext, startRunLink } from './app/run-link';
import { openExample, openFile, openShared } from './app/session';
import { takeSlot } from './app/window-slot';
import { startWindowTitle } from './app/window-title';
import { startChecking } from './document/check';
import { FIRST_EXAMPLE } from './examples';
import { host } from './host';
import { describeData } from './run/describe-data';
import { startKeepingRuns } from './runs/store';
import { startExplaining } from './training/stop-on-nan';

const OPENED = 'zlens.opened';

/** The very first time an example trains at once; later the last draft comes back, at rest. */
async function openSomething(slot: number): Promise<void> {
  const first = localStorage.getItem(OPENED) === null;
  localStorage.setItem(OPENED, '1');
  const restored = await restoreDrafts(slot);
  // Whoever follows a link came for that graph; like a file it stands still until someone runs it.
  if ((await openShared()) || restored) return;
  openExample(FIRST_EXAMPLE);
  if (first) runNext();
}

async function start(): Promise<void> {
  startTheme();
  setAppInfo(await host.appInfo());
  startChecking(describeData);
  startRunLink();
  startKeys();
  startMenus();
  startWindowTitle();
  startKeepingRuns();
  startExplaining();
  startReadingData();
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
  }
  const slot = await takeSlot();
  await openSomething(slot);
  startDrafts(slot);
  void refreshRecent();
  addEventListener('hashchange', () => void openShared());
  // Last, so that the file which the app was started with is not replaced by the draft or the example.
  host.on('openRequested', openFile);
}

void start();
