/**
 * The shortest decimal that names the float32 nearest to `value`: 0.131 rather than 0.13099999725818634. What a float32
 * engine computed has no more digits than that.
 */
export function shortestFloat32(value: number): number {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) return rounded;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(rounded.toPrecision(digits));
    if (Math.fround(short) === rounded) return short;
  }
  return Number(rounded.toPrecision(9));
}
