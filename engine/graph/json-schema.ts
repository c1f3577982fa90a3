/**
 * The graph file as a JSON Schema (draft 2020-12), made from the registry of node types: the same parameter schemas that
 * give the inspector's form and the checks. For editors that complete and check JSON, and for programs that write graphs.
 *
 * A schema sees one node at a time; what depends on wires and data (shapes, cycles, types of ports) is told by the check.
 */

import type { ParameterSpec, ParameterSpecs } from '../core/parameters';
import { PATH_LENGTH, withDefaults } from '../core/parameters';
import { DOCUMENT_LIMITS } from '../document/read';
import { DEFAULT_RUN, DEFAULT_SEED, FORMAT, VERSION } from '../document/types';
import type { InitializerCatalogue } from './parameters';
import { portNames } from './ports';
import { type JsonSchema, LAB_SCHEMA, SCRIPTS_SCHEMA, SEARCH_SCHEMA, STOP_SCHEMA } from './section-schema';
import type { NodeDefinition, NodeRegistry } from './types';
import { NODE_ID } from './wires';

export type { JsonSchema };

interface Bounds {
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  exclusiveMax?: boolean;
}

const range = ({ min, max, exclusiveMin, exclusiveMax }: Bounds): JsonSchema => ({
  ...(min === undefined ? {} : { [exclusiveMin ? 'exclusiveMinimum' : 'minimum']: min }),
  ...(max === undefined ? {} : { [exclusiveMax ? 'exclusiveMaximum' : 'maximum']: max }),
});

const INITIALIZER = { $ref: '#/$defs/initializer' };

function valueSchema(spec: ParameterSpec): JsonSchema {
  switch (spec.kind) {
    case 'number':
    case 'integer': {
      const number = { type: spec.kind, ...range(spec) };
      return spec.kind === 'number' && spec.zeroIsOff ? { anyOf: [number, { type: 'null' }] } : number;
    }
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: spec.choices.map(({ value }) => value) };
    case 'text': {
      const text = { type: 'string', ...(spec.maxLength === undefined ? {} : { maxLength: spec.maxLength }) };
      return spec.orIndex ? { anyOf: [text, { type: 'integer', minimum: 0 }] } : text;
    }
    case 'file':
      return { type: 'string', maxLength: PATH_LENGTH };
    case 'numbers': {
      const item = { type: spec.integer ? 'integer' : 'number', ...range(spec) };
      const list = { type: 'array', items: item, ...(spec.maxLength ? { maxItems: spec.maxLength } : {}) };
      return { anyOf: [item, list, ...(spec.nullable ? [{ type: 'null' }] : [])] };
    }
    case 'list':
      return { type: 'array', maxItems: spec.maxLength, items: { oneOf: listItems(spec) } };
    case 'initializer':
      return INITIALIZER;
  }
}

const listItems = ({ items }: ParameterSpec & { kind: 'list' }): JsonSchema[] =>
  Object.entries(items).map(([kind, { title, help, fields }]) => ({
    title,
    description: help,
    type: 'object',
    properties: { kind: { const: kind }, ...(parametersSchema(fields).properties as JsonSchema) },
    required: ['kind'],
    additionalProperties: false,
  }));

