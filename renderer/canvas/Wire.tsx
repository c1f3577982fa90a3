import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useDocument } from '../document/store';
import { WireBand } from '../run/WireBand';
import type { FlowEdge } from './flow-elements';
import { carriedKind, isProbed } from './Port';
import { useRoutes, wireLabel } from './routes';
import { BAND_ZOOM, useView } from './viewport';

/** How far under a z wire its label lies, clear of the band. */
const UNDER_BAND = 26;

export const Wire = memo(
  function Wire({ id, source, sourceHandleId, selected }: EdgeProps<FlowEdge>) {
    const port = sourceHandleId ?? '';
    const drawn = useRoutes((state) => state.wires.get(id));
    const probed = useDocument((state) => isProbed(state, source, port));
    const kind = useDocument((state) => carriedKind(state, source, port));
    const label = useDocument(() => wireLabel(source, port));
    const near = useView(({ zoom }) => zoom >= BAND_ZOOM);
    if (!drawn) return null;
    const { path, band } = drawn;
    const onBand = probed && band !== null && drawn.label?.y === band.from.y;
    return (
      <>
        {probed && band && near && (
          <WireBand
            nodeId={source}
            sourceX={band.from.x}
            sourceY={band.from.y}
            targetX={band.to.x}
            targetY={band.to.y}
          />
        )}
        <path className="wire" d={path} data-look={probed ? 'z' : kind} data-selected={selected || undefined} />
        <path className="wire-grip" d={path} />
        {drawn.label && label !== '' && (
          <EdgeLabelRenderer>
            <span
              className="wire-label number"
              style={{
                transform: `translate(-50%, -50%) translate(${drawn.label.x}px, ${drawn.label.y + (onBand ? UNDER_BAND : 0)}px)`,
              }}
            >
              {label}
            </span>
          </EdgeLabelRenderer>
        )}
      </>
    );
  },
  (before, after) =>
    before.id === after.id &&
    before.source === after.source &&
    before.sourceHandleId === after.sourceHandleId &&
    before.selected === after.selected,
);
