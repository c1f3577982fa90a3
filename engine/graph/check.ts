/**
 * Validation and shape inference: from a document to a checked graph, with *all* problems as diagnostics. Inference goes
 * on past a problem wherever types are still known, so that one mistake does not hide the next.
 */
import { type Diagnostic, diagnose, isError, NOWHERE } from '../core/diagnostics';
import { formatShape, LARGEST_TENSOR, type Shape, sizeOf } from '../core/shape';
import type { GraphDocument, GraphNode } from '../document/types';
import { initializerNeeds } from '../ir/initializer';
import { withFix } from './fixes';
import { type FlatGraph, flatten, inputKey, namingSubgraph } from './flatten';
import { type InitializerCatalogue, resolveParameters } from './parameters';
import { inputPorts } from './ports';
import { checkSettings } from './settings';
import { PORT_VALUE } from './structure';
import type {
  CheckedGraph,
  CheckedNode,
  CheckedPort,
  CheckedStructure,
  DataSignature,
  InferContext,
  Neighbour,
  NodeDefinition,
  NodeRegistry,
  PortKind,
  PortSpec,
  ProbedWire,
  TensorType,
  WeightSpec,
} from './types';
import { readWiring, type Wiring } from './wires';

export interface CheckOptions {
  registry: NodeRegistry;
  initializers: InitializerCatalogue;
  /** Signatures of the dataset nodes whose data could be read. */
  data: ReadonlyMap<string, DataSignature>;
  /** Rows of a batch; the document's `run.batchSize` if absent. */
  batchSize?: number;
  /** Placeholders that will be fed, and so need no value of their own. */
  fed?: ReadonlySet<string>;
}

const KIND_NAMES: Readonly<Record<PortKind, string>> = {
  tensor: 'a tensor',
  labels: 'labels',
  scalar: 'one number',
};

const kinds = (port: PortSpec): string => port.kinds.map((kind) => KIND_NAMES[kind]).join(' or ');

/** What an input takes and what a wire carries, in the words of {@link diagnose}'s `portKind`. */
export const portKinds = (port: PortSpec, type: TensorType) => ({ takes: kinds(port), carries: KIND_NAMES[type.kind] });

/** Whether a wire of this type may go into this input. */
export const accepts = (port: PortSpec, type: TensorType): boolean => port.kinds.includes(type.kind);

/** Each fix looks at the whole graph, so it is looked for at so many problems only: thousands have one cause. */
const MOST_FIXES = 200;

class Checker {
  readonly diagnostics: Diagnostic[] = [];
  readonly checked = new Map<string, CheckedNode>();
  private readonly wiring: Wiring;
  readonly batchSize: number;

  private readonly flat: FlatGraph;
  /** The document without structure. */
  private readonly document: GraphDocument;

  constructor(
    private readonly original: GraphDocument,
    private readonly options: CheckOptions,
  ) {
    this.batchSize = options.batchSize ?? original.run.batchSize;
    this.flat = flatten(original, options.registry, this.diagnostics);
    this.document = this.flat.document;
    this.wiring = readWiring(this.document, options.registry, this.diagnostics);
  }

  run(): CheckedGraph {
    if (this.document.nodes.length === 0) this.diagnostics.push(diagnose('emptyGraph', NOWHERE));
    for (const { node, definition } of this.wiring.order) this.checkNode(node, definition);
    const structure = this.checkStructure();
    this.checkWhole();
    for (const node of this.checked.values()) this.lint(node);
    checkSettings(this.original, this.options, this.diagnostics);
    const nodes = [...this.checked.values()];
    return {
      nodes,
      byId: this.checked,
      structure,
      probes: this.probes(),
      diagnostics: this.told(),
      data: this.options.data,
      batchSize: this.batchSize,
      seed: this.document.seed,
      parameterCount: nodes.reduce((sum, { parameterCount }) => sum + parameterCount, 0),
      ok: !this.diagnostics.some(isError),
    };
  }

