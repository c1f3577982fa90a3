/**
 * Migrations: how a document of each old version becomes one of the next. They work on raw JSON, before the shape of the
 * newest version is checked, and run one after another.
 */
import { type Diagnostic, diagnose, NOWHERE } from '../core/diagnostics';
import { VERSION } from './types';

export type RawDocument = Record<string, unknown>;

/** `steps[n]` turns version n + 1 into version n + 2. Version 1 is the first, so the list starts empty. */
export type Migrations = readonly ((document: RawDocument) => RawDocument)[];

const MIGRATIONS: Migrations = [];

/** Brings a raw document to the newest version; a too new or broken version is a problem. */
export function migrate(
  document: RawDocument,
  migrations: Migrations = MIGRATIONS,
  newest = VERSION,
): { document: RawDocument } | { problem: Diagnostic } {
  const { version } = document;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return { problem: diagnose('fileBadVersion', NOWHERE, { found: JSON.stringify(version) ?? 'missing' }) };
  }
  if (version > newest) return { problem: diagnose('fileTooNew', NOWHERE, { found: version, known: newest }) };
  let current = document;
  for (let from = version; from < newest; from++) {
    const step = migrations[from - 1];
    if (!step) throw new Error(`No migration from version ${from}.`);
    current = { ...step(current), version: from + 1 };
  }
  return { document: current };
}
