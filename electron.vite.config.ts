import { existsSync } from 'node:fs';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { rendererConfig } from './vite.renderer';

/** What runs on Node: Electron's main process, the server of the page edition, and the command line with its worker. */
const nodeEntries = {
  index: 'main/index.ts',
  serve: 'main/serve.ts',
  cli: 'cli/index.ts',
  'engine-worker': 'cli/engine-worker.ts',
};

/** The command line is started by its name, so its file says what runs it. */
function shebang(): Plugin {
  return {
    name: 'zlens-shebang',
    renderChunk: (code, chunk) =>
      chunk.name === 'cli' && !code.startsWith('#!') ? { code: `#!/usr/bin/env node\n${code}`, map: null } : null,
  };
}

/** `npm run build` makes the page with Vite alone; then only what runs on Node is made here. */
const withPage = process.env.ZLENS_BUILD !== 'node';

export default defineConfig({
  main: {
    plugins: [shebang()],
    build: {
      outDir: 'out/main',
      target: 'node20',
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(nodeEntries).filter(([, file]) => existsSync(file))),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be one CommonJS file.
      externalizeDeps: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: 'main/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  ...(withPage ? { renderer: rendererConfig() } : {}),
});
