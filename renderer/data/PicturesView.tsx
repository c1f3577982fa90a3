import { useLayoutEffect, useRef } from 'react';
import { type DescribedSplit, describeRows, type PreparedData, splitRowsOf } from '../../engine';
import { toCanvas } from '../run/data-picture';
import { formatCount, formatData } from '../run/format';
import { palette } from '../run/palette';
import { useTick } from '../run/use-tick';
import { dataTexts } from '../texts/data';
import { Virtual } from './Virtual';

const texts = dataTexts.pictures;
const SIZE = 56;

interface PictureProps {
  pixels: Float32Array;
  image: { width: number; height: number; channels: number };
  label: string;
}

/** One picture at a size that can be seen, its pixels as they are. */
export function Picture({ pixels, image, label }: PictureProps) {
  const element = useRef<HTMLCanvasElement>(null);
  const drawn = useRef('');
  const paint = () => {
    const canvas = element.current;
    const ink = palette().ink;
    const stamp = `${ink} ${image.width} ${image.height}`;
    if (!canvas || drawn.current === stamp) return;
    drawn.current = stamp;
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    context?.drawImage(toCanvas(pixels, image, ink), 0, 0);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: other pixels are drawn anew.
  useLayoutEffect(() => {
    drawn.current = '';
    paint();
  }, [pixels]);
  useTick(paint, 500);
  return <canvas ref={element} className="data-picture" role="img" aria-label={label} />;
}

interface Props {
  data: PreparedData;
  split: DescribedSplit;
  classNames: readonly string[];
}

/** The pictures of a data set with their labels, as the shift of the document leaves them. */
export function PicturesView({ data, split, classNames }: Props) {
  const { image } = data.table;
  if (!image) return <p className="panel-empty">{texts.none}</p>;
  const rows = splitRowsOf(data, split);
  return (
    <Virtual
      count={rows.length}
      rowHeight={SIZE + 24}
      cellWidth={SIZE + 12}
      label={texts.name}
      className="data-pictures"
      cell={(index) => {
        const [row] = describeRows(data, rows.subarray(index, index + 1), data.shift);
        if (!row) return null;
        const label = classNames[row.label] ?? formatData(row.label);
        return (
          <figure key={`${row.row} ${data.shift.length}`} title={texts.picture(formatCount(row.row), label)}>
            <Picture pixels={row.values} image={image} label={texts.picture(formatCount(row.row), label)} />
            <figcaption>{label}</figcaption>
          </figure>
        );
      }}
    />
  );
}
