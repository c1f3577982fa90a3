/** A process that saves again and again is killed at random moments: what is on the disk is always one of its texts, whole. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { expect, onTestFinished, test } from 'vitest';

const kills = 200;

test('a save that is killed leaves the old file or the new one', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zlens-kill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: fileURLToPath(new URL('./atomic-write.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'atomic-write.mjs' } },
    },
  });
  const file = path.join(folder, 'graph.json');
  const saver = path.join(folder, 'saver.mjs');
  writeFileSync(
    saver,
    `import { writeAtomically } from ${JSON.stringify(pathToFileURL(path.join(folder, 'atomic-write.mjs')).href)};
     for (let i = 0; ; i++) {
       await writeAtomically(${JSON.stringify(file)}, String(i % 10).repeat(200_000 + (i % 10)), { backup: true });
       if (i === 0) process.stdout.write('saving');
     }`,
  );
  const whole = (name: string) => {
    const text = readFileSync(name, 'utf8');
    const digit = Number(text[0]);
    return text === String(digit).repeat(200_000 + digit);
  };
  for (let i = 0; i < kills; i++) {
    const child = spawn(process.execPath, [saver], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(whole(file)).toBe(true);
    if (existsSync(`${file}.bak`)) expect(whole(`${file}.bak`)).toBe(true);
  }
});