function parametersSchema(specs: ParameterSpecs): JsonSchema {
  const defaults = withDefaults(specs, {});
  const properties = Object.entries(specs).map(([name, spec]): [string, JsonSchema] => {
    // A default that depends on other parameters is none that a schema could state.
    const fixed = typeof spec.default === 'function' ? {} : { default: defaults[name] };
    return [name, { title: spec.title, description: spec.help, ...valueSchema(spec), ...fixed }];
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

/** What a node of one type holds: its parameters, and in its description its ports. */
function nodeSchema({ type, title, documentation, parameters, inputs, outputs }: NodeDefinition): JsonSchema {
  return {
    title,
    description: `${documentation.text} Inputs: ${portNames(inputs)}. Outputs: ${portNames(outputs)}.`,
    properties: { type: { const: type }, data: parametersSchema(parameters) },
  };
}

function initializerSchema(initializers: InitializerCatalogue): JsonSchema {
  const objects = Object.entries(initializers).map(([name, { title, settings = {} }]): JsonSchema => {
    const values = Object.entries(settings).map(([setting, spec]): [string, JsonSchema] => [
      setting,
      'choices' in spec
        ? { enum: spec.choices, default: spec.default }
        : { type: spec.integer ? 'integer' : 'number', ...range(spec), default: spec.default },
    ]);
    return {
      title,
      type: 'object',
      properties: { name: { const: name }, ...Object.fromEntries(values) },
      required: ['name'],
      additionalProperties: false,
    };
  });
  return { anyOf: [{ enum: Object.keys(initializers) }, ...objects] };
}

const count = (minimum: number, description: string, value?: number): JsonSchema => ({
  type: 'integer',
  minimum,
  description,
  ...(value === undefined ? {} : { default: value }),
});

const POSITION = { type: 'object', properties: { x: { type: 'number' }, y: { type: 'number' } }, required: ['x', 'y'] };

const RUN: JsonSchema = {
  type: 'object',
  description: 'How to train. Give either steps or epochs.',
  properties: {
    batchSize: count(1, 'Rows in a batch.', DEFAULT_RUN.batchSize),
    steps: count(0, 'Updates to make.', DEFAULT_RUN.steps),
    epochs: count(0, 'Passes over the training rows.'),
    shuffle: { type: 'boolean', description: 'Each epoch in an order of its own.', default: DEFAULT_RUN.shuffle },
    evaluateEvery: count(0, 'Updates from one evaluation to the next; 0: none.', DEFAULT_RUN.evaluateEvery),
    probeEvery: count(0, 'Updates from one z-statistics frame to the next; 0: none.', DEFAULT_RUN.probeEvery),
    stopWhen: STOP_SCHEMA,
  },
  not: { required: ['steps', 'epochs'] },
};

const EDGE: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: DOCUMENT_LIMITS.edgeIdLength },
    source: { type: 'string', description: 'Id of the node the wire comes from.' },
    sourceHandle: { type: 'string', description: 'Its output port.' },
    target: { type: 'string', description: 'Id of the node the wire goes to.' },
    targetHandle: { type: 'string', description: 'Its input port.' },
    reroutes: { type: 'array', items: POSITION },
  },
  required: ['source', 'sourceHandle', 'target', 'targetHandle'],
};

/** The schema of graph files with the node types of a registry. */
export function graphSchema(registry: NodeRegistry, initializers: InitializerCatalogue): JsonSchema {
  const types = [...registry.keys()];
  const node = {
    type: 'object',
    properties: {
      id: {
        type: 'string',
        pattern: NODE_ID.source,
        description: 'Names the node and its weights.',
      },
      type: { enum: types },
      position: POSITION,
      data: { type: 'object', description: 'The parameters; what is missing takes its default.' },
      parentId: { type: 'string', description: 'The group or subgraph that it stands in.' },
      bypassed: { type: 'boolean', description: 'Data passes through unchanged.' },
      frozen: { type: 'boolean', description: 'Weights and moving statistics stand still.' },
      probed: { type: 'boolean', description: 'Statistics are taken of its first tensor output.' },
    },
    required: ['id', 'type'],
    allOf: types.map((type) => ({
      if: { properties: { type: { const: type } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { $ref: `#/$defs/nodes/${type}` },
    })),
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Zlens graph',
    description: 'A neural network as a dataflow graph, with how to train it.',
    type: 'object',
    properties: {
      format: { const: FORMAT },
      version: { type: 'integer', minimum: 1, maximum: VERSION },
      name: { type: 'string', maxLength: DOCUMENT_LIMITS.nameLength },
      seed: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: DEFAULT_SEED },
      nodes: { type: 'array', maxItems: DOCUMENT_LIMITS.nodes, items: { $ref: '#/$defs/node' } },
      edges: { type: 'array', maxItems: DOCUMENT_LIMITS.edges, items: { $ref: '#/$defs/edge' } },
      run: RUN,
      search: SEARCH_SCHEMA,
      scripts: SCRIPTS_SCHEMA,
      lab: LAB_SCHEMA,
      notes: { description: 'A text about the graph, or anything else that people write down.' },
    },
    required: ['format', 'version', 'nodes'],
    $defs: {
      node,
      edge: EDGE,
      initializer: initializerSchema(initializers),
      nodes: Object.fromEntries([...registry].map(([type, definition]) => [type, nodeSchema(definition)])),
    },
  };
}
