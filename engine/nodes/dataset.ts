import { CLASSES, DATA_SOURCES, findSource, NOISE, SAMPLES, SIZE, type SourceParameter } from '../core/data-sources';
import { SHIFT } from '../core/shift';
import { defineNode } from '../graph/types';

const readBy = (parameter: SourceParameter) => ({
  parameter: 'source',
  in: DATA_SOURCES.filter(({ parameters }) => parameters.includes(parameter)).map(({ name }) => name),
});

/** Where a source does not read a setting. */
const PLAIN = { classes: 2, samples: 400, noise: 0.1, size: 32, testFraction: 0.2 };

/** Defaults follow the source, so that each one first shows a good picture. */
const sourceDefault = (setting: keyof typeof PLAIN) => (before: Readonly<Record<string, unknown>>) => {
  const source = findSource(String(before.source));
  const read = setting === 'testFraction' || source?.parameters.includes(setting);
  return (read ? source?.defaults[setting] : undefined) ?? PLAIN[setting];
};

/** The parts of the form behind what the data are. */
const TABLE = { section: 'Reading the file', advanced: true } as const;
const ROWS = { section: 'Rows' } as const;

/** Examples with their labels, served in mini-batches. */
export const dataset = defineNode({
  type: 'dataset',
  title: 'Dataset',
  category: 'data',
  icon: 'dataset',
  idStem: 'data',
  documentation: {
    text: 'Examples and their labels. Training takes one mini-batch of the training rows at each step; the test rows are kept for evaluation.',
    references: [],
  },
  inputs: [],
  outputs: [
    { name: 'features', title: 'features', kinds: ['tensor'] },
    { name: 'labels', title: 'labels', kinds: ['labels'] },
  ],
  parameters: {
    source: {
      kind: 'choice',
      title: 'Source',
      help: 'A bundled data set, a generator, or your own table, arrays or pictures.',
      default: 'digits',
      choices: DATA_SOURCES.map(({ name, title }) => ({ value: name, title })),
    },
    path: {
      kind: 'file',
      title: 'File',
      help: 'The file, or the folder of pictures, relative to the graph file.',
      default: '',
      extensions: ['csv', 'tsv', 'txt', 'npz'],
      when: readBy('path'),
    },
    label: {
      kind: 'text',
      title: 'Labels',
      help: 'Name of the column with the labels (or its number, from 0), of a NumPy file that of the array. Empty: the last column; the array y or labels.',
      default: '',
      maxLength: 200,
      orIndex: true,
      when: readBy('label'),
    },
    features: {
      kind: 'text',
      title: 'Features',
      help: 'Name of the array with the features. Empty: x, X or features.',
      default: '',
      maxLength: 200,
      when: readBy('features'),
    },
    ignore: {
      kind: 'text',
      title: 'Left out',
      help: 'Names of columns that are no features (or their numbers, from 0), parted by commas. A name with a comma stands in quotes.',
      default: '',
      maxLength: 10_000,
      when: readBy('ignore'),
    },
    task: {
      kind: 'choice',
      title: 'Labels are',
      help: 'Classes to tell apart, or numbers to predict: those keep their value, and have no classes.',
      default: 'classification',
      choices: [
        { value: 'classification', title: 'Classes' },
        { value: 'regression', title: 'Numbers' },
      ],
      when: readBy('task'),
    },
    delimiter: {
      ...TABLE,
      kind: 'choice',
      title: 'Delimiter',
      help: 'What parts the fields of a row. Where that is no comma, numbers may have a decimal comma.',
      default: 'auto',
      choices: [
        { value: 'auto', title: 'Detect' },
        { value: 'comma', title: 'Comma' },
        { value: 'semicolon', title: 'Semicolon' },
        { value: 'tab', title: 'Tab' },
      ],
      when: readBy('delimiter'),
    },
    header: {
      ...TABLE,
      kind: 'choice',
      title: 'Header',
      help: 'Whether the first line holds the names of the columns.',
      default: 'auto',
      choices: [
        { value: 'auto', title: 'Detect' },
        { value: 'yes', title: 'Yes' },
        { value: 'no', title: 'No' },
      ],
      when: readBy('header'),
    },
    missing: {
      ...TABLE,
      kind: 'choice',
      title: 'Missing values',
      help: 'What to do with empty fields among the features: the mean is that of their column.',
      default: 'mean',
      choices: [
        { value: 'mean', title: 'Fill in the mean' },
        { value: 'drop', title: 'Leave the row out' },
        { value: 'error', title: 'Refuse the file' },
      ],
      when: readBy('missing'),
    },
    samples: {
      kind: 'integer',
      title: 'Examples',
      help: 'How many examples to generate.',
      default: sourceDefault('samples'),
      ...SAMPLES,
      when: readBy('samples'),
    },
    classes: {
      kind: 'integer',
      title: 'Classes',
      help: 'How many classes to generate.',
      default: sourceDefault('classes'),
      ...CLASSES,
      when: readBy('classes'),
    },
    noise: {
      kind: 'number',
      title: 'Noise',
      help: 'Standard deviation of the noise on each point.',
      default: sourceDefault('noise'),
      ...NOISE,
      when: readBy('noise'),
    },
    size: {
      kind: 'integer',
      title: 'Picture size',
      help: 'Height and width of the pictures in pixels. Pictures of your own are brought to it.',
      default: sourceDefault('size'),
      ...SIZE,
      when: readBy('size'),
    },
    testFraction: {
      ...ROWS,
      kind: 'number',
      title: 'Test share',
      help: 'Share of the rows kept for testing, drawn by the seed. 0 keeps all rows for training, in the file’s order.',
      default: sourceDefault('testFraction'),
      min: 0,
      max: 0.9,
    },
    scale: {
      ...ROWS,
      kind: 'choice',
      title: 'Scaling',
      help: 'Fitted on the training rows: standard gives mean 0 and deviation 1, min–max gives 0 to 1.',
      default: 'none',
      choices: [
        { value: 'none', title: 'None' },
        { value: 'standard', title: 'Standard' },
        { value: 'minmax', title: 'Min–max' },
      ],
    },
    order: {
      ...ROWS,
      kind: 'choice',
      title: 'Order',
      help: 'By class, rows of one class follow each other; without shuffling each mini-batch then has few classes.',
      default: 'given',
      choices: [
        { value: 'given', title: 'As given' },
        { value: 'class', title: 'By class' },
      ],
    },
    shift: { ...SHIFT, section: 'Shift', advanced: true },
  },
  role: 'data',
  infer({ data, batchSize }) {
    if (!data) return null;
    return {
      features: { kind: 'tensor', shape: [batchSize, ...data.featureShape] },
      // Numbers to predict have no classes.
      labels: { kind: 'labels', shape: [batchSize], ...(data.classes > 0 && { classes: data.classes }) },
    };
  },
  lower: ({ id, builder, outputs }) => ({
    features: builder.feed(`${id}/features`, outputs.features?.shape ?? []),
    labels: builder.feed(`${id}/labels`, outputs.labels?.shape ?? []),
  }),
});
