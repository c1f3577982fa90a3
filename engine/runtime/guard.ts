/**
 * Finds where a number stopped being finite. When a loss is NaN or infinite, the steps since the last good snapshot are
 * run again in a program that keeps every value, and the first value that is not finite names the node and the step.
 */
import type { Backend, Device } from '../backends/backend';
import { type Diagnostic, diagnose } from '../core/diagnostics';
import type { CheckedGraph } from '../graph/types';
import type { Phase, Value } from '../ir/types';
import { ops } from '../ops/index';
import type { Controls } from './controls';
import { compileFor, type Programs } from './programs';
import { StepFeeder } from './step-feeder';

const WHAT: Readonly<Record<Phase, string>> = {
  forward: 'A value of the forward pass',
  backward: 'A gradient',
  update: 'A weight',
  probe: 'A statistic',
};

const firstNotFinite = (values: Float64Array): number | undefined => values.find((value) => !Number.isFinite(value));

interface SearchContext {
  backend: Backend;
  device: Device;
  programs: Programs;
  checked: CheckedGraph;
  controls: Controls;
}

/**
 * Makes steps again and tells what broke first.
 *
 * @param replay goes back to a good snapshot, and calls `each` for every update since (its number, from 1) until that
 * gives a diagnostic
 */
export function findNotFinite(
  { backend, device, programs, checked, controls }: SearchContext,
  replay: (each: (step: number) => Diagnostic | null) => Diagnostic | null,
): Diagnostic | null {
  const compiled = compileFor(checked, backend, { mode: 'train', keepAll: true });
  const { program } = compiled;
  const readable = program.schedule
    .map((id) => program.graph.values[id] as Value)
    .filter(({ op }) => op !== 'variable' && ops.get(op)?.mutates === undefined);
  const outputs = Object.fromEntries(readable.map(({ id }) => [`value/${id}`, id]));
  const executable = programs.load({ ...compiled, program: { ...program, graph: { ...program.graph, outputs } } });
  const feeder = new StepFeeder(executable, checked, controls);
  const brokenWeight = (step: number): Diagnostic | null => {
    for (const { name, nodeId } of device.variables) {
      const value = firstNotFinite(device.readVariable(name));
      if (value === undefined) continue;
      return diagnose('notFinite', { nodeId }, { what: `The weight "${name}"`, value: String(value), step });
    }
    return null;
  };
  let begun = false;
  try {
    return replay((step) => {
      // A weight may start beyond what the device can hold.
      const atStart = begun ? null : brokenWeight(step);
      if (atStart) return atStart;
      begun = true;
      feeder.feed(step);
      executable.run(false);
      for (const { id, origin, op } of readable) {
        const value = firstNotFinite(executable.read(`value/${id}`));
        if (value === undefined) continue;
        const what = op === 'feed' ? 'An input' : WHAT[origin.phase];
        return diagnose('notFinite', { nodeId: origin.nodeId || null }, { what, value: String(value), step });
      }
      return brokenWeight(step);
    });
  } finally {
    executable.free();
  }
}
