import type { ColumnDescription } from '../../engine';
import { dataTexts } from '../texts/data';

const WIDTH = 100;
const HEIGHT = 40;

/** The counts as bars; where the data is shifted, what it was as an outline over what it became. */
export function Histogram({ column, name }: { column: ColumnDescription; name: string }) {
  const { counts, shifted } = column;
  const most = Math.max(1, ...counts, ...(shifted?.counts ?? []));
  const bar = WIDTH / counts.length;
  const top = (count: number): number => HEIGHT - (HEIGHT - 1) * (count / most);
  const filled = shifted?.counts ?? counts;
  const outline = counts.map((count, i) => `${i === 0 ? 'M' : 'L'}${i * bar} ${top(count)}H${(i + 1) * bar}`).join('');
  return (
    <svg
      className="data-histogram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={dataTexts.column.histogram(name)}
    >
      {filled.map((count, i) => {
        const y = count > 0 ? Math.min(HEIGHT - 1, top(count)) : HEIGHT;
        // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place.
        return <rect key={i} x={i * bar + 0.4} y={y} width={bar - 0.8} height={HEIGHT - y} />;
      })}
      {shifted && <path d={outline} vectorEffect="non-scaling-stroke" />}
    </svg>
  );
}
