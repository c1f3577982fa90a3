/** Turns a host's refusal of memory into a diagnostic: how much a graph needs is the user's choice, not a bug. */
import { OutOfMemory } from '../backends/backend';
import { diagnose, failure, NOWHERE, type Result, success } from '../core/diagnostics';

const GIGABYTE = 1e9;

/** What `make` gives, or the diagnostic of the memory that it could not have. Other errors go on. */
export function withinMemory<T>(make: () => T): Result<T> {
  try {
    return success(make());
  } catch (error) {
    if (!(error instanceof OutOfMemory)) throw error;
    const needed = `${(error.bytes / GIGABYTE).toPrecision(2)} GB`;
    return failure([diagnose('outOfMemory', NOWHERE, { needed })]);
  }
}
