import { useLayoutEffect, useRef } from 'react';
import type { DataDescription } from '../../engine';
import { toCanvas } from '../run/data-picture';
import { formatCount, formatData } from '../run/format';
import { palette } from '../run/palette';
import { useTick } from '../run/use-tick';
import { dataTexts } from '../texts/data';
import { useDataSettings } from './settings';
import { type DataSource, rowsIn } from './use-data';
import { useDataRows } from './use-rows';
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
  source: DataSource;
  description: DataDescription;
}

/** The pictures of a data set with their labels, as the shift of the document leaves them. */
export function PicturesView({ source, description }: Props) {
  const split = useDataSettings((settings) => settings.split);
  const rowAt = useDataRows(source, split, true);
  const { image, classNames } = description;
  if (!image) return <p className="panel-empty">{texts.none}</p>;
  return (
    <Virtual
      count={rowsIn(description, split)}
      rowHeight={SIZE + 24}
      cellWidth={SIZE + 12}
      label={texts.name}
      className="data-pictures"
      cell={(index) => {
        const row = rowAt(index);
        if (!row) return <figure key={index} />;
        const label = classNames[row.label] ?? formatData(row.label);
        return (
          <figure key={index} title={texts.picture(formatCount(row.row), label)}>
            <Picture pixels={row.values} image={image} label={texts.picture(formatCount(row.row), label)} />
            <figcaption>{label}</figcaption>
          </figure>
        );
      }}
    />
  );
}
