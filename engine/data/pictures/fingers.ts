/** Drawn hands that show the numbers 0 to 5, of many skins, turned and of either side. */
import { cos, sin } from '../../core/math';
import { Stream } from '../../core/rng';
import type { DataTable } from '../types';
import { Canvas, type Colour, type Paint, plain } from './canvas';
import { polygon, type Shape, stroke } from './shapes';
import { jitter, oneOf, pictureTable, poseOf } from './table';

const CLASSES = ['0', '1', '2', '3', '4', '5'];
const DRAWS_PER_PICTURE = 128;

const SKINS: readonly Colour[] = [
  [0.96, 0.82, 0.72],
  [0.9, 0.71, 0.57],
  [0.78, 0.57, 0.42],
  [0.6, 0.41, 0.29],
  [0.42, 0.28, 0.2],
];
const BACKGROUNDS: readonly Colour[] = [
  [0.93, 0.94, 0.95],
  [0.75, 0.85, 0.92],
  [0.82, 0.88, 0.76],
  [0.95, 0.9, 0.78],
  [0.3, 0.34, 0.4],
];

/** Root, direction (in radians from upright) and length of the four fingers, index first, and their thickness. */
const FINGERS = [
  { x: -0.33, y: -0.12, angle: -0.2, length: 0.66, radius: 0.115 },
  { x: -0.11, y: -0.2, angle: -0.06, length: 0.76, radius: 0.118 },
  { x: 0.12, y: -0.18, angle: 0.08, length: 0.7, radius: 0.113 },
  { x: 0.33, y: -0.08, angle: 0.24, length: 0.55, radius: 0.1 },
] as const;
const THUMB = { x: -0.34, y: 0.3, angle: -0.95, length: 0.62, radius: 0.125 } as const;

const shaded = ([red, green, blue]: Colour, by: number): Paint => plain(red * by, green * by, blue * by);

/** A shape with an outline that sets it off against what lies behind it. */
function outlined(canvas: Canvas, make: (more: number) => Shape, skin: Colour): void {
  canvas.paint(make(0.035), shaded(skin, 0.68));
  canvas.paint(make(0), shaded(skin, 1));
}

function hand(canvas: Canvas, stream: Stream, fingers: number, skin: Colour): void {
  const spread = 0.85 + 0.4 * stream.uniform();
  outlined(canvas, (more) => stroke(0, 0.45, 0, 1.6, 0.27 + more, 0.3 + more), skin);
  const finger = ({ x, y, angle, length, radius }: (typeof FINGERS)[number] | typeof THUMB): void => {
    const turned = angle * spread + 0.06 * (2 * stream.uniform() - 1);
    const reach = length * (0.9 + 0.2 * stream.uniform());
    const [tipX, tipY] = [x + reach * sin(turned), y - reach * cos(turned)];
    outlined(canvas, (more) => stroke(x, y, tipX, tipY, radius + more, radius * 0.86 + more), skin);
  };
  if (fingers === 5) finger(THUMB);
  // Three is shown by index, middle and ring finger; the little one is the first to be folded.
  const shown = Math.min(fingers, 4);
  FINGERS.slice(0, shown).forEach(finger);
  outlined(
    canvas,
    (more) =>
      polygon(
        [
          [-0.31, -0.04],
          [0.3, -0.04],
          [0.26, 0.5],
          [-0.26, 0.5],
        ],
        0.14 + more,
      ),
    skin,
  );
  // Roots of the fingers shown run into the palm without an outline.
  for (const { x, y, radius } of FINGERS.slice(0, shown)) {
    canvas.paint(stroke(x, y - 0.02, x * 0.85, y + 0.22, radius * 0.96), shaded(skin, 1));
  }
  for (const { x, y, radius } of FINGERS.slice(shown)) {
    outlined(canvas, (more) => stroke(x, y + 0.02, x * 0.94, y + 0.2, radius + more), shadedSkin(skin));
  }
  if (fingers === 5) canvas.paint(stroke(-0.34, 0.3, -0.1, 0.32, 0.12), shaded(skin, 1));
  else outlined(canvas, (more) => stroke(-0.36, 0.36, 0.12, 0.26, 0.12 + more, 0.1 + more), shadedSkin(skin));
}

const shadedSkin = ([red, green, blue]: Colour): Colour => [red * 0.93, green * 0.93, blue * 0.93];

/** Hands of `size` × `size` pixels in three colours; row i shows i mod 6 fingers. */
export function fingers(seed: number, { samples, size }: { samples: number; size: number }): DataTable {
  const stream = new Stream(seed, 'data/fingers');
  const canvas = new Canvas(size);
  const table = pictureTable(samples, size, [...CLASSES]);
  for (let row = 0; row < samples; row++) {
    stream.seek(row * DRAWS_PER_PICTURE);
    const label = row % CLASSES.length;
    const background = jitter(stream, oneOf(stream, BACKGROUNDS), 0.05);
    canvas.clear(background, background);
    const skin = jitter(stream, oneOf(stream, SKINS), 0.03);
    const pose = poseOf(stream, { scale: [0.36, 0.44], angle: 0.35, off: 0.05 });
    canvas.place({ ...pose, y: pose.y + 0.1 });
    hand(canvas, stream, label, skin);
    table.features.set(canvas.pixels, row * canvas.pixels.length);
    table.labels[row] = label;
  }
  return table;
}
