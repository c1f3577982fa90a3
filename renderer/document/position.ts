/** A place on the canvas, or in the container that a node stands in. */
export interface Position {
  x: number;
  y: number;
}
