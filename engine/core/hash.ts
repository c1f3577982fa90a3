/** SHA-256 (FIPS 180-4), for digests of state that are the same on every host. Not for secrets. */

const ROUND = new Uint32Array(64);
const INITIAL = new Uint32Array(8);

/** The first 32 bits of the fractional part of a root, taken exactly in BigInt. */
function fraction(prime: number, degree: 2n | 3n): number {
  const wide = BigInt(prime) << (32n * degree);
  let low = 0n;
  let high = wide;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** degree <= wide) low = middle;
    else high = middle - 1n;
  }
  return Number(low & 0xffffffffn);
}

for (let count = 0, candidate = 2; count < 64; candidate++) {
  let prime = true;
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) prime = false;
  if (!prime) continue;
  if (count < 8) INITIAL[count] = fraction(candidate, 2n);
  ROUND[count++] = fraction(candidate, 3n);
}

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** Takes bytes in pieces; `hex` ends it. */
export class Sha256 {
  private readonly state = INITIAL.slice();
  private readonly block = new Uint8Array(64);
  private readonly words = new Uint32Array(64);
  private length = 0;

  update(bytes: Uint8Array): this {
    let from = 0;
    while (from < bytes.length) {
      const filled = this.length % 64;
      const take = Math.min(64 - filled, bytes.length - from);
      this.block.set(bytes.subarray(from, from + take), filled);
      this.length += take;
      from += take;
      if (this.length % 64 === 0) this.compress();
    }
    return this;
  }

  /** The digest as 64 hexadecimal digits. */
  hex(): string {
    const bits = this.length * 8;
    const padding = new Uint8Array(((119 - (this.length % 64)) % 64) + 9);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(padding.length - 4, bits >>> 0);
    this.update(padding);
    return [...this.state].map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  private compress(): void {
    const { words, state, block } = this;
    const view = new DataView(block.buffer);
    const w = (i: number): number => words[i] as number;
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(4 * i);
    for (let i = 16; i < 64; i++) {
      const s0 = rotate(w(i - 15), 7) ^ rotate(w(i - 15), 18) ^ (w(i - 15) >>> 3);
      const s1 = rotate(w(i - 2), 17) ^ rotate(w(i - 2), 19) ^ (w(i - 2) >>> 10);
      words[i] = w(i - 16) + s0 + w(i - 7) + s1;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const first = (h + sum1 + ((e & f) ^ (~e & g)) + (ROUND[i] as number) + w(i)) | 0;
      const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      state[i] = (state[i] as number) + value;
    });
  }
}
