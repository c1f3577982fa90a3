/** What a weight starts with, drawn by the run's own initializer and seed. */
import { useMemo } from 'react';
import { initialSample, type WeightSpec } from '../../engine';
import { useDocument } from '../document/store';
import { texts } from '../texts';
import { sampleHistogram } from './sample-histogram';

const words = texts.inspector;
const BINS = 32;
const HEIGHT = 36;

/** Numbers of a histogram, short. */
const short = (value: number): string => String(Number(value.toPrecision(2))).replace('-', '−');

export function InitializerPreview({ nodeId, weight }: { nodeId: string; weight: WeightSpec }) {
  const seed = useDocument((state) => state.document.seed);
  const { name, shape, initializer } = weight;
  const key = JSON.stringify([shape, initializer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every check makes the weight anew; its content is the key.
  const sample = useMemo(() => initialSample(nodeId, weight, seed), [nodeId, key, seed]);
  if (!sample || sample.length === 0) return <p className="help">{words.notDrawn}</p>;
  const { bars, low, high, deviation } = sampleHistogram(sample, BINS);
  const said =
    low === high
      ? words.allEqual(sample.length, short(low))
      : words.spread(sample.length, short(low), short(high), short(deviation));
  return (
    <figure className="sample">
      {low < high && (
        <svg
          viewBox={`0 0 ${BINS} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={words.firstWeights(name)}
        >
          {bars.map((bar, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place.
            <rect key={place} x={place + 0.08} width={0.84} y={HEIGHT * (1 - bar)} height={HEIGHT * bar} />
          ))}
        </svg>
      )}
      <figcaption className="help">{said}</figcaption>
    </figure>
  );
}
