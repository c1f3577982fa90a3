/** The checks that need no test: each is one that passes or fails. */
import { runNode, tail } from './project.mjs';

const checks = [
  { name: 'types', script: 'node_modules/typescript/bin/tsc', parameters: ['-b'] },
  { name: 'lint and format', script: 'node_modules/@biomejs/biome/bin/biome', parameters: ['check', '.'] },
  { name: 'imports', script: 'scripts/imports.mjs', parameters: [] },
  { name: 'dead code', script: 'node_modules/knip/bin/knip.js', parameters: [] },
];

/** Runs them side by side, tells each result, and returns how many passed and failed. */
export async function runChecks() {
  const results = await Promise.all(
    checks.map(async ({ name, script, parameters }) => {
      const { code, output } = await runNode(script, parameters, { quiet: true });
      console.log(code === 0 ? `  ✓ ${name}` : `  ✗ ${name}\n${tail(output, 60)}`);
      return code === 0;
    }),
  );
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}
