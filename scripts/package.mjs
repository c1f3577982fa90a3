/** `npm run package`: installers for this system into dist/. Parameters after `--` go to electron-builder. */
import { ensureBuild } from './lib/build.mjs';
import { fail, runNode } from './lib/project.mjs';

try {
  await ensureBuild(['node', 'page']);
  const builder = 'node_modules/electron-builder/cli.js';
  const { code } = await runNode(builder, [
    '--config',
    'electron-builder.json',
    '--publish',
    'never',
    ...process.argv.slice(2),
  ]);
  process.exitCode = code;
} catch (error) {
  fail(error);
}
