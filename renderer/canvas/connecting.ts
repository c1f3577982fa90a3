/** The wire that is being drawn: where it starts, and for every port whether it could end there. */
import { create } from 'zustand';
import { candidates, type PortPlace } from '../document/connections';

export interface Connecting {
  from: PortPlace | null;
  /** By `node/side/port`: why it is refused, or null where it fits. */
  verdicts: ReadonlyMap<string, string | null>;
}

const NOTHING: Connecting = { from: null, verdicts: new Map() };

export const useConnecting = create<Connecting>()(() => NOTHING);

export const portKey = (place: PortPlace): string => `${place.nodeId}/${place.side}/${place.port}`;

export function startConnecting(from: PortPlace): void {
  const verdicts = new Map(
    candidates(from).map(({ place, problem }) => [portKey(place), problem ? problem.message : null]),
  );
  useConnecting.setState({ from, verdicts });
}

export function stopConnecting(): void {
  useConnecting.setState(NOTHING);
}

/** Whether the wire that is being drawn could end here. */
export const fitsHere = (place: PortPlace): boolean => useConnecting.getState().verdicts.get(portKey(place)) === null;
