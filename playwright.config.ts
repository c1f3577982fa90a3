import { defineConfig } from '@playwright/test';
import { findElectron } from './scripts/lib/electron.mjs';
import type { AppOptions } from './tests/e2e/app';

/** Electron draws a window; without a display only the stand-in can be tried. */
function electronMissing(): string | null {
  if (findElectron() === null) return 'the Electron binary is not on this machine';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY ? 'there is no display for Electron' : null;
}

export default defineConfig<AppOptions>({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'page', testIgnore: '**/desktop*.spec.ts', use: { hostKind: 'page' } },
    {
      name: 'stand-in',
      // The main paths: what differs between the hosts. The editor's own gestures are the same code in both.
      testMatch: /[\\/](desktop[^\\/]*|host|first-light|tabs-files|keys|runs|training)\.spec\.ts$/,
      use: {
        hostKind: 'stand-in',
        missing: process.platform === 'linux' ? null : 'the stand-in is for Linux; here Electron itself is tried',
      },
    },
    { name: 'electron', testIgnore: '**/page*.spec.ts', use: { hostKind: 'electron', missing: electronMissing() } },
  ],
});
