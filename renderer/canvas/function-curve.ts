/** The curve of an elementwise node: samples about zero, and their way across a card. */
import { type CheckedNode, elementwiseValues } from '../../engine';

/** The curve runs from −REACH to REACH. */
const REACH = 4;
const POINTS = 65;

export interface Curve {
  /** From −REACH to REACH, evenly. NaN and infinity where the function has no value. */
  values: readonly number[];
  low: number;
  high: number;
}

const SAMPLES = Array.from({ length: POINTS }, (_, place) => REACH * ((2 * place) / (POINTS - 1) - 1));

/** The checker makes a new node for every change, so a curve is computed once for each. */
const known = new WeakMap<CheckedNode, Curve | null>();

/** The curve of a node, or null where it is no function of one number. */
export function curveOf(node: CheckedNode): Curve | null {
  let curve = known.get(node);
  if (curve === undefined) {
    const values = elementwiseValues(node, SAMPLES);
    curve = values && toCurve([...values]);
    known.set(node, curve);
  }
  return curve;
}

/** With zero in its range, so that the axis can be drawn. */
export function toCurve(values: readonly number[]): Curve {
  const finite = values.filter(Number.isFinite);
  return { values, low: Math.min(0, ...finite), high: Math.max(0, ...finite) };
}

const AIR = 3;

/** SVG path of the curve in a box, broken where it has no value, with the place of zero in both directions. */
export function curvePath(
  { values, low, high }: Curve,
  width: number,
  height: number,
): { path: string; zeroX: number; zeroY: number } {
  const x = (place: number): number => (place / (values.length - 1)) * width;
  const y = (value: number): number => height - AIR - ((value - low) / (high - low || 1)) * (height - 2 * AIR);
  let path = '';
  let pen = false;
  values.forEach((value, place) => {
    if (Number.isFinite(value)) path += `${pen ? 'L' : 'M'}${x(place).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = Number.isFinite(value);
  });
  return { path, zeroX: width / 2, zeroY: y(0) };
}