  /** The diagnostics with the fixes that the graph around them suggests, and the subgraphs they stand in. */
  private told(): Diagnostic[] {
    const rows = [...this.options.data.values()].map(({ trainRows }) => trainRows);
    const context = {
      document: this.original,
      nodes: this.checked,
      registry: this.options.registry,
      batchSize: this.batchSize,
      ...(rows.length > 0 && { trainRows: Math.min(...rows) }),
    };
    return this.diagnostics.map((diagnostic, place) =>
      namingSubgraph(place < MOST_FIXES ? withFix(diagnostic, context) : diagnostic, this.flat.nesting),
    );
  }

  private checkNode(node: GraphNode, definition: NodeDefinition): void {
    const { initializers, data } = this.options;
    const parameters = resolveParameters(node.id, definition.parameters, node.data, initializers, this.diagnostics);
    const sources = inPortOrder(definition, this.wiring.sources.get(node.id) ?? {});
    const wanted = node.bypassed === true && canPass(definition) ? definition.inputs.slice(0, 1) : undefined;
    const { inputs, complete } = this.inputTypes(node.id, definition, sources, wanted);
    const base = { id: node.id, parameters, inputs, batchSize: this.batchSize, data: data.get(node.id) };
    const bypassed = node.bypassed === true ? this.bypassOf(node.id, definition, inputs) : null;
    const outputs =
      bypassed ?? (complete && !wanted ? definition.infer({ ...base, report: this.reporter(node.id) }) : null);
    const weights = complete && !bypassed && outputs ? (definition.weights?.(base) ?? []) : [];
    this.checkInitializers(node.id, weights);
    this.checkSizes(
      node.id,
      [...Object.values(outputs ?? {}), ...weights].map(({ shape }) => shape),
    );
    this.checked.set(node.id, {
      id: node.id,
      definition,
      parameters,
      inputs,
      outputs: outputs ?? {},
      sources,
      weights,
      parameterCount: weights.reduce((sum, { trainable, shape }) => sum + (trainable ? sizeOf(shape) : 0), 0),
      frozen: node.frozen === true,
      probed: node.probed === true,
      bypassed: bypassed !== null,
    });
  }

  /** What a bypassed node gives: its first input's type at its first output; null where it works as usual, or not at all. */
  private bypassOf(nodeId: string, definition: NodeDefinition, inputs: Readonly<Record<string, TensorType>>) {
    const [input, output] = [definition.inputs[0], definition.outputs[0]];
    if (!input || !output) {
      const fix = {
        title: `Switch off the bypass of ${nodeId}`,
        edits: [{ kind: 'setFlag' as const, nodeId, flag: 'bypassed' as const, value: false }],
      };
      this.diagnostics.push(diagnose('bypassNothing', { nodeId }, {}, fix));
      return null;
    }
    const type = inputs[input.name];
    if (!type) return null;
    // Arithmetic declares a tensor and may give one number; a loss or a metric gives one number and nothing else.
    const gives = output.kinds[0] ?? 'tensor';
    if (type.kind !== gives && (gives === 'scalar' || type.kind === 'labels')) {
      const values = { port: input.name, carries: KIND_NAMES[type.kind], gives: KIND_NAMES[gives] };
      this.diagnostics.push(diagnose('bypassKind', { nodeId, port: input.name }, values));
      return null;
    }
    return { [output.name]: type };
  }

  /** Parameters of structure, and what its ports carry. */
  private checkStructure(): Map<string, CheckedStructure> {
    const { nesting, sourceOf } = this.flat;
    const found = new Map<string, CheckedStructure>();
    const port = ({ nodeId, name }: { nodeId: string; name: string }): CheckedPort => {
      const source = sourceOf(nodeId);
      return { nodeId, name, source, type: (source && this.checked.get(source.id)?.outputs[source.port]) ?? null };
    };
    for (const { id, type, data } of this.original.nodes) {
      const definition = this.options.registry.get(type);
      if (!definition?.structure || found.has(id) || !nesting.structures.has(id)) continue;
      const { initializers } = this.options;
      const parameters = resolveParameters(id, definition.parameters, data, initializers, this.diagnostics);
      const own = [{ nodeId: id, name: PORT_VALUE }];
      const inputs = definition.structure === 'subgraphOutput' ? own : (nesting.ports.get(id)?.inputs ?? []);
      const outputs = definition.structure === 'subgraphInput' ? own : (nesting.ports.get(id)?.outputs ?? []);
      found.set(id, { id, definition, parameters, inputs: inputs.map(port), outputs: outputs.map(port) });
    }
    return found;
  }

