/** Random documents with everything beside the plain graph: nested groups and subgraphs, notes, search, lab, scripts. */
import { Stream } from '../core/rng';
import type { GraphDocument, GraphNode } from '../document/types';
import { collapseNodes, groupNodes } from '../graph/subgraphs';
import { nodeRegistry } from '../nodes/index';

const COLOURS = ['grey', 'blue', 'green', 'yellow', 'red', 'purple', 'plaid'];

/**
 * `document` with parts of it in groups and subgraphs, which are nested; the graph it means stays the same as long as
 * there are no `faults` (the chance of each mistake at each place).
 */
export function nested(document: GraphDocument, seed: number, faults = 0): GraphDocument {
  const stream = new Stream(seed, 'nested document');
  const pick = <T>(list: readonly T[]): T => list[stream.integer(list.length)] as T;
  const mistake = (): boolean => stream.uniform() < faults;
  let result = document;
  for (let round = stream.integer(5); round > 0; round--) {
    const inside = pick([undefined, ...result.nodes.map(({ parentId }) => parentId)]);
    const ids = result.nodes.filter(({ parentId }) => parentId === inside).map(({ id }) => id);
    const chosen = ids.filter(() => stream.uniform() < 0.5);
    const made =
      stream.uniform() < 0.6 ? collapseNodes(result, chosen, nodeRegistry) : groupNodes(result, chosen, nodeRegistry);
    result = made?.document ?? result;
  }
  const ids = result.nodes.map(({ id }) => id);
  const nodes = result.nodes.map((node): GraphNode => {
    const parent = mistake() ? { parentId: pick([...ids, 'ghost']) } : {};
    const structure = nodeRegistry.get(node.type)?.structure !== undefined;
    const flags = structure && mistake() ? { [pick(['bypassed', 'frozen', 'probed'])]: true } : {};
    const data = structure && mistake() ? { ...node.data, name: pick(['x', '', 5, '__proto__']) } : node.data;
    return { ...node, data, ...parent, ...flags };
  });
  for (let count = stream.integer(3); count > 0; count--) {
    const data = { text: `Note ${count}\n"${seed}"`, colour: pick(COLOURS.slice(0, mistake() ? 7 : 6)) };
    nodes.push({ id: `note_${count}`, type: 'comment', position: { x: -stream.normal(), y: count }, data });
  }
  const edges = result.edges.filter(() => !mistake());
  return { ...result, nodes, edges, ...extras(stream, ids) };
}

/** Search, scripts, lab and notes, each in half of the documents. */
function extras(stream: Stream, ids: readonly string[]): Partial<GraphDocument> {
  const half = (): boolean => stream.uniform() < 0.5;
  const id = ids[stream.integer(Math.max(1, ids.length))] || 'none';
  const low = stream.uniform();
  return {
    ...(half() && {
      search: {
        objective: {
          metric: half() ? 'loss' : id,
          split: half() ? 'test' : 'train',
          direction: 'min',
          reduce: half() ? 'last' : 'best',
        },
        budget: half() ? { steps: 1 + stream.integer(100) } : {},
        repeats: 1 + stream.integer(3),
        parameters: [
          { path: `${id}.units`, type: 'integer', low: 1, high: 9, ...(half() && { step: 2 }) },
          { path: 'optimizer.learningRate', scale: 'log', low: 0.001 + low, high: 2 + low },
          { path: 'optimizer.algorithm', choices: ['sgd', { a: [low] }, null] },
        ],
      },
    }),
    ...(half() && { scripts: [{ name: `s${stream.integer(9)}.ts`, text: 'await run();\n' }] }),
    ...(half() && { lab: [{ expect: { loss: { below: low } }, title: 'ü ☃ "quoted"' }] }),
    ...(half() && { notes: [null, low, 'text'] }),
  };
}
