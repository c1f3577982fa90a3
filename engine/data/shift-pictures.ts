/** Recipes of a shift that see rows as pictures. */

interface Frame {
  width: number;
  height: number;
  channels: number;
}

/** x′ = a·x + b·y + c, y′ = d·x + e·y + f in pixels from the centre, x right and y down. */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

let before = new Float32Array(0);

/** Moves a picture, in place, by bilinear interpolation. What comes in from outside has the colour of the nearest edge. */
export function movePicture(
  { width, height, channels }: Frame,
  [a, b, c, d, e, f]: Affine,
  values: Float32Array,
): void {
  const determinant = a * e - b * d;
  // A picture scaled to nothing has no inverse; it keeps its place.
  if (determinant === 0) return;
  if (before.length < values.length) before = new Float32Array(values.length);
  before.set(values);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column - centreX - c, row - centreY - f];
      const fromX = clamp((e * x - b * y) / determinant + centreX, width - 1);
      const fromY = clamp((a * y - d * x) / determinant + centreY, height - 1);
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const [u, v] = [fromX - left, fromY - top];
      const right = Math.min(left + 1, width - 1);
      const bottom = Math.min(top + 1, height - 1);
      const at = (y1: number, x1: number, channel: number): number =>
        before[(y1 * width + x1) * channels + channel] as number;
      for (let channel = 0; channel < channels; channel++) {
        const upper = at(top, left, channel) * (1 - u) + at(top, right, channel) * u;
        const lower = at(bottom, left, channel) * (1 - u) + at(bottom, right, channel) * u;
        values[(row * width + column) * channels + channel] = upper * (1 - v) + lower * v;
      }
    }
  }
}

const clamp = (value: number, last: number): number => Math.min(Math.max(value, 0), last);

/** Mixes each colour with the next one (red takes green's place, green blue's, blue red's); one channel with its negative. */
export function turnColours(frame: Frame | undefined, amount: number, values: Float32Array): void {
  if (!frame) return;
  const { channels } = frame;
  const mix = (old: number, fresh: number): number => (1 - amount) * old + amount * fresh;
  for (let at = 0; at < values.length; at += channels) {
    if (channels < 3) {
      values[at] = mix(values[at] as number, 1 - (values[at] as number));
      continue;
    }
    const [red, green, blue] = [values[at] as number, values[at + 1] as number, values[at + 2] as number];
    values[at] = mix(red, green);
    values[at + 1] = mix(green, blue);
    values[at + 2] = mix(blue, red);
  }
}
