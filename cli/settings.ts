/** `--set nodeId.parameter=value`: values are JSON where they are not text, and names must exist. */
import {
  type Diagnostic,
  type DocumentEdit,
  diagnose,
  type GraphDocument,
  NOWHERE,
  nodeRegistry,
  type ParameterSpec,
  parseJson,
  type Result,
} from '../engine/index';
import { nearest } from './suggest';

/** A value as it was meant: what a text parameter gets is text even if it looks like a number. */
function readValue(text: string, spec: ParameterSpec): unknown {
  const parsed = parseJson(text);
  const value = 'value' in parsed ? parsed.value : text;
  const takesText = spec.kind === 'text' || spec.kind === 'file' || spec.kind === 'choice';
  return takesText && typeof value !== 'string' ? text : value;
}

function readSetting(text: string, document: GraphDocument): DocumentEdit | Diagnostic {
  const equals = text.indexOf('=');
  const path = equals < 0 ? text : text.slice(0, equals);
  // Ids may hold dots, parameters do not.
  const dot = path.lastIndexOf('.');
  const wrong = (detail: string, nodeId: string | null = null): Diagnostic =>
    diagnose('hyperparameterUnknown', nodeId === null ? NOWHERE : { nodeId }, { path, detail });
  if (equals < 0) return wrong('it has no "="');
  if (dot < 1) return wrong('it has no "." between node and parameter');
  const nodeId = path.slice(0, dot);
  const parameter = path.slice(dot + 1);
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (!node) {
    const ids = document.nodes.map(({ id }) => id);
    const near = nearest(nodeId, ids);
    return wrong(`there is no node "${nodeId}"${near ? `; perhaps "${near}" is meant` : ''}`);
  }
  const specs = nodeRegistry.get(node.type)?.parameters ?? {};
  const spec = Object.hasOwn(specs, parameter) ? specs[parameter] : undefined;
  if (!spec) {
    const near = nearest(parameter, Object.keys(specs));
    const known = Object.keys(specs).join(', ') || 'none';
    const meant = near ? `perhaps "${near}" is meant` : `its parameters are ${known}`;
    return wrong(`the node "${nodeId}" has no parameter "${parameter}"; ${meant}`, nodeId);
  }
  return { kind: 'setParameter', nodeId, parameter, value: readValue(text.slice(equals + 1), spec) };
}

/** All settings as edits of the document, or what is wrong with them. */
export function readSettings(texts: readonly string[], document: GraphDocument): Result<DocumentEdit[]> {
  const read = texts.map((text) => readSetting(text, document));
  const problems = read.filter((item) => 'code' in item);
  if (problems.length > 0) return { ok: false, diagnostics: problems };
  return { ok: true, value: read.filter((item) => 'kind' in item), diagnostics: [] };
}
