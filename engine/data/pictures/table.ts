/** What the generators of pictures have in common. */
import type { Stream } from '../../core/rng';
import type { DataTable } from '../types';
import type { Colour, Pose } from './canvas';

/** A table of square pictures in three colours from 0 to 1, still black. */
export function pictureTable(rows: number, size: number, classNames: string[]): DataTable {
  return {
    features: new Float32Array(rows * size * size * 3),
    labels: new Float32Array(rows),
    rows,
    featureShape: [size, size, 3],
    featureNames: [],
    classNames,
    image: { width: size, height: size, channels: 3 },
    notes: [],
    warnings: [],
  };
}

export const oneOf = <T>(stream: Stream, list: readonly T[]): T => list[stream.integer(list.length)] as T;

/** A colour near another one, within 0…1. */
export function jitter(stream: Stream, [red, green, blue]: Colour, most: number): Colour {
  const near = (value: number): number => Math.min(1, Math.max(0, value + most * (2 * stream.uniform() - 1)));
  return [near(red), near(green), near(blue)];
}

/** Stands about the middle, at a size of the range, turned by up to `angle` radians either way, in a mirror or not. */
export function poseOf(
  stream: Stream,
  { scale: [small, large], angle, off }: { scale: readonly [number, number]; angle: number; off: number },
): Pose {
  const around = (most: number): number => most * (2 * stream.uniform() - 1);
  return {
    x: 0.5 + around(off),
    y: 0.5 + around(off),
    scale: small + (large - small) * stream.uniform(),
    angle: around(angle),
    mirrored: stream.uniform() < 0.5,
  };
}
