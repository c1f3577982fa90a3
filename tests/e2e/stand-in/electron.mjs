#!/usr/bin/env node
/**
 * A stand-in for the Electron binary, for machines that can't fetch it: Node runs the main process, and a Chromium that is
 * there anyway shows the page. It speaks to Playwright as Electron does. An API that it does not have throws.
 *
 * What it can't show: the real sandbox and context isolation, native menus and dialogs, fuses. Its results are called
 * "stand-in", and the same tests run on the real Electron wherever there is one.
 */
import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import Module, { register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const parameters = process.argv.slice(2);
const project = path.resolve(parameters.find((part) => !part.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));

// What Electron's own process has, and what the main process may look at.
Object.defineProperty(process.versions, 'electron', { value: 'stand-in' });
process.argv = [process.argv[0], ...parameters];

const apiAddress = new URL('./api.mjs', import.meta.url).href;
register(
  `data:text/javascript,${encodeURIComponent(
    `export const resolve = (name, context, next) =>
      name === 'electron' ? { url: ${JSON.stringify(apiAddress)}, shortCircuit: true } : next(name, context);`,
  )}`,
);
const api = await import(apiAddress);
const load = Module._load;
Module._load = (name, ...rest) => (name === 'electron' ? api.modules : load(name, ...rest));

const released = new Promise((resolve) => {
  // Playwright calls this when it listens; Electron holds `ready` back until then.
  globalThis.__playwright_run = resolve;
});

inspector.open(0, '127.0.0.1', false);
api.describeApp({ name: manifest.productName, version: manifest.version, folder: project, parameters });
await import(pathToFileURL(path.join(project, manifest.main)).href);
await api.startBrowser();
await released;
api.ready();
