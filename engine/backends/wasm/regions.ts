/** Which parts of a linear memory are taken. Parts that are given back are used again, the lowest that fits first. */

interface Region {
  from: number;
  to: number;
}

export class Regions {
  /** Taken parts in ascending order; none overlap. */
  private readonly taken: Region[] = [];

  /** @param start the first byte that may be taken */
  constructor(private readonly start: number) {}

  /** Where a part of so many bytes could begin: in the lowest gap that holds it, or behind everything. */
  find(bytes: number): number {
    let from = this.start;
    for (const region of this.taken) {
      if (region.from - from >= bytes) break;
      from = region.to;
    }
    return from;
  }

  /** The first byte behind everything that is taken. */
  get end(): number {
    return this.taken.at(-1)?.to ?? this.start;
  }

  /** Bytes that are taken. */
  get used(): number {
    return this.taken.reduce((bytes, { from, to }) => bytes + to - from, 0);
  }

  /** Whether nobody has any of these bytes. */
  isFree(from: number, to: number): boolean {
    return from >= this.start && this.taken.every((region) => region.to <= from || region.from >= to);
  }

  /** Takes bytes that are free; returns the function that gives them back, once. */
  take(from: number, to: number): () => void {
    if (!this.isFree(from, to)) throw new Error(`The bytes ${from} to ${to} are taken.`);
    const region = { from, to };
    const place = this.taken.findIndex((other) => other.from > from);
    this.taken.splice(place < 0 ? this.taken.length : place, 0, region);
    return () => {
      const found = this.taken.indexOf(region);
      if (found >= 0) this.taken.splice(found, 1);
    };
  }
}
