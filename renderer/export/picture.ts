/** Pictures to files: vector markup as it is, or drawn into pixels. */
import { currentDocument } from '../document/store';
import { host } from '../host';
import { fileStem } from '../run/csv';

/** `graph-name-what.svg`. */
export const suggestedName = (what: string): string => `${fileStem(currentDocument().name)}-${what}`;

export async function exportSvg(what: string, markup: string): Promise<void> {
  await host.exportFile({ suggestedName: suggestedName(`${what}.svg`), mime: 'image/svg+xml', data: markup });
}

export async function exportText(what: string, mime: string, data: string): Promise<void> {
  await host.exportFile({ suggestedName: suggestedName(what), mime, data });
}

export async function exportCanvas(what: string, canvas: HTMLCanvasElement): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) return;
  const data = new Uint8Array(await blob.arrayBuffer());
  await host.exportFile({ suggestedName: suggestedName(`${what}.png`), mime: 'image/png', data });
}

/** Twice the size on the screen, unless that is more than a canvas holds. */
const SHARP = 2;
const MOST_PIXELS = 100_000_000;
const LONGEST = 16_000;

/** How many pixels a unit becomes in a picture of this size. */
export const pixelScale = (width: number, height: number): number =>
  Math.min(SHARP, LONGEST / Math.max(width, height, 1), Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));

/** Draws markup into pixels; the browser shows it as an image, in which nothing runs. */
export async function exportPng(what: string, markup: string, width: number, height: number): Promise<void> {
  const address = URL.createObjectURL(new Blob([markup], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = pixelScale(width, height);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    await exportCanvas(what, canvas);
  } finally {
    URL.revokeObjectURL(address);
  }
}
