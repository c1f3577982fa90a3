/** Byte-level encoding of WebAssembly binaries: LEB128 integers, floats and names. */

/** Unsigned LEB128. */
export function unsigned(bytes: number[], value: number): void {
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(bytes: number[], value: number): void {
  let rest = value | 0;
  while (rest > 0x3f || rest < -0x40) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
}

const scratch = new DataView(new ArrayBuffer(8));

/** The bit pattern of `value` rounded to float32. */
export function float32Bits(value: number): number {
  scratch.setFloat32(0, value, true);
  return scratch.getInt32(0, true);
}

export function int32(bytes: number[], value: number): void {
  bytes.push(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >>> 24) & 0xff);
}

export function float64(bytes: number[], value: number): void {
  scratch.setFloat64(0, value, true);
  int32(bytes, scratch.getInt32(0, true));
  int32(bytes, scratch.getInt32(4, true));
}

/** A name: its length and its bytes. Names of the code generator are ASCII. */
export function name(bytes: number[], text: string): void {
  unsigned(bytes, text.length);
  for (let i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i) & 0x7f);
}

/** Appends without spreading, which would overflow the stack for long lists. */
export function append(bytes: number[], more: readonly number[]): void {
  for (let i = 0; i < more.length; i++) bytes.push(more[i] as number);
}
