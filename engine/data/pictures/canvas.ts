/**
 * A small picture that shapes are painted on with smooth edges, in plain arithmetic: the same bytes on every platform.
 *
 * It keeps apart what has the colour of the figure's coat. Painting is linear, so the same picture with another coat is
 * the difference of the coats times the share that coat has in each pixel.
 */
import { cos, sin } from '../../core/math';
import type { Shape } from './shapes';

export type Colour = readonly [red: number, green: number, blue: number];

/** A colour of its own, a share of the coat's colour, or both added. */
export interface Paint {
  colour: Colour;
  coat: number;
}

export const plain = (red: number, green: number, blue: number): Paint => ({ colour: [red, green, blue], coat: 0 });

/** The coat, darker below 1; `light` is what is mixed in of white. */
export const coat = (shade = 1, light = 0): Paint => ({ colour: [light, light, light], coat: shade * (1 - light) });

/** Where a figure stands, and how. Its own coordinates go from −1 to 1. */
export interface Pose {
  /** Of its origin, as shares of the picture's side. */
  x: number;
  y: number;
  /** Of 1 in its coordinates, as a share of the picture's side. */
  scale: number;
  /** In radians, clockwise. */
  angle: number;
  mirrored: boolean;
}

export class Canvas {
  /** Colour without the coat's part, three values a pixel. */
  readonly pixels: Float32Array;
  /** How much of the coat's colour comes on top, one value a pixel. */
  readonly coatShare: Float32Array;
  private cosine = 1;
  private sine = 0;
  private pose: Pose = { x: 0.5, y: 0.5, scale: 0.5, angle: 0, mirrored: false };

  constructor(readonly size: number) {
    this.pixels = new Float32Array(size * size * 3);
    this.coatShare = new Float32Array(size * size);
  }

  /** Begins anew with a background that goes from one colour at the top to another at the bottom. */
  clear(top: Colour, bottom: Colour): void {
    const { size, pixels } = this;
    this.coatShare.fill(0);
    for (let row = 0; row < size; row++) {
      const down = (row + 0.5) / size;
      for (let at = row * size * 3; at < (row + 1) * size * 3; at++) {
        pixels[at] = (top[at % 3] as number) * (1 - down) + (bottom[at % 3] as number) * down;
      }
    }
  }

  /** What is painted from now on stands in this pose. */
  place(pose: Pose): void {
    this.pose = pose;
    this.cosine = cos(pose.angle);
    this.sine = sin(pose.angle);
  }

  /** Paints a shape over what is there. */
  paint(shape: Shape, { colour, coat: share }: Paint): void {
    const { size, pixels, coatShare, cosine, sine } = this;
    const { x, y, scale, mirrored } = this.pose;
    const unit = scale * size;
    const [left, top, right, bottom] = this.reach(shape);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const dx = (column + 0.5 - x * size) / unit;
        const dy = (row + 0.5 - y * size) / unit;
        const across = cosine * dx + sine * dy;
        const distance = shape.distance(mirrored ? -across : across, cosine * dy - sine * dx);
        const cover = Math.min(1, Math.max(0, 0.5 - distance * unit));
        if (cover === 0) continue;
        const pixel = row * size + column;
        for (let c = 0; c < 3; c++) {
          pixels[pixel * 3 + c] = (pixels[pixel * 3 + c] as number) * (1 - cover) + (colour[c] as number) * cover;
        }
        coatShare[pixel] = (coatShare[pixel] as number) * (1 - cover) + share * cover;
      }
    }
  }

  /** The pixels that a shape may touch. */
  private reach({ box: [left, top, right, bottom] }: Shape): [number, number, number, number] {
    const { size, cosine, sine } = this;
    const { x, y, scale, mirrored } = this.pose;
    const middle = (left + right) / 2;
    const [width, height] = [(right - left) / 2, (bottom - top) / 2];
    const centreX = mirrored ? -middle : middle;
    const centreY = (top + bottom) / 2;
    const acrossHalf = Math.abs(cosine) * width + Math.abs(sine) * height;
    const downHalf = Math.abs(sine) * width + Math.abs(cosine) * height;
    const across = (x + scale * (cosine * centreX - sine * centreY)) * size;
    const down = (y + scale * (sine * centreX + cosine * centreY)) * size;
    const unit = scale * size;
    const clamp = (pixel: number): number => Math.min(size - 1, Math.max(0, pixel));
    return [
      clamp(Math.floor(across - acrossHalf * unit - 1)),
      clamp(Math.floor(down - downHalf * unit - 1)),
      clamp(Math.ceil(across + acrossHalf * unit)),
      clamp(Math.ceil(down + downHalf * unit)),
    ];
  }
}
