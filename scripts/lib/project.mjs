/** Where things are, and how this project's scripts speak and run programs. Node's own modules only. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One line about what is being done. It goes to stderr: stdout belongs to the command that was asked for. */
export function say(line) {
  process.stderr.write(`zlens: ${line}\n`);
}

/** A problem that the user can mend: shown without a stack. */
export class Trouble extends Error {}

/** Ends the process with a message, and with a stack only where it is our own mistake. */
export function fail(error) {
  say(error instanceof Trouble ? error.message : (error?.stack ?? String(error)));
  process.exit(1);
}

/**
 * Runs a program to its end. Quiet: its output is kept, to be shown only when it fails.
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ quiet?: boolean, env?: Record<string, string>, timeout?: number, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, parameters, options = {}) {
  const { quiet = false, env = {}, timeout, shell = false } = options;
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      timeout,
      shell,
      windowsHide: true,
    });
    let output = '';
    child.stdout?.on('data', (data) => {
      output += data;
    });
    child.stderr?.on('data', (data) => {
      output += data;
    });
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a script with this Node: a package's command, without the wrappers that differ between systems. */
export function runNode(script, parameters, options) {
  return run(process.execPath, [script, ...parameters], options);
}

/** The last lines of an output, for the message of a failure. */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
