import type { ConnectionLineComponentProps } from '@xyflow/react';
import { EdgeLabelRenderer } from '@xyflow/react';
import { texts } from '../texts';
import { portKey, useConnecting } from './connecting';
import { roundedPath } from './routing';

/** The wire at the pointer while it is drawn, with the reason where it would be refused. */
export function ConnectionLine({ fromX, fromY, toX, toY, toHandle, fromHandle }: ConnectionLineComponentProps) {
  const verdicts = useConnecting((state) => state.verdicts);
  const side = toHandle?.type === 'target' ? 'input' : 'output';
  const sameSide = toHandle !== null && toHandle.type === fromHandle.type;
  const verdict =
    toHandle && !sameSide
      ? verdicts.get(portKey({ nodeId: toHandle.nodeId, side, port: toHandle.id ?? '' }))
      : undefined;
  const reason = sameSide ? texts.canvas.same : (verdict ?? null);
  const middle = Math.round((fromX + toX) / 2);
  const path = roundedPath([
    { x: fromX, y: fromY },
    { x: middle, y: fromY },
    { x: middle, y: toY },
    { x: toX, y: toY },
  ]);
  return (
    <>
      <path className="wire drawing" d={path} data-refused={reason !== null || undefined} />
      {reason !== null && (
        <EdgeLabelRenderer>
          <div
            className="wire-reason"
            role="alert"
            style={{
              transform: `translate(${toX}px, ${toY}px) scale(var(--unzoom)) translate(14px, 14px)`,
            }}
          >
            {reason}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
