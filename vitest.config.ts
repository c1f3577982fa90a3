import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['node_modules/**', 'out/**', 'dist/**', '**/*.soak.test.ts'],
    environment: 'node',
    pool: 'forks',
    // Its derivatives are published as modules that only a bundler can load.
    server: { deps: { inline: [/@tensorflow/] } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
