/** Flat shapes by their distance functions: negative inside, zero on the outline. x goes right, y down. */

/** A shape, with a box that holds it. */
export interface Shape {
  /** Distance of a point from the outline, near enough to it that an edge can be smoothed. */
  distance(x: number, y: number): number;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

/** Length of a vector by roots and products alone, which are the same bits everywhere. */
const length = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** An ellipse with its axes along x and y. The distance is that of the first order, exact for circles. */
export function ellipse(centreX: number, centreY: number, radiusX: number, radiusY = radiusX): Shape {
  return {
    distance(x, y) {
      const [u, v] = [(x - centreX) / radiusX, (y - centreY) / radiusY];
      const level = length(u, v);
      const slope = length(u / radiusX, v / radiusY);
      return slope === 0 ? -Math.min(radiusX, radiusY) : (level * (level - 1)) / slope;
    },
    box: [centreX - radiusX, centreY - radiusY, centreX + radiusX, centreY + radiusY],
  };
}

/** A stroke with round ends from (x1, y1) to (x2, y2), whose radius goes evenly from `from` to `to`. */
export function stroke(x1: number, y1: number, x2: number, y2: number, from: number, to = from): Shape {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const square = dx * dx + dy * dy;
  const most = Math.max(from, to);
  return {
    distance(x, y) {
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / square));
      return length(x - x1 - along * dx, y - y1 - along * dy) - (from + (to - from) * along);
    },
    box: [Math.min(x1, x2) - most, Math.min(y1, y2) - most, Math.max(x1, x2) + most, Math.max(y1, y2) + most],
  };
}

/** A polygon through the points, its corners rounded outwards by `round`. */
export function polygon(points: readonly (readonly [number, number])[], round = 0): Shape {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const edges = points.map(([x1, y1], i) => {
    const [x2, y2] = points[(i + 1) % points.length] as readonly [number, number];
    return { x1, y1, dx: x2 - x1, dy: y2 - y1 };
  });
  return {
    distance(x, y) {
      let nearest = Number.POSITIVE_INFINITY;
      let inside = false;
      for (const { x1, y1, dx, dy } of edges) {
        const [px, py] = [x - x1, y - y1];
        const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
        const [qx, qy] = [px - along * dx, py - along * dy];
        nearest = Math.min(nearest, qx * qx + qy * qy);
        // Each edge that a ray to the right crosses changes the side.
        if (y1 > y !== y1 + dy > y && x < x1 + (dx * (y - y1)) / dy) inside = !inside;
      }
      return (inside ? -1 : 1) * Math.sqrt(nearest) - round;
    },
    box: [Math.min(...xs) - round, Math.min(...ys) - round, Math.max(...xs) + round, Math.max(...ys) + round],
  };
}
