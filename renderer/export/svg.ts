/** Words of SVG: every text that comes from a file passes through `escapeXml`. Pure. */

/** What XML may not hold even escaped: control characters, halves of pairs, and two that are no characters. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** At most two decimals: finer than any screen. */
const shown = (value: string | number): string =>
  typeof value === 'number' ? String(Number(value.toFixed(2))) : escapeXml(value);

/** One element. `inner` is markup; texts go through `text`. */
export function element(name: string, attributes: Attributes, inner = ''): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${shown(value)}"`)
    .join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

export const text = (content: string, attributes: Attributes): string =>
  element('text', attributes, escapeXml(content));

/** A whole picture of that size. */
export const svg = (width: number, height: number, inner: string, origin = { x: 0, y: 0 }): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: [origin.x, origin.y, width, height].map((value) => Number(value.toFixed(2))).join(' '),
    },
    inner,
  )}\n`;
