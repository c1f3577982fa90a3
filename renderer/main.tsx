/** The page: starts what lives as long as the window, opens something to look at, and draws it all. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app/App';
import { restoreDraft, startDrafts } from './app/draft';
import { setAppInfo } from './app/environment';
import { startTheme } from './app/layout';
import { startKeys, startMenus } from './app/menu';
import { runNext, startRunLink } from './app/run-link';
import { openExample, openFile, startReadingData } from './app/session';
import { startWindowTitle } from './app/window-title';
import { startChecking } from './document/check';
import { FIRST_EXAMPLE } from './examples';
import { host } from './host';

const OPENED = 'zlens.opened';

/** The very first time an example trains at once; later the last draft comes back, at rest. */
async function openSomething(): Promise<void> {
  const first = localStorage.getItem(OPENED) === null;
  localStorage.setItem(OPENED, '1');
  if (await restoreDraft()) return;
  if (first) runNext();
  await openExample(FIRST_EXAMPLE);
}

async function start(): Promise<void> {
  startTheme();
  setAppInfo(await host.appInfo());
  startChecking();
  startRunLink();
  startKeys();
  startMenus();
  startWindowTitle();
  startReadingData();
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
  }
  await openSomething();
  startDrafts();
  // Last, so that the file which the app was started with is not replaced by the draft or the example.
  host.on('openRequested', (file) => void openFile(file));
}

void start();
