/** A Chromium for the browser tests: one that is there already, or else one that is fetched. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root, run, runNode, say, Trouble, tail } from './project.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const programFolders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
const usualPlaces = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: programFolders
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/** Playwright's own, where it would put it. */
function ownOfPlaywright() {
  try {
    return createRequire(path.join(root, 'package.json'))('@playwright/test').chromium.executablePath();
  } catch {
    return '';
  }
}

/** The path of a Chromium on this machine, or null. CHROMIUM_PATH comes first, for those who want a certain one. */
export function findChromium() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted !== undefined && wanted !== '') {
    if (existsSync(wanted)) return wanted;
    throw new Trouble(`CHROMIUM_PATH names ${wanted}, which is not there`);
  }
  const onPath =
    process.platform === 'win32'
      ? []
      : (process.env.PATH ?? '')
          .split(path.delimiter)
          .flatMap((folder) => names.map((name) => path.join(folder, name)));
  const candidates = [ownOfPlaywright(), ...onPath, ...(usualPlaces[process.platform] ?? [])];
  return candidates.find((file) => file !== '' && existsSync(file)) ?? null;
}

export async function ensureChromium() {
  if (findChromium() !== null) return;
  say("fetching Playwright's Chromium for the browser tests, once");
  const fetched = await runNode('node_modules/@playwright/test/cli.js', ['install', 'chromium'], {
    quiet: true,
    timeout: 10 * 60_000,
  });
  if (findChromium() !== null) return;
  const installed = await installFromDebian();
  if (findChromium() !== null) return;
  throw new Trouble(
    `${tail(fetched.output, 6)}\n${installed}\nno Chromium for the browser tests: install Chromium or Chrome, or name one in CHROMIUM_PATH`,
  );
}

async function installFromDebian() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return '';
  say("installing Debian's Chromium for the browser tests (apt-get), once");
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...parameters) => {
    const [program, ...rest] = [...asRoot, 'apt-get', ...parameters];
    return run(program, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  };
  const updated = await apt('update', '-qq');
  const installed = await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  return installed.code === 0 ? '' : tail(`${updated.output}${installed.output}`, 6);
}
