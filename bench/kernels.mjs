/**
 * Bundles kernels.ts and runs it on this Node, with the flags that the command line would set.
 *
 *   node bench/kernels.mjs products        GFLOP/s of matrix products, by shape and tile
 *   node bench/kernels.mjs mnist|…         where the time of a training step goes, operation by operation
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  logLevel: 'error',
  build: { ssr: at('kernels.ts'), outDir: at('../out/bench'), emptyOutDir: false, minify: false },
});
const { status } = spawnSync(process.execPath, [at('../out/bench/kernels.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
