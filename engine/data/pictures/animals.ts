/**
 * Drawn pictures of animals and things. The class depends on the shape alone: each picture can be had with another coat,
 * and keeps its label.
 */
import { Stream } from '../../core/rng';
import type { DataTable } from '../types';
import { Canvas, type Colour } from './canvas';
import { cat, chick, dog, type Figure, things } from './figures';
import { jitter, oneOf, pictureTable, poseOf } from './table';

interface Settings {
  samples: number;
  size: number;
}

const COATS: readonly Colour[] = [
  [0.86, 0.5, 0.2],
  [0.92, 0.8, 0.58],
  [0.58, 0.6, 0.64],
  [0.5, 0.33, 0.2],
  [0.93, 0.91, 0.88],
  [0.72, 0.44, 0.36],
];
const YELLOWS: readonly Colour[] = [
  [0.98, 0.84, 0.28],
  [0.97, 0.78, 0.35],
];
const VIVID: readonly Colour[] = [
  [0.8, 0.28, 0.26],
  [0.25, 0.5, 0.78],
  [0.32, 0.62, 0.34],
  [0.88, 0.6, 0.2],
  [0.58, 0.38, 0.68],
];
const BLACK: readonly Colour[] = [[0.09, 0.09, 0.11]];
const BACKGROUNDS: readonly Colour[] = [
  [0.8, 0.9, 0.97],
  [0.86, 0.93, 0.82],
  [0.97, 0.9, 0.8],
  [0.9, 0.86, 0.95],
  [0.93, 0.93, 0.9],
];

/** How a class is drawn: one of the figures, in a coat of the palette. */
interface ClassStyle {
  name: string;
  figures: readonly Figure[];
  coats: readonly Colour[];
}

/** Draws of a picture are taken from a part of the stream of its own, so a smaller set begins a larger one. */
const DRAWS_PER_PICTURE = 256;

function drawn(name: string, seed: number, { samples, size }: Settings, classes: readonly ClassStyle[]): DataTable {
  const stream = new Stream(seed, `data/${name}`);
  const canvas = new Canvas(size);
  const table = pictureTable(
    samples,
    size,
    classes.map((style) => style.name),
  );
  const shares = new Float32Array(samples * size * size);
  const changes = new Float32Array(samples * 3);
  for (let row = 0; row < samples; row++) {
    stream.seek(row * DRAWS_PER_PICTURE);
    const label = row % classes.length;
    const { figures, coats } = classes[label] as ClassStyle;
    const background = jitter(stream, oneOf(stream, BACKGROUNDS), 0.04);
    canvas.clear(background, [background[0] * 0.92, background[1] * 0.92, background[2] * 0.92]);
    const before = jitter(stream, oneOf(stream, coats), 0.05);
    const after = jitter(stream, oneOf(stream, COATS), 0.05);
    canvas.place(poseOf(stream, { scale: [0.32, 0.44], angle: 0.3, off: 0.07 }));
    oneOf(stream, figures)(canvas, stream);
    const pixels = size * size;
    shares.set(canvas.coatShare, row * pixels);
    for (let i = 0; i < pixels * 3; i++) {
      const share = canvas.coatShare[(i - (i % 3)) / 3] as number;
      table.features[row * pixels * 3 + i] = (canvas.pixels[i] as number) + share * (before[i % 3] as number);
    }
    for (let c = 0; c < 3; c++) changes[row * 3 + c] = (after[c] as number) - (before[c] as number);
    table.labels[row] = label;
  }
  table.recolour = (row, amount, values) => {
    const from = row * size * size;
    for (let i = 0; i < values.length; i++) {
      const share = shares[from + (i - (i % 3)) / 3] as number;
      values[i] = (values[i] as number) + amount * share * (changes[row * 3 + (i % 3)] as number);
    }
  };
  return table;
}

/** Cats (class 1) and what is none. In the pictures as they are all cats are black and nothing else is. */
export function cats(seed: number, settings: Settings): DataTable {
  // Half of the others are animals too, so that a face alone makes no cat.
  const others = [dog, dog, dog, dog, chick, chick, chick, ...things];
  return drawn('cats', seed, settings, [
    { name: 'other', figures: others, coats: COATS },
    { name: 'cat', figures: [cat], coats: BLACK },
  ]);
}

/** Other 0, cat 1, dog 2, baby chick 3, in coats as they have them. */
export function catDogChick(seed: number, settings: Settings): DataTable {
  return drawn('catDogChick', seed, settings, [
    { name: 'other', figures: things, coats: VIVID },
    { name: 'cat', figures: [cat], coats: [...COATS, ...BLACK] },
    { name: 'dog', figures: [dog], coats: [...COATS, ...BLACK] },
    { name: 'baby chick', figures: [chick], coats: YELLOWS },
  ]);
}
