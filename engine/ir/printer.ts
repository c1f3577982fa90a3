/** Prints a graph as text, one value a line, for golden tests and `zlens compile --print ir`. */
import type { Attribute, Graph, Value } from './types';

function attribute(value: Attribute): string {
  if (!Array.isArray(value)) return String(value);
  const list = value as readonly number[];
  return list.length > 8 ? `[${list.slice(0, 8).join(',')}, … ${list.length}]` : `[${list.join(',')}]`;
}

/** `%7 = matmul %2 %5 {transposeA=false} : 60×100  # dense_1 forward`. */
export function printValue(value: Value): string {
  const inputs = value.inputs.map((id) => ` %${id}`).join('');
  const attributes = Object.entries(value.attributes)
    .filter(([name]) => name !== 'shape')
    .map(([name, item]) => `${name}=${attribute(item)}`)
    .join(' ');
  const shape = value.shape.length === 0 ? 'scalar' : value.shape.join('×');
  const origin = value.origin.nodeId ? `  # ${value.origin.nodeId} ${value.origin.phase}` : `  # ${value.origin.phase}`;
  return `%${value.id} = ${value.op}${inputs}${attributes ? ` {${attributes}}` : ''} : ${shape}${origin}`;
}

export function printGraph(graph: Graph): string {
  const outputs = Object.entries(graph.outputs).map(([name, id]) => `output ${name} = %${id}`);
  return [...graph.values.map(printValue), ...outputs].join('\n');
}
