/** The long versions of tests, with their full counts: `npm run test:soak`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.soak.test.ts'],
    exclude: ['node_modules/**', 'out/**', 'dist/**'],
    environment: 'node',
    pool: 'forks',
    server: { deps: { inline: [/@tensorflow/] } },
    testTimeout: 20 * 60_000,
  },
});
