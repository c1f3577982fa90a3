/**
 * Data as the page itself takes them: the browser's own pickers, which both hosts have. The page gets what the user picked
 * and no path, and nothing goes through the bridge: a file may be larger than any message.
 */
import type { DecodedImage } from '../../engine';
import { IN_MEMORY_BYTES, type PageFile } from '../worker/page-files';

const PICTURE = /\.(png|jpe?g)$/i;
const MOST_PICTURES = 20_000;

export interface PickedData {
  name: string;
  file: PageFile;
  /** Pictures of a folder that are none, and were left out. */
  leftOut?: readonly string[];
}

/** Tables by the ends of their names. */
export const TABLES = ['.csv', '.tsv', '.txt'] as const;

/**
 * What the page holds for a file: a large one stays where it is and is read in place, of a small one there is a copy. One
 * that cannot be read now is told by whoever needs it.
 */
export async function holdFile(file: File): Promise<PageFile> {
  if (file.size > IN_MEMORY_BYTES) return file;
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return file;
  }
}

/** The beginning of a file as text; a cut letter at its end counts for nothing. */
export async function beginningOf(file: PageFile, bytes: number): Promise<string> {
  if (typeof file === 'string') return file;
  if ('images' in file) return '';
  const part =
    file instanceof Blob
      ? await file
          .slice(0, bytes)
          .arrayBuffer()
          .catch(() => new ArrayBuffer(0))
      : file.subarray(0, bytes);
  return new TextDecoder().decode(part, { stream: true });
}

/** A table. Null: the user cancelled. */
export const pickTable = (): Promise<PickedData | null> => pickFile(TABLES);

/** A NumPy file. Null: the user cancelled. */
export const pickArrays = (): Promise<PickedData | null> => pickFile(['.npz']);

async function pickFile(ends: readonly string[]): Promise<PickedData | null> {
  const [file] = await pickFiles((input) => {
    input.accept = ends.join(',');
  });
  return file === undefined ? null : { name: file.name, file: await holdFile(file) };
}

/** The pictures in the folders of a folder. Null: the user cancelled. */
export async function pickPictures(): Promise<PickedData | null> {
  const files = await pickFiles((input) => {
    input.webkitdirectory = true;
  });
  const [first] = files;
  if (first === undefined) return null;
  const images: DecodedImage[] = [];
  const leftOut: string[] = [];
  for (const file of files.filter(({ name }) => PICTURE.test(name)).slice(0, MOST_PICTURES)) {
    // The first part is the folder that was picked; a class is the folder below it.
    const place = file.webkitRelativePath.split('/').slice(1).join('/');
    const image = await decode(file, place);
    if (image) images.push(image);
    else leftOut.push(place);
  }
  return { name: first.webkitRelativePath.split('/')[0] ?? first.name, file: { images }, leftOut };
}

/** Colours as they stand in the file; null: it is no picture. Decoders of JPEG may differ in the last bit. */
async function decode(file: File, place: string): Promise<DecodedImage | null> {
  const options: ImageBitmapOptions = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
  const bitmap = await createImageBitmap(file, options).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) return null;
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
