/** `npm run check`: types, lint and format, forbidden imports, dead code. */
import { runChecks } from './lib/checks.mjs';

const { failed } = await runChecks();
process.exitCode = failed === 0 ? 0 : 1;
