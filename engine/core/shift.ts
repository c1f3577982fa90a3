/**
 * The recipes that move a data set away from what it was: a changed world, under which a trained model can be watched.
 * Here is their form, which the dataset node shows; what they do to a row stands in data/shift.ts.
 */
import type { ChoiceSpec, IntegerSpec, ListSpec, NumberSpec, NumbersSpec } from './parameters';

/** Most recipes of one data set. */
const MOST_RECIPES = 16;

const on: ChoiceSpec = {
  kind: 'choice',
  title: 'On',
  help: 'Which rows it changes.',
  default: 'test',
  choices: [
    { value: 'train', title: 'Train' },
    { value: 'test', title: 'Test' },
    { value: 'all', title: 'All' },
  ],
};

const from: IntegerSpec = {
  kind: 'integer',
  title: 'From step',
  help: 'It begins with this many updates made.',
  default: 0,
  min: 0,
};

const share: NumberSpec = {
  kind: 'number',
  title: 'Share of rows',
  help: 'The share of the rows that it changes, drawn by the seed: always the same ones.',
  default: 1,
  min: 0,
  max: 1,
};

/** What all recipes have. */
const COMMON = { on, from, share };

const by = (title: string, help: string, standard: number): NumbersSpec => ({
  kind: 'numbers',
  title,
  help,
  default: standard,
  maxLength: 10_000,
});

const feature = (title: string, standard: number): IntegerSpec => ({
  kind: 'integer',
  title,
  help: 'Its place, from 0. Of a coloured picture: red 0, green 1, blue 2.',
  default: standard,
  min: 0,
});

/**
 * The parameter `shift`: a list of recipes, done one after another to each row when it is taken, before scaling. It is
 * live: nothing is compiled, and the data stay as they are.
 */
export const SHIFT: ListSpec = {
  kind: 'list',
  title: 'Shift',
  help: 'How the world changes: recipes that are done to rows as they are taken, before scaling.',
  default: [],
  live: true,
  maxLength: MOST_RECIPES,
  items: {
    translate: {
      title: 'Translate',
      help: 'Adds an amount to each feature, or one to all; moves a picture right and down by pixels.',
      fields: {
        by: by('By', 'One amount for each feature (of a picture: right, down), or one for all.', 1),
        ...COMMON,
      },
    },
    scale: {
      title: 'Scale',
      help: 'Multiplies each feature by a factor, or all by one; enlarges a picture about its centre.',
      fields: {
        by: by('By', 'One factor for each feature (of a picture: width, height), or one for all.', 1.5),
        ...COMMON,
      },
    },
    rotate: {
      title: 'Rotate',
      help: 'Turns the first two features about the origin, from the first to the second; a picture about its centre, clockwise.',
      fields: {
        degrees: { kind: 'number', title: 'Degrees', help: 'The angle.', default: 30, min: -36_000, max: 36_000 },
        ...COMMON,
      },
    },
    featureSwap: {
      title: 'Swap features',
      help: 'Exchanges two features; of a coloured picture two of its colours.',
      fields: { a: feature('Feature', 0), b: feature('With feature', 1), ...COMMON },
    },
    recolour: {
      title: 'Recolour',
      help: 'Gives cats (and the other drawn figures) other coats; turns the colours of other pictures, and makes grey ones negative.',
      fields: {
        amount: {
          kind: 'number',
          title: 'Amount',
          help: 'From 0, the colours as they are, to 1, the new ones.',
          default: 1,
          min: 0,
          max: 1,
        },
        ...COMMON,
      },
    },
    classPrior: {
      title: 'Class prior',
      help: 'Makes one class more or less frequent: rows of the wrong kind are replaced by others of the same split.',
      fields: {
        class: { kind: 'integer', title: 'Class', help: 'Its index, from 0.', default: 0, min: 0 },
        prior: {
          kind: 'number',
          title: 'Its share',
          help: 'Its share of the rows after the change.',
          default: 0.5,
          min: 0,
          max: 1,
        },
        ...COMMON,
      },
    },
    noise: {
      title: 'Noise',
      help: 'Adds normal noise to every feature: the same to a row whenever it is taken.',
      fields: {
        deviation: {
          kind: 'number',
          title: 'Deviation',
          help: 'Standard deviation of the noise, in the units of the data.',
          default: 0.1,
          min: 0,
          max: 1e6,
        },
        ...COMMON,
      },
    },
  },
};