  /** The wires to take statistics of: what layers name themselves, and the first tensor of whatever asks for it. */
  private probes(): ProbedWire[] {
    const isTensor = (type: TensorType | undefined): boolean => type?.kind === 'tensor' && type.shape.length > 0;
    const ofNodes = [...this.checked.values()].flatMap(
      ({ id, definition, probed, bypassed, outputs }): ProbedWire[] => {
        if (definition.probe && !bypassed)
          return [{ nodeId: id, source: { id, port: definition.probe.port }, symbol: definition.probe.symbol }];
        const port = probed ? definition.outputs.find(({ name }) => isTensor(outputs[name])) : undefined;
        const symbol = definition.role === 'data' ? 'x' : 'a';
        return port ? [{ nodeId: id, source: { id, port: port.name }, symbol }] : [];
      },
    );
    const ofStructure = this.flat.probed.flatMap(({ nodeId, sources }): ProbedWire[] => {
      const source = sources.find(({ id, port }) => isTensor(this.checked.get(id)?.outputs[port]));
      return source ? [{ nodeId, source, symbol: 'a' }] : [];
    });
    return [...ofNodes, ...ofStructure];
  }

  private checkInitializers(nodeId: string, weights: readonly WeightSpec[]): void {
    for (const { name: weight, shape, initializer } of weights) {
      const needs = initializerNeeds(initializer, shape);
      if (!needs) continue;
      const values = { weight, shape: formatShape(shape), needs };
      this.diagnostics.push(diagnose('initializerShape', { nodeId, parameter: `${weight}Initializer` }, values));
    }
  }

  /** Types of the wired inputs. Incomplete when a needed one is missing, unknown or of the wrong kind. */
  private inputTypes(
    nodeId: string,
    definition: NodeDefinition,
    sources: CheckedNode['sources'],
    ports = inputPorts(definition, Object.keys(sources)),
  ) {
    const inputs: Record<string, TensorType> = {};
    let complete = true;
    for (const port of ports) {
      const source = sources[port.name];
      if (!source) {
        if (port.optional) continue;
        complete = false;
        if (this.flat.told.has(inputKey(nodeId, port.name))) continue;
        this.diagnostics.push(
          diagnose('inputMissing', { nodeId, port: port.name }, { port: port.name, carries: kinds(port) }),
        );
        continue;
      }
      const type = this.checked.get(source.id)?.outputs[source.port];
      if (!type) complete = false;
      else if (accepts(port, type)) inputs[port.name] = type;
      else {
        complete = false;
        const values = { port: port.name, ...portKinds(port, type) };
        this.diagnostics.push(diagnose('portKind', { nodeId, port: port.name }, values));
      }
    }
    return { inputs, complete };
  }

  private checkSizes(nodeId: string, shapes: readonly Shape[]): void {
    const largest = Math.max(0, ...shapes.map(sizeOf));
    if (largest <= LARGEST_TENSOR) return;
    this.diagnostics.push(diagnose('tensorTooLarge', { nodeId }, { count: largest, limit: LARGEST_TENSOR }));
  }

  private reporter(nodeId: string): InferContext['report'] {
    return (name, place = {}, values = {}, fix) => {
      if (name === 'placeholderUnset' && this.options.fed?.has(nodeId)) return;
      this.diagnostics.push(diagnose(name, { nodeId, ...place }, values, fix));
    };
  }

