/** Leaves out values that no output, no probe and no in-place update needs. Variables stay: they are state. */
import { rebuild } from '../ir/rebuild';
import { type Pass, Tally } from './pass';

export const deadCode: Pass = {
  name: 'dead code',
  run(graph, ops) {
    const kept = rebuild(graph, ops, () => null);
    const tally = new Tally();
    tally.add('values nobody needs', graph.values.length - kept.values.length);
    return { graph: kept, applied: tally.counts };
  },
};
