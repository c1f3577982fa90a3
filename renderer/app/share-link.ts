/**
 * A graph as the fragment of an address: its text, deflated, in the letters that addresses may hold. A fragment is never
 * sent to a server. What comes in is read like a file, under a bound of its own, and nothing of it is run.
 */

const PREFIX = '#graph=1.';

/** Browsers and servers cut addresses somewhere beyond this. */
export const LINK_LONG = 8_000;
export const LINK_MOST = 1_000_000;
/** Characters of the text that a link may unfold to. */
const TEXT_MOST = 16_000_000;

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: TransformStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as ReadableStreamReadResult<Uint8Array>;
    if (done) break;
    parts.push(value);
    length += value.length;
    // A few bytes can unfold to gigabytes: it is stopped as it unfolds.
    if (length > most) {
      await reader.cancel();
      throw new RangeError('too large');
    }
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function toBase64Url(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError('not base64url');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

/** The fragment, with its `#`, of a graph's text. */
export async function shareFragment(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return PREFIX + toBase64Url(await throughStream(bytes, new CompressionStream('deflate-raw'), bytes.length + 1024));
}

export const isShared = (fragment: string): boolean => fragment.startsWith('#graph=');

/** The text in a fragment; null when it is broken, too large, or of a later kind. */
export async function sharedText(fragment: string): Promise<string | null> {
  if (!fragment.startsWith(PREFIX) || fragment.length > LINK_MOST + PREFIX.length) return null;
  try {
    const packed = fromBase64Url(fragment.slice(PREFIX.length));
    const bytes = await throughStream(packed, new DecompressionStream('deflate-raw'), TEXT_MOST);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
