/** Pictures of a folder as examples: the class is the folder's name, the size one for all. */
import { type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import type { FeatureRows } from './csv';
import { compareCodePoints } from './csv-labels';
import { pictureTable } from './pictures/table';
import type { DataTable } from './types';

/** A picture as the host decoded it. Colours are those of the file, 0 to 255, not converted to another colour space. */
export interface DecodedImage {
  /** Relative to the chosen folder, with `/` between its parts: `cats/tom.png`. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey with alpha, 3 colours, 4 colours with alpha. */
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** Most values of all pictures together. */
const MOST_VALUES = 2 ** 28;

/** Pictures in order of their paths, by code point, each brought to `size` × `size` and 0…1; alpha lies on white. */
export function readImages(
  images: readonly DecodedImage[],
  { size }: { size: number },
  where: DiagnosticPlace,
): Result<DataTable> {
  const wrong = (detail: string) => failure([diagnose('imagesBroken', { ...where, parameter: 'path' }, { detail })]);
  const sorted = [...images].sort((a, b) => compareCodePoints(a.path, b.path));
  const folderOf = ({ path }: DecodedImage): string => path.split('/').at(-2) ?? '';
  const loose = sorted.find((image) => folderOf(image) === '');
  if (loose) return wrong(`"${loose.path}" lies in no folder, so it has no class`);
  const problem = countProblem(sorted.length, size);
  if (problem) return wrong(problem);
  const classNames = [...new Set(sorted.map(folderOf))].sort(compareCodePoints);
  const classOf = new Map(classNames.map((name, index) => [name, index]));
  const table = pictureTable(sorted.length, size, classNames);
  sorted.forEach((image, row) => {
    table.labels[row] = classOf.get(folderOf(image)) as number;
  });
  resizeAll(sorted, size, table.features);
  return success(table);
}

/** Pictures without classes, for a model that was trained on pictures of this size: in order of their paths. */
export function imageRows(images: readonly DecodedImage[], size: number, where: DiagnosticPlace): Result<FeatureRows> {
  const problem = countProblem(images.length, size);
  if (problem) return failure([diagnose('imagesBroken', where, { detail: problem })]);
  const features = new Float32Array(images.length * size * size * 3);
  const sorted = [...images].sort((a, b) => compareCodePoints(a.path, b.path));
  resizeAll(sorted, size, features);
  return success({ rows: images.length, features });
}

function countProblem(count: number, size: number): string | null {
  if (count === 0) return 'there is none';
  return count * size * size * 3 > MOST_VALUES ? `${count} of this size are too many` : null;
}

function resizeAll(images: readonly DecodedImage[], size: number, out: Float32Array): void {
  const width = size * size * 3;
  images.forEach((image, row) => {
    resize(image, size, out.subarray(row * width, (row + 1) * width));
  });
}

/** For each target pixel the source pixels it covers along one axis, and how much of them. */
function coverage(from: number, to: number): { first: number; weights: number[] }[] {
  const step = from / to;
  return Array.from({ length: to }, (_, target) => {
    const [start, end] = [target * step, (target + 1) * step];
    const first = Math.floor(start);
    const last = Math.min(from - 1, Math.ceil(end) - 1);
    const weights: number[] = [];
    for (let pixel = first; pixel <= last; pixel++) {
      weights.push((Math.min(end, pixel + 1) - Math.max(start, pixel)) / step);
    }
    return { first, weights };
  });
}

/** Each target pixel is the mean of the area it covers; the whole picture is stretched to the square. */
function resize({ width, height, channels, pixels }: DecodedImage, size: number, out: Float32Array): void {
  const across = coverage(width, size);
  const down = coverage(height, size);
  const alpha = channels === 2 || channels === 4;
  const colours = alpha ? channels - 1 : channels;
  const value = (row: number, column: number, c: number): number => {
    const at = (row * width + column) * channels;
    const opaque = alpha ? (pixels[at + colours] as number) / 255 : 1;
    return ((pixels[at + (colours === 1 ? 0 : c)] as number) / 255) * opaque + (1 - opaque);
  };
  down.forEach((rows, y) => {
    across.forEach((columns, x) => {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        rows.weights.forEach((weight, i) => {
          columns.weights.forEach((share, j) => {
            sum += weight * share * value(rows.first + i, columns.first + j, c);
          });
        });
        out[(y * size + x) * 3 + c] = sum;
      }
    });
  });
}
