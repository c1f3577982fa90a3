import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { sourceOf } from '../document/lookup';
import { wireSeverity } from '../document/problems';
import { reroutesOf } from '../document/reroutes';
import { useSelection } from '../document/selection';
import { useDocument } from '../document/store';
import { WireBand } from '../run/WireBand';
import { useDropTarget } from './drop';
import type { FlowEdge } from './flow-elements';
import { carriedKind, isProbed } from './Port';
import { RoutePoints } from './RoutePoints';
import { useRoutes, wireLabel } from './routes';
import { BAND_ZOOM, useView } from './viewport';

/** How far under a z wire its label lies, clear of the band. */
const UNDER_BAND = 26;

export const Wire = memo(
  function Wire({ id, data, selected }: EdgeProps<FlowEdge>) {
    const edge = data?.edge;
    const source = edge?.source ?? '';
    const port = edge?.sourceHandle ?? '';
    const drawn = useRoutes((state) => state.wires.get(id));
    const probed = useDocument((state) => isProbed(state, source, port));
    const kind = useDocument((state) => carriedKind(state, source, port));
    const label = useDocument((state) => wireLabel(state, source, port));
    const origin = useDocument((state) => sourceOf(state.document, source, port).nodeId);
    const severity = useDocument(() => wireSeverity(id, edge?.target ?? '', edge?.targetHandle ?? ''));
    const target = useDropTarget(({ wire }) => wire === id);
    const linked = useSelection(({ nodeIds }) => {
      const [only] = nodeIds;
      return nodeIds.length === 1 && (only === edge?.source || only === edge?.target);
    });
    const near = useView(({ zoom }) => zoom >= BAND_ZOOM);
    if (!drawn || !edge) return null;
    const { path, band } = drawn;
    const onBand = probed && band !== null && drawn.label?.y === band.from.y;
    return (
      <>
        {probed && band && near && (
          <WireBand
            nodeId={origin}
            sourceX={band.from.x}
            sourceY={band.from.y}
            targetX={band.to.x}
            targetY={band.to.y}
          />
        )}
        <path className="wire-grip" d={path} data-target={target || undefined} />
        <path
          className="wire"
          d={path}
          data-look={probed ? 'z' : kind}
          data-selected={selected || undefined}
          data-severity={severity}
          data-linked={linked || undefined}
        />
        {reroutesOf(edge).length > 0 && <RoutePoints edge={edge} selected={selected === true} />}
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
    before.id === after.id && before.data?.edge === after.data?.edge && before.selected === after.selected,
);
