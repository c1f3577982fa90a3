/** What a command may touch of its surroundings; tests hand in their own. */

export interface Io {
  /** Paths on the command line are relative to it. */
  readonly cwd: string;
  /** Writes to standard output: results only. */
  out(text: string): void;
  /** Writes to standard error: everything else. */
  err(text: string): void;
  /** Whether standard error is a terminal, so that progress can be drawn over itself. */
  readonly isTerminal: boolean;
  /** Whether texts may be coloured. */
  readonly colours: { out: boolean; err: boolean };
  /** Width of the terminal. */
  columns(): number;
  /** Aborted when the user wants to stop (Ctrl+C). */
  readonly stop: AbortSignal;
}

/** How a command ends: 0 fine, 1 bad input, 130 stopped before there was anything to save. */
export type ExitCode = 0 | 1 | 130;

/** The surroundings of this process. */
export function processIo(stop: AbortSignal): Io {
  const { stdout, stderr, env } = process;
  const coloured = (stream: NodeJS.WriteStream): boolean =>
    stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    cwd: process.cwd(),
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isTerminal: stderr.isTTY === true,
    colours: { out: coloured(stdout), err: coloured(stderr) },
    // 0 where a terminal does not tell.
    columns: () => stderr.columns || 80,
    stop,
  };
}
