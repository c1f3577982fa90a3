/** What the parts beside the graph name must exist: search paths, and the metrics of a search and of a stop. */
import { type Diagnostic, diagnose, NOWHERE } from '../core/diagnostics';
import type { ParameterSpec } from '../core/parameters';
import type { GraphDocument, GraphNode, SearchParameter } from '../document/types';
import { checkParameter, type InitializerCatalogue } from './parameters';
import type { NodeRegistry } from './types';

interface Options {
  registry: NodeRegistry;
  initializers: InitializerCatalogue;
}

type Target = { node: GraphNode; parameter: string; spec: ParameterSpec } | { detail: string };

/** The parameter that a path `nodeId.parameter` names; ids may hold dots, so the last one parts the two. */
function targetOf(path: string, nodes: ReadonlyMap<string, GraphNode>, registry: NodeRegistry): Target {
  const dot = path.lastIndexOf('.');
  if (dot < 1) return { detail: 'it is not nodeId.parameter' };
  const [id, parameter] = [path.slice(0, dot), path.slice(dot + 1)];
  const node = nodes.get(id);
  if (!node) return { detail: `there is no node "${id}"` };
  const specs = registry.get(node.type)?.parameters ?? {};
  const spec = Object.hasOwn(specs, parameter) ? specs[parameter] : undefined;
  return spec ? { node, parameter, spec } : { detail: `the node has no parameter "${parameter}"` };
}

/** The values at the ends of a range, or all choices. */
const valuesOf = (parameter: SearchParameter): readonly unknown[] =>
  Array.isArray(parameter.choices) ? parameter.choices : [parameter.low, parameter.high];

/** Checks what a search and a stop name; all are warnings, because the graph trains without them. */
export function checkSettings(document: GraphDocument, options: Options, diagnostics: Diagnostic[]): void {
  const { search, run } = document;
  if (!search && !run.stopWhen) return;
  const { registry, initializers } = options;
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const metrics = document.nodes.filter(({ type }) => registry.get(type)?.role === 'metric').map(({ id }) => id);
  const metric = (key: string, name: string): void => {
    if (name === 'loss' || metrics.includes(name)) return;
    diagnostics.push(diagnose('metricUnknown', NOWHERE, { key, metric: name, known: metrics.join(', ') || 'none' }));
  };
  if (run.stopWhen) metric('run.stopWhen', run.stopWhen.metric);
  if (!search) return;
  metric('search.objective', search.objective.metric);
  const seen = new Set<string>();
  for (const parameter of search.parameters) {
    const { path } = parameter;
    const target = targetOf(path, nodes, registry);
    const doubled = seen.has(path) ? { detail: 'it stands there twice' } : target;
    seen.add(path);
    if ('detail' in doubled) {
      diagnostics.push(diagnose('searchPath', NOWHERE, { path, detail: doubled.detail }));
      continue;
    }
    const { node, parameter: name, spec } = doubled;
    const place = { nodeId: node.id, parameter: name };
    for (const value of valuesOf(parameter)) {
      const problem = checkParameter(spec, value, initializers);
      if (!problem) continue;
      const { expected, choices, found } = problem.values;
      const values = { path, found: found ?? '', expected: expected ?? `one of ${choices}` };
      diagnostics.push(diagnose('searchValue', place, values));
      break;
    }
  }
  for (const { when } of search.parameters) {
    if (when && !seen.has(when.path)) {
      diagnostics.push(diagnose('searchPath', NOWHERE, { path: when.path, detail: 'the search does not set it' }));
    }
  }
}
