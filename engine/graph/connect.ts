/** Why a wire may not be drawn, before it is; so that the editor can tell while it is dragged. */
import { DIAGNOSTICS, type Diagnostic, diagnose } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import { accepts, type CheckOptions, checkGraph, portKinds } from './check';
import { flatten } from './flatten';
import { inputPort, portNames } from './ports';
import type { CheckedGraph } from './types';

export interface Connection {
  source: string;
  sourceHandle: string;
  target: string;
  targetHandle: string;
}

/** Whether `to` can be reached from `from` along the wires. */
function reaches(document: GraphDocument, from: string, to: string): boolean {
  const next = new Map<string, string[]>();
  for (const { source, target } of document.edges) {
    const targets = next.get(source);
    if (targets) targets.push(target);
    else next.set(source, [target]);
  }
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(next.get(id) ?? []));
  }
  return false;
}

/**
 * The reason why this connection cannot be, or null. A wire already at the input does not count: a new one replaces it.
 */
export function connectionProblem(
  document: GraphDocument,
  checked: CheckedGraph,
  connection: Connection,
  options: Pick<CheckOptions, 'registry' | 'initializers'>,
): Diagnostic | null {
  const { source, sourceHandle, target, targetHandle } = connection;
  const where = { nodeId: target, port: targetHandle };
  const flat = checked.structure.size === 0 ? document : flatten(document, options.registry, []).document;
  if (source === target || reaches(flat, target, source)) {
    return diagnose('cycle', where, { path: `${source} → ${target} → ${source}` });
  }
  if (checked.structure.has(source) || checked.structure.has(target)) {
    return newProblem(document, checked, connection, options);
  }
  const from = checked.byId.get(source);
  const to = checked.byId.get(target);
  const port = to && inputPort(to.definition, targetHandle);
  if (!from?.definition.outputs.some(({ name }) => name === sourceHandle)) {
    const values = { side: 'output', port: sourceHandle, known: portNames(from?.definition.outputs) };
    return diagnose('edgePort', { nodeId: source, port: sourceHandle }, values);
  }
  if (!port) {
    const values = { side: 'input', port: targetHandle, known: portNames(to?.definition.inputs) };
    return diagnose('edgePort', where, values);
  }
  const type = from.outputs[sourceHandle];
  if (!type) return null;
  if (!accepts(port, type)) {
    return diagnose('portKind', where, { port: targetHandle, ...portKinds(port, type) });
  }
  return newProblem(document, checked, connection, options);
}

/**
 * An error that the target would have with this wire and does not have without it. Where an end is structure, the wire
 * leads further than its target, and any new error counts.
 */
function newProblem(
  document: GraphDocument,
  checked: CheckedGraph,
  connection: Connection,
  options: Pick<CheckOptions, 'registry' | 'initializers'>,
): Diagnostic | null {
  const edges = document.edges.filter(
    ({ target, targetHandle }) => target !== connection.target || targetHandle !== connection.targetHandle,
  );
  const wired = { ...document, edges: [...edges, { id: 'new', ...connection }] };
  const known = new Set(checked.diagnostics.map(({ code, where }) => `${code} ${where.nodeId} ${where.port}`));
  const inStructure = checked.structure.has(connection.source) || checked.structure.has(connection.target);
  const after = checkGraph(wired, { ...options, data: checked.data });
  const added = after.diagnostics.find(
    ({ code, severity, where }) =>
      severity === 'error' &&
      (inStructure || where.nodeId === connection.target) &&
      code !== DIAGNOSTICS.inputMissing.code &&
      !known.has(`${code} ${where.nodeId} ${where.port}`),
  );
  return added ?? null;
}
