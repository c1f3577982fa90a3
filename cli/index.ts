/** The `zlens` command: this process around the commands. */
import { runCommand } from './commands';
import { processIo } from './io';
import { setV8Flags } from './v8-flags';

setV8Flags(process.versions.node, process.env);

// The first Ctrl+C asks for a clean end, the second does not ask.
const stop = new AbortController();
process.on('SIGINT', () => {
  if (stop.signal.aborted) process.exit(130);
  stop.abort();
});
process.on('SIGTERM', () => stop.abort());

// Whoever reads the output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCommand(process.argv.slice(2), processIo(stop.signal));
