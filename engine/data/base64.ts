/** Base64 (RFC 4648), since the engine has neither `atob` nor `Buffer`. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a base64 text without line breaks. Throws on any character that is not base64. */
export function decodeBase64(text: string): Uint8Array {
  const values = new Uint8Array(128).fill(255);
  for (let i = 0; i < ALPHABET.length; i++) values[ALPHABET.charCodeAt(i)] = i;
  let length = text.length;
  while (length > 0 && text[length - 1] === '=') length--;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let held = 0;
  let bits = 0;
  let next = 0;
  for (let i = 0; i < length; i++) {
    const value = values[text.charCodeAt(i)] ?? 255;
    if (value === 255) throw new Error(`not base64: character ${i}`);
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[next++] = (held >> bits) & 0xff;
    }
  }
  return bytes;
}
