/** A few rows of a data set on a card: pictures in a row, or points of the first two features, coloured by class. */
import type { DataPreview } from '../../engine';
import { linear } from './draw';
import type { CanvasSize } from './LiveCanvas';
import { robustRange } from './scale';

/** Class colours after Okabe and Ito, without their black. */
const CLASSES = ['#e69f00', '#56b4e9', '#009e73', '#cc79a7', '#d55e00', '#0072b2', '#f0e442', '#999999'] as const;
const GAP = 3;

export function drawPreview(
  context: CanvasRenderingContext2D,
  size: CanvasSize,
  preview: DataPreview,
  ink: string,
): void {
  if (preview.kind === 'pictures') drawPictures(context, size, preview, ink);
  else drawPoints(context, size, preview);
}

type Pictures = Extract<DataPreview, { kind: 'pictures' }>;

/** As many whole pictures as fit, evenly spread. */
function drawPictures(context: CanvasRenderingContext2D, size: CanvasSize, preview: Pictures, ink: string): void {
  const height = size.height - 2;
  const width = (height * preview.width) / preview.height;
  const count = Math.min(preview.pictures.length, Math.max(1, Math.floor((size.width - GAP) / (width + GAP))));
  const gap = (size.width - count * width) / (count + 1);
  preview.pictures.slice(0, count).forEach((pixels, place) => {
    context.drawImage(toCanvas(pixels, preview, ink), gap + place * (width + gap), 1, width, height);
  });
}

/** A picture at its own size. One channel is ink on nothing; three are colours. */
export function toCanvas(
  pixels: Float32Array,
  { width, height, channels }: Pick<Pictures, 'width' | 'height' | 'channels'>,
  ink: string,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.fillStyle = ink;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  const image = context.createImageData(width, height);
  const { low, high } = extent(pixels);
  for (let place = 0; place < width * height; place++) {
    const level = (channel: number) => ((pixels[place * channels + channel] as number) - low) / (high - low || 1);
    const grey = channels < 3;
    image.data.set(
      grey ? [red, green, blue, 255 * level(0)] : [255 * level(0), 255 * level(1), 255 * level(2), 255],
      place * 4,
    );
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function extent(values: Float32Array): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

function drawPoints(
  context: CanvasRenderingContext2D,
  { width, height }: CanvasSize,
  { x, y, labels }: Extract<DataPreview, { kind: 'points' }>,
): void {
  const across = robustRange(x, x) ?? { low: -1, high: 1 };
  const up = robustRange(y, y) ?? { low: -1, high: 1 };
  const toX = linear(across.low, across.high, 4, width - 4);
  const toY = linear(up.low, up.high, height - 3, 3);
  for (let point = 0; point < x.length; point++) {
    context.fillStyle = CLASSES[(labels[point] as number) % CLASSES.length] as string;
    context.beginPath();
    context.arc(toX(x[point] as number), toY(y[point] as number), 1.25, 0, 2 * Math.PI);
    context.fill();
  }
}
