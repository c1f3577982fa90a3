/** `npm start`: the desktop app where there is an Electron, else the same interface in a browser. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureElectron } from './lib/electron.mjs';
import { fail, root, say } from './lib/project.mjs';

const usualPort = 4840;

const { values, positionals } = parseArgs({
  options: {
    page: { type: 'boolean', default: false },
    port: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Runs the desktop app. False: it did not come up here, for want of a sandbox or a library, say. */
function runDesktop(electron) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(electron, [root, ...positionals], { stdio: 'inherit', cwd: process.cwd() });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0 || Date.now() - started > 10_000));
  });
}

function openInBrowser(address) {
  const [program, ...parameters] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', address]
        : ['xdg-open', address];
  spawn(program, parameters, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

async function runPage(reason) {
  const { servePage } = await import('../out/main/serve.js');
  const port = Number(values.port ?? process.env.ZLENS_PORT ?? usualPort);
  const server = await servePage({ root: path.join(root, 'out/renderer'), port });
  process.stdout.write(`${reason}Zlens is at ${server.address} (Ctrl+C stops it).\n`);
  if (hasDisplay() && !values['no-open']) openInBrowser(server.address);
  const stop = () => {
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function start() {
  if (values.page) return runPage('');
  if (!hasDisplay()) return runPage('There is no display here, so the desktop app stays closed. ');
  const electron = await ensureElectron();
  if (electron === null) return runPage('Electron cannot be fetched here, so the desktop app stays closed. ');
  if (await runDesktop(electron)) return undefined;
  say('the desktop app did not start on this machine');
  return runPage('');
}

start().catch(fail);
