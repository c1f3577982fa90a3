/** What a card says about its node, from the node's definition and the checker's result. */
import {
  type CheckedGraph,
  type CheckedNode,
  type GraphNode,
  type NodeDefinition,
  nodeRegistry,
  type ParameterSpec,
  type Shape,
  withDefaults,
} from '../../engine';
import { texts } from '../texts';

const choiceTitle = (spec: ParameterSpec | undefined, value: unknown): string | undefined =>
  spec?.kind === 'choice' ? spec.choices.find((choice) => choice.value === value)?.title : undefined;

function firstChoice(definition: NodeDefinition, data: Readonly<Record<string, unknown>>): string | undefined {
  const found = Object.entries(definition.parameters).find(([, spec]) => spec.kind === 'choice');
  if (!found) return undefined;
  const values = withDefaults(definition.parameters, data);
  return choiceTitle(found[1], values[found[0]]);
}

/** The title of the type; where all depends on one choice (an activation's function), that choice. */
export function cardTitle(node: GraphNode): string {
  const definition = nodeRegistry.get(node.type);
  if (!definition) return node.type;
  const [first, ...others] = Object.entries(definition.parameters);
  const decides = first?.[1].kind === 'choice' && others.every(([, spec]) => spec.when?.parameter === first[0]);
  return (decides ? firstChoice(definition, node.data) : undefined) ?? definition.title;
}

/** A shape without its batch axis: `784`, `28×28`; a scalar is 1. */
function perExample(shape: Shape): string {
  return shape.length <= 1 ? '1' : shape.slice(1).join('×');
}

const firstInput = (node: CheckedNode): Shape | undefined => {
  const [port] = node.definition.inputs;
  return port && node.inputs[port.name]?.shape;
};

/** `784 → 100` at the left of a card's second line. */
export function cardShape(node: CheckedNode): string {
  const { definition, outputs, parameters } = node;
  if (definition.role === 'optimizer') return firstChoice(definition, parameters) ?? '';
  const input = firstInput(node);
  const [out] = definition.outputs;
  const output = out && outputs[out.name];
  if (!output) return '';
  if (definition.role === 'data') {
    const classes = Object.values(outputs).find((type) => type.kind === 'labels')?.classes;
    return texts.inspector.toOutput([perExample(output.shape), ...(classes ? [String(classes)] : [])].join(', '));
  }
  const result = output.kind === 'scalar' ? '1' : perExample(output.shape);
  return input ? texts.inspector.from(perExample(input), result) : texts.inspector.toOutput(result);
}

/** The number of parameters, or what kind of thing the node is, at the right of that line. */
export function cardNote(node: CheckedNode, graph: CheckedGraph): string {
  const { definition, parameters } = node;
  if (definition.role === 'optimizer') return graph.parameterCount.toLocaleString('en');
  if (definition.role === 'metric') return texts.canvas.metric;
  if (definition.role === 'loss') return firstChoice(definition, parameters) ?? texts.canvas.loss;
  if (definition.role === 'data') return '';
  return node.parameterCount.toLocaleString('en');
}
