/**
 * Data that are no text, as the page itself can take them: the browser's own pickers, which both hosts have. The page gets
 * what the user picked and no path. Tables go through the bridge, because they are read again beside their graph.
 */

import { BridgeError } from '../../bridge/errors';
import { limits } from '../../bridge/limits';
import type { DataFile, DecodedImage } from '../../engine';

const PICTURE = /\.(png|jpe?g)$/i;
const MOST_PICTURES = 20_000;

export interface PickedData {
  name: string;
  file: DataFile;
}

/** A NumPy file. Null: the user cancelled. */
export async function pickArrays(): Promise<PickedData | null> {
  const [file] = await pickFiles((input) => {
    input.accept = '.npz';
  });
  if (file === undefined) return null;
  if (file.size > limits.bytes) throw new BridgeError('too-large');
  return { name: file.name, file: new Uint8Array(await file.arrayBuffer()) };
}

/** The pictures in the folders of a folder. Null: the user cancelled. */
export async function pickPictures(): Promise<PickedData | null> {
  const files = await pickFiles((input) => {
    input.webkitdirectory = true;
  });
  const [first] = files;
  if (first === undefined) return null;
  const images: DecodedImage[] = [];
  for (const file of files.filter(({ name }) => PICTURE.test(name)).slice(0, MOST_PICTURES)) {
    // The first part is the folder that was picked; a class is the folder below it.
    const place = file.webkitRelativePath.split('/').slice(1).join('/');
    images.push(await decode(file, place));
  }
  return { name: first.webkitRelativePath.split('/')[0] ?? first.name, file: { images } };
}

/** Colours as they stand in the file. Decoders of JPEG may differ from one another in the last bit. */
async function decode(file: File, place: string): Promise<DecodedImage> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  } catch (cause) {
    throw new BridgeError('read-failed', { cause });
  }
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new BridgeError('read-failed');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { path: place, width, height, channels: 4, pixels: new Uint8Array(data.buffer) };
}

function pickFiles(prepare: (input: HTMLInputElement) => void): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.style.display = 'none';
    prepare(input);
    const finish = () => {
      input.remove();
      resolve([...(input.files ?? [])]);
    };
    input.addEventListener('change', finish);
    input.addEventListener('cancel', finish);
    document.body.append(input);
    input.click();
  });
}