  /** Rules about the graph as a whole. */
  private checkWhole(): void {
    const optimizers = [...this.checked.values()].filter(({ definition }) => definition.role === 'optimizer');
    if (optimizers.length === 0 && this.document.nodes.length > 0) {
      this.diagnostics.push(diagnose('noOptimizer', NOWHERE));
    }
    for (const extra of optimizers.slice(1)) {
      this.diagnostics.push(diagnose('severalOptimizers', { nodeId: extra.id }, { count: optimizers.length }));
    }
    const [optimizer] = optimizers;
    if (optimizer?.inputs.loss && !this.reachesWeight(optimizer.id)) {
      this.diagnostics.push(diagnose('nothingToTrain', { nodeId: optimizer.id }));
    }
    for (const node of this.checked.values()) {
      const used = this.wiring.targets.has(node.id) || node.definition.outputs.length === 0;
      const reports = node.definition.role === 'metric' || node.definition.role === 'loss';
      if (!used && !reports) this.diagnostics.push(diagnose('unusedNode', { nodeId: node.id }));
    }
    for (const [nodeId, { trainRows }] of this.options.data) {
      if (this.options.batchSize !== undefined || this.batchSize <= trainRows) continue;
      const fix = {
        title: `Set the batch size to ${trainRows}`,
        edits: [{ kind: 'setRun' as const, key: 'batchSize', value: trainRows }],
      };
      this.diagnostics.push(diagnose('batchTooLarge', { nodeId }, { batch: this.batchSize, rows: trainRows }, fix));
    }
  }

  private reachesWeight(from: string): boolean {
    const seen = new Set<string>();
    const open = [from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const node = this.checked.get(id);
      // A node whose types are unknown may have weights; its own problem is reported already.
      if (!node || Object.keys(node.outputs).length < node.definition.outputs.length) return true;
      // A metric has no derivative: nothing behind it can learn from it.
      if (node.definition.role === 'metric') continue;
      if (node.parameterCount > 0 && !node.frozen) return true;
      for (const source of Object.values(node.sources)) open.push(source.id);
    }
    return false;
  }

  private neighbour(id: string, port: string): Neighbour | null {
    const node = this.checked.get(id);
    return node ? { id, type: node.definition.type, port, parameters: node.parameters, frozen: node.frozen } : null;
  }

  /** What feeds an input, past the nodes that `passes` lets through. */
  private sourceOf(node: CheckedNode, port: string, passes: (node: CheckedNode) => boolean): Neighbour | null {
    let source = node.sources[port];
    for (
      let from = this.checked.get(source?.id ?? '');
      from && passes(from);
      from = this.checked.get(source?.id ?? '')
    ) {
      source = from.sources[from.definition.inputs[0]?.name ?? ''];
    }
    return source ? this.neighbour(source.id, source.port) : null;
  }

  private targetsOf(id: string, port: string): Neighbour[] {
    const found: Neighbour[] = [];
    const open = [{ id, port }];
    for (let at = open.pop(); at; at = open.pop()) {
      for (const { from, id: target, port: input } of this.wiring.targets.get(at.id) ?? []) {
        if (from !== at.port) continue;
        const node = this.checked.get(target);
        const { inputs, outputs } = node?.definition ?? {};
        const neighbour = this.neighbour(target, input);
        if (!node?.bypassed) found.push(...(neighbour ? [neighbour] : []));
        else if (inputs?.[0]?.name === input) open.push({ id: target, port: outputs?.[0]?.name ?? '' });
      }
    }
    return found;
  }

  private lint(node: CheckedNode): void {
    if (node.bypassed) return;
    node.definition.lint?.({
      id: node.id,
      parameters: node.parameters,
      inputs: node.inputs,
      batchSize: this.batchSize,
      data: this.options.data.get(node.id),
      report: this.reporter(node.id),
      source: (port) => this.sourceOf(node, port, ({ bypassed }) => bypassed),
      origin: (port) =>
        this.sourceOf(node, port, ({ bypassed, definition }) => bypassed || definition.reshapes === true),
      targets: (port) => this.targetsOf(node.id, port),
    });
  }
}

/** Where the inputs come from, in the order of the ports: a node that takes a list of them reads it in this order. */
function inPortOrder(definition: NodeDefinition, sources: CheckedNode['sources']): CheckedNode['sources'] {
  const names = Object.keys(sources);
  if (names.length < 2) return sources;
  return Object.fromEntries(
    inputPorts(definition, names).flatMap(({ name }) => {
      const source = sources[name];
      return source ? [[name, source]] : [];
    }),
  );
}

/** Whether a node of this type has something that could pass through when it is bypassed. */
const canPass = ({ inputs, outputs }: NodeDefinition): boolean => inputs.length > 0 && outputs.length > 0;

/** Checks a document. Never throws for anything a document can hold. */
export const checkGraph = (document: GraphDocument, options: CheckOptions): CheckedGraph =>
  new Checker(document, options).run();
