/**
 * What stands at every port for chosen rows, in training or in inference mode, without disturbing the run. In training
 * mode the rows are a batch of their own: batch norm takes its statistics from them.
 */
import { type Diagnostic, diagnose, failure, isError, type Result, success } from '../core/diagnostics';
import type { Mode } from '../graph/types';
import { checkedForRows, ForwardProgram, type PortValue } from './forward-program';
import { explainNode, type Intermediate } from './intermediates';
import { withinMemory } from './memory';
import type { RunningGraph } from './running-graph';

export interface Inspection {
  mode: Mode;
  /** Rows of the data set, by dataset node. */
  rows: Record<string, number[]>;
  ports: PortValue[];
  /** What a layer computes on the way from its inputs to its outputs, such as a batch's mean. */
  intermediates: Intermediate[];
}

/** The graph as far as inspection needs it; a session is one. */
interface Inspected extends RunningGraph {
  undisturbed<T>(run: () => T): T;
}

/** @param rows places in the data set, the same ones of every dataset node */
export function inspectRows(graph: Inspected, rows: readonly number[], mode: Mode): Result<Inspection> {
  const problems = unknownRows(graph, rows);
  const unset = graph.controls.unsetPlaceholder();
  if (unset) problems.push(unset);
  if (problems.length > 0) return failure(problems);
  const checked = checkedForRows(graph, rows.length);
  const errors = checked.diagnostics.filter(isError);
  if (errors.length > 0) return failure(errors);
  const made = withinMemory(() => new ForwardProgram(graph, checked, mode));
  if (!made.ok) return made;
  const program = made.value;
  try {
    const chosen = [...graph.controls.data.keys()].map((id): [string, Uint32Array] => [id, Uint32Array.from(rows)]);
    return graph.undisturbed(() => {
      program.run(chosen);
      const ports = checked.nodes.flatMap((node) =>
        Object.keys(node.outputs).flatMap((port) => program.read(node.id, port) ?? []),
      );
      const at = new Map(ports.map((value) => [`${value.nodeId}.${value.port}`, value]));
      const intermediates = checked.nodes.flatMap((node) => explainNode(node, at, mode, graph.device));
      const named = Object.fromEntries(chosen.map(([id]) => [id, [...rows]]));
      return success({ mode, rows: named, ports, intermediates });
    });
  } finally {
    program.free();
  }
}

function unknownRows(graph: RunningGraph, rows: readonly number[]): Diagnostic[] {
  return [...graph.controls.data].flatMap(([nodeId, { table }]) => {
    const bad = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= table.rows);
    return bad === undefined && rows.length > 0
      ? []
      : [diagnose('rowUnknown', { nodeId }, { row: bad ?? 'for an empty list', last: table.rows - 1 })];
  });
}
