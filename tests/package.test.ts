/** Packages a small copy of the project around a stand-in for Electron's binary, and looks at what came out. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuses = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

/** The files that a packaged archive lists in its header. */
function filesOfArchive(archive: string): string[] {
  const bytes = readFileSync(archive);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8'));
  const list = (folder: { files: Record<string, { files?: Record<string, never> }> }, at: string): string[] =>
    Object.entries(folder.files).flatMap(([name, entry]) =>
      entry.files === undefined ? [`${at}${name}`] : list({ files: entry.files }, `${at}${name}/`),
    );
  return list(header, '').sort();
}

// The other systems package on their own runners, with the real Electron.
test.skipIf(process.platform !== 'linux')(
  'the packaged app holds only the product, with its fuses set',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'zlens-package-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const file of ['package.json', 'electron-builder.json', 'LICENSE']) {
      copyFileSync(path.join(root, file), path.join(folder, file));
    }
    cpSync(path.join(root, 'main/resources'), path.join(folder, 'main/resources'), { recursive: true });
    for (const file of ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'tests/secret.ts']) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), '\n');
    }
    const electron = path.join(folder, 'electron-dist');
    mkdirSync(path.join(electron, 'resources'), { recursive: true });
    // A fuse that was never set is "inherit", which is 0x90.
    const wire = Buffer.from([1, fuses.length, ...fuses.map(() => 0x90)]);
    writeFileSync(
      path.join(electron, 'electron'),
      Buffer.concat([Buffer.from(`\0${sentinel}`), wire, Buffer.alloc(64)]),
    );
    const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
    writeFileSync(path.join(electron, 'version'), version);

    const parameters = [
      '--linux',
      'dir',
      '--projectDir',
      folder,
      '--config',
      path.join(folder, 'electron-builder.json'),
    ];
    const result = spawnSync(
      process.execPath,
      [
        path.join(root, 'node_modules/electron-builder/cli.js'),
        ...parameters,
        `-c.electronDist=${electron}`,
        `-c.electronVersion=${version}`,
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(result.stdout + result.stderr).not.toContain('⨯');
    expect(result.status).toBe(0);

    const unpacked = path.join(folder, 'dist/linux-unpacked');
    expect(filesOfArchive(path.join(unpacked, 'resources/app.asar'))).toEqual([
      'LICENSE',
      'out/main/index.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'package.json',
    ]);
    const binary = readFileSync(path.join(unpacked, 'zlens'));
    const start = binary.indexOf(sentinel) + sentinel.length + 2;
    const set = Object.fromEntries(fuses.map((name, i) => [name, binary[start + i] === '1'.charCodeAt(0)]));
    expect(set).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(existsSync(path.join(unpacked, 'resources/app'))).toBe(false);
  },
  60_000,
);
