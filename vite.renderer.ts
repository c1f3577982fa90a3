/** How the page is built: one function for the desktop build, the development server and the page edition. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { PluginOption, UserConfig } from 'vite';
import { contentSecurityPolicy, isolationHeaders } from './bridge/headers';

const repository = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(`${repository}package.json`, 'utf8')) as { version: string };

/** A static host that sends no headers still gets the policy: it is written into the built page. */
function policyInPage(): PluginOption {
  return {
    name: 'zlens-policy-in-page',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export function rendererConfig(): UserConfig {
  return {
    root: `${repository}renderer`,
    base: './',
    define: { __ZLENS_VERSION__: JSON.stringify(version) },
    plugins: [react(), policyInPage()],
    worker: { format: 'es' },
    // engine/ and examples/ lie outside renderer/.
    server: { headers: isolationHeaders, fs: { allow: [repository] } },
    preview: { headers: isolationHeaders },
    build: {
      outDir: `${repository}out/renderer`,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4000,
      reportCompressedSize: false,
    },
  };
}
