/** `npm run dev`: hot reload, in the desktop app where there is an Electron, else in a browser. */
import { findElectron } from './lib/electron.mjs';
import { fail, runNode, say } from './lib/project.mjs';

const env = { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' };
const rest = process.argv.slice(2);

try {
  if (findElectron() === null) {
    say('no Electron here (npx install-electron fetches it): serving the page alone');
    await runNode('node_modules/vite/bin/vite.js', rest, { env });
  } else {
    await runNode('node_modules/electron-vite/bin/electron-vite.js', ['dev', ...rest], { env });
  }
} catch (error) {
  fail(error);
}
