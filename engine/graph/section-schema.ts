/** The parts of a graph file beside the graph, as JSON Schema: search, scripts, lab, notes, and when a run stops. */
import { DEFAULT_OBJECTIVE, SECTION_LIMITS } from '../document/sections';

/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const text = (description: string, maxLength: number = SECTION_LIMITS.path): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description,
});
const whole = (description: string): JsonSchema => ({ type: 'integer', minimum: 1, description });
const path = text('nodeId.parameter');
const metric = text('"loss", or the id of a metric node.');

const OBJECTIVE: JsonSchema = {
  type: 'object',
  description: 'What the search makes small or large.',
  properties: {
    metric: { ...metric, default: DEFAULT_OBJECTIVE.metric },
    split: { enum: ['train', 'test', 'all'], default: DEFAULT_OBJECTIVE.split },
    direction: { enum: ['min', 'max'], default: DEFAULT_OBJECTIVE.direction },
    reduce: { enum: ['last', 'best', 'meanLast'], default: DEFAULT_OBJECTIVE.reduce },
  },
};

const BUDGET: JsonSchema = {
  type: 'object',
  description: 'How long one trial runs; without any, as the run settings say.',
  properties: {
    steps: whole('Updates.'),
    epochs: whole('Passes over the training rows.'),
    seconds: { type: 'number', exclusiveMinimum: 0 },
  },
};

const PARAMETER: JsonSchema = {
  type: 'object',
  properties: {
    path,
    type: { enum: ['number', 'integer'], default: 'number' },
    scale: { enum: ['linear', 'log', 'oneMinusLog'], default: 'linear' },
    low: { type: 'number' },
    high: { type: 'number' },
    step: whole('Between whole numbers.'),
    choices: { type: 'array', minItems: 1, maxItems: SECTION_LIMITS.choices },
    points: whole('Values along this dimension in a grid.'),
    when: {
      type: 'object',
      description: 'Only where another searched parameter has this value.',
      properties: { path, equals: {} },
      required: ['path', 'equals'],
    },
  },
  required: ['path'],
  anyOf: [{ required: ['low', 'high'] }, { required: ['choices'] }],
};

export const SEARCH_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A search over parameters.',
  properties: {
    objective: OBJECTIVE,
    budget: BUDGET,
    repeats: { ...whole('Runs of each trial, with seeds of their own.'), default: 1 },
    parameters: { type: 'array', maxItems: SECTION_LIMITS.searchParameters, items: PARAMETER },
  },
};

export const SCRIPTS_SCHEMA: JsonSchema = {
  type: 'array',
  maxItems: SECTION_LIMITS.scripts,
  items: {
    type: 'object',
    properties: {
      name: text('A name of its own.', SECTION_LIMITS.scriptName),
      text: { type: 'string', maxLength: SECTION_LIMITS.scriptText },
    },
    required: ['name', 'text'],
  },
};

export const LAB_SCHEMA: JsonSchema = {
  type: 'array',
  description: 'What is expected of runs.',
  maxItems: SECTION_LIMITS.lab,
  items: { type: 'object', properties: { expect: {} }, required: ['expect'] },
};

export const STOP_SCHEMA: JsonSchema = {
  type: 'object',
  description:
    'The run ends after the first update with the metric below or above a bound, or that is no better any more.',
  properties: {
    metric,
    below: { type: 'number' },
    above: { type: 'number' },
    patience: whole('So many numbers in a row that are no better than the best before them.'),
    direction: { enum: ['min', 'max'], description: 'What is better; min for the loss, max for a metric.' },
    minDelta: { type: 'number', minimum: 0, default: 0, description: 'A better number is better by more than this.' },
    split: { enum: ['train', 'test'], default: 'train', description: 'Of each update’s batch, or of each evaluation.' },
  },
  required: ['metric'],
  anyOf: [{ required: ['below'] }, { required: ['above'] }, { required: ['patience'] }],
};
