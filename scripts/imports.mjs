/**
 * Checks who imports whom, by the rules in .dependency-cruiser.mjs.
 *
 * dependency-cruiser reads TypeScript with the compiler's own parser, which TypeScript 7 does not offer any more, or with
 * swc, which it does not tell that a file has JSX in it. So it is told here, before dependency-cruiser loads it.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import rules from '../.dependency-cruiser.mjs';

const swc = createRequire(import.meta.url)('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

const { cruise } = await import('dependency-cruiser');

export const folders = ['engine', 'renderer', 'bridge', 'main', 'cli'];

/**
 * Every import that is against the rules.
 * @param {string} base the folder of the project
 * @param {readonly string[]} [only] the folders to look into
 * @returns {Promise<{ modules: number, violations: { rule: string, text: string }[] }>}
 */
export async function forbiddenImports(base, only = folders) {
  const { forbidden, options } = rules;
  const { output } = await cruise([...only], { ...options, baseDir: base, validate: true, ruleSet: { forbidden } });
  return {
    modules: output.modules.length,
    violations: output.summary.violations.map(({ rule, from, to, cycle }) => ({
      rule: rule.name,
      text: `${rule.name}: ${from} → ${cycle === undefined ? to : cycle.map(({ name }) => name).join(' → ')}`,
    })),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const { modules, violations } = await forbiddenImports(process.cwd());
  for (const { text } of violations) console.error(text);
  console.log(`${modules} modules, ${violations.length} forbidden imports`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
