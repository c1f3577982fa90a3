/** A graph that runs, as those see it who look at it or change its state between two steps. A session is one. */
import type { Device } from '../backends/backend';
import type { GraphDocument } from '../document/types';
import type { CheckedGraph } from '../graph/types';
import type { Controls } from './controls';
import type { Programs } from './programs';

export interface RunningGraph {
  readonly document: GraphDocument;
  readonly checked: CheckedGraph;
  readonly controls: Controls;
  readonly programs: Programs;
  readonly device: Device;
  /** Updates made so far. */
  readonly step: number;
}
