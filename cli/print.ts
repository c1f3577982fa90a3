/** How results and diagnostics are written: for people, with colours on a terminal, or as one line of JSON. */
import type { Diagnostic } from '../engine/index';
import type { Io } from './io';

const COLOURS = { error: '\u001b[31m', warning: '\u001b[33m', info: '\u001b[36m' } as const;
const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
const RESET = '\u001b[0m';

/**
 * Text that a file carries must not steer the terminal: control characters (those that move or colour, and those that
 * turn the direction of writing) are shown as escapes.
 */
export const visible = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function place({ where }: Diagnostic): string {
  const { nodeId, parameter, port } = where;
  const part = parameter ?? port;
  if (nodeId === null) return '';
  return ` ${nodeId}${part ? `.${part}` : ''}`;
}

/** One diagnostic as two or three lines. */
export function diagnosticText(diagnostic: Diagnostic, colours: boolean): string {
  const paint = (colour: string, text: string): string => (colours ? `${colour}${text}${RESET}` : text);
  const { severity, code, message, hint, fix } = diagnostic;
  const head = `${paint(BOLD + COLOURS[severity], severity)} ${code}${visible(place(diagnostic))}: ${visible(message)}`;
  const lines = [head, ...(hint ? [`  ${paint(DIM, visible(hint))}`] : [])];
  if (fix) lines.push(`  ${paint(DIM, `Quick fix: ${visible(fix.title)}.`)}`);
  return `${lines.join('\n')}\n`;
}

/** Errors first, then warnings, then remarks; in their order otherwise. */
export function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const order = ['error', 'warning', 'info'];
  return [...diagnostics].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

export function reportDiagnostics(io: Io, diagnostics: readonly Diagnostic[]): void {
  for (const item of sorted(diagnostics)) io.err(diagnosticText(item, io.colours.err));
}

/** Ends a command on bad input: all problems to standard error, and with `--json` also as the one line of output. */
export function refuse(io: Io, diagnostics: readonly Diagnostic[], json: boolean): 1 {
  reportDiagnostics(io, diagnostics);
  if (json) io.out(`${JSON.stringify({ ok: false, diagnostics: sorted(diagnostics) })}\n`);
  return 1;
}

const THIN = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `12,345`, `3.14159`, `1.2e-9`: for people; files and JSON carry all digits. */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 10_000 && size < 1e15) return THIN.format(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(3);
  return String(Number(value.toPrecision(6)));
}

/** Names and values in two columns. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `${visible(name).padEnd(width)}${visible(value)}\n`).join('');
}
