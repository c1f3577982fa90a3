import { CLASSES, DATA_SOURCES, findSource, NOISE, SAMPLES, type SourceParameter } from '../core/data-sources';
import { defineNode } from '../graph/types';

const readBy = (parameter: SourceParameter) => ({
  parameter: 'source',
  in: DATA_SOURCES.filter(({ parameters }) => parameters.includes(parameter)).map(({ name }) => name),
});

/** Where a source does not read a setting. */
const PLAIN = { classes: 2, samples: 400, noise: 0.1 };

/** Defaults follow the source, so that each one first shows a good picture. */
const sourceDefault = (setting: keyof typeof PLAIN) => (before: Readonly<Record<string, unknown>>) => {
  const source = findSource(String(before.source));
  return source?.parameters.includes(setting) ? source.defaults[setting] : PLAIN[setting];
};

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
      help: 'A bundled data set, a generator, or your own CSV file.',
      default: 'digits',
      choices: DATA_SOURCES.map(({ name, title }) => ({ value: name, title })),
    },
    path: {
      kind: 'file',
      title: 'File',
      help: 'The CSV file, relative to the graph file.',
      default: '',
      extensions: ['csv', 'tsv', 'txt'],
      when: readBy('path'),
    },
    label: {
      kind: 'text',
      title: 'Label column',
      help: 'Name of the column that holds the class (or its number, from 0). Empty: the last column.',
      default: '',
      maxLength: 200,
      orIndex: true,
      when: readBy('path'),
    },
    header: {
      kind: 'choice',
      title: 'Header',
      help: 'Whether the first line holds the names of the columns.',
      default: 'auto',
      choices: [
        { value: 'auto', title: 'Detect' },
        { value: 'yes', title: 'Yes' },
        { value: 'no', title: 'No' },
      ],
      when: readBy('path'),
    },
    missing: {
      kind: 'choice',
      title: 'Missing values',
      help: 'What to do with empty fields among the features: the mean is that of their column.',
      default: 'mean',
      choices: [
        { value: 'mean', title: 'Fill in the mean' },
        { value: 'drop', title: 'Leave the row out' },
        { value: 'error', title: 'Refuse the file' },
      ],
      when: readBy('path'),
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
    testFraction: {
      kind: 'number',
      title: 'Test share',
      help: 'Share of the rows kept for testing, drawn by the seed. 0 keeps all rows for training, in the file’s order.',
      default: 0.2,
      min: 0,
      max: 0.9,
    },
    scale: {
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
  },
  role: 'data',
  infer({ data, batchSize }) {
    if (!data) return null;
    return {
      features: { kind: 'tensor', shape: [batchSize, ...data.featureShape] },
      labels: { kind: 'labels', shape: [batchSize], classes: data.classes },
    };
  },
  lower: ({ id, builder, outputs }) => ({
    features: builder.feed(`${id}/features`, outputs.features?.shape ?? []),
    labels: builder.feed(`${id}/labels`, outputs.labels?.shape ?? []),
  }),
});
