/** What differs between two versions of a graph, as facts that a text is made of. Pure. */
import { type GraphDocument, type GraphEdge, type GraphNode, nodeRegistry, withDefaults } from '../../engine';

export type DocumentChange =
  | { kind: 'nodeAdded' | 'nodeRemoved'; id: string; type: string }
  | { kind: 'nodeRenamed'; from: string; to: string }
  | { kind: 'nodeType'; id: string; from: string; to: string }
  | { kind: 'parameter'; id: string; type: string; parameter: string; title: string; from: unknown; to: unknown }
  /** A mark of a node: whether it is bypassed, frozen or probed, or the container it stands in. */
  | { kind: 'mark'; id: string; mark: string; from: unknown; to: unknown }
  | { kind: 'moved'; ids: string[] }
  | { kind: 'wireAdded' | 'wireRemoved'; from: string; to: string }
  | { kind: 'wireRouted'; from: string; to: string }
  /** Something of the graph itself; `name` is its key in the file, such as `run.batchSize`. */
  | { kind: 'setting'; name: string; from: unknown; to: unknown };

const OWN_KEYS = new Set(['id', 'type', 'position', 'data']);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? '';

const same = (a: unknown, b: unknown): boolean => a === b || canonical(a) === canonical(b);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The keys that two objects differ in, those of the first one first. */
function differing(from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => !same(from[key], to[key]));
}

/** Ids that nodes have got since: the one node that went and the one that came with all the same in it. */
function renamedNodes(gone: readonly GraphNode[], come: readonly GraphNode[]): Map<string, string> {
  const content = ({ id: _, ...rest }: GraphNode): string => canonical(rest);
  const found = new Map<string, string>();
  const left = [...come];
  for (const node of gone) {
    const place = left.findIndex((other) => content(other) === content(node));
    if (place < 0) continue;
    found.set(node.id, (left[place] as GraphNode).id);
    left.splice(place, 1);
  }
  return found;
}

function nodeChanges(from: GraphNode, to: GraphNode): DocumentChange[] {
  const { id } = to;
  const marks = differing(from, to)
    .filter((key) => !OWN_KEYS.has(key))
    // A mark that is not set and one that is set to no are the same.
    .filter((mark) => !same(from[mark] ?? false, to[mark] ?? false))
    .map((mark): DocumentChange => ({ kind: 'mark', id, mark, from: from[mark], to: to[mark] }));
  if (from.type !== to.type) return [{ kind: 'nodeType', id, from: from.type, to: to.type }, ...marks];
  const specs = nodeRegistry.get(to.type)?.parameters ?? {};
  const before = { ...from.data, ...withDefaults(specs, from.data) };
  const after = { ...to.data, ...withDefaults(specs, to.data) };
  const parameters = differing(before, after).map(
    (parameter): DocumentChange => ({
      kind: 'parameter',
      id,
      type: to.type,
      parameter,
      title: specs[parameter]?.title ?? parameter,
      from: before[parameter],
      to: after[parameter],
    }),
  );
  return [...parameters, ...marks];
}

function settingChanges(name: string, from: unknown, to: unknown): DocumentChange[] {
  if (same(from, to)) return [];
  if (!isRecord(from) || !isRecord(to)) return [{ kind: 'setting', name, from, to }];
  return differing(from, to).flatMap((key) => settingChanges(`${name}.${key}`, from[key], to[key]));
}

/** All that differs, nodes first, then wires, then what belongs to the graph itself; none for equal documents. */
export function compareDocuments(from: GraphDocument, to: GraphDocument): DocumentChange[] {
  const before = new Map(from.nodes.map((node) => [node.id, node]));
  const after = new Map(to.nodes.map((node) => [node.id, node]));
  const gone = from.nodes.filter(({ id }) => !after.has(id));
  const come = to.nodes.filter(({ id }) => !before.has(id));
  const renamed = renamedNodes(gone, come);
  const newNames = new Set(renamed.values());
  const changes: DocumentChange[] = [
    ...[...renamed].map(([id, now]): DocumentChange => ({ kind: 'nodeRenamed', from: id, to: now })),
    ...gone
      .filter(({ id }) => !renamed.has(id))
      .map(({ id, type }): DocumentChange => ({ kind: 'nodeRemoved', id, type })),
    ...come
      .filter(({ id }) => !newNames.has(id))
      .map(({ id, type }): DocumentChange => ({ kind: 'nodeAdded', id, type })),
  ];
  const moved: string[] = [];
  for (const node of to.nodes) {
    const old = before.get(node.id);
    if (old === undefined || old === node) continue;
    changes.push(...nodeChanges(old, node));
    if (!same(old.position, node.position)) moved.push(node.id);
  }
  if (moved.length > 0) changes.push({ kind: 'moved', ids: moved });

  const named = (id: string): string => renamed.get(id) ?? id;
  const ends = ({ source, sourceHandle, target, targetHandle }: GraphEdge, name: (id: string) => string) => ({
    from: `${name(source)} ${sourceHandle}`,
    to: `${name(target)} ${targetHandle}`,
  });
  const keyed = (edges: readonly GraphEdge[], name: (id: string) => string) =>
    new Map(
      edges.map((edge) => {
        const place = ends(edge, name);
        return [`${place.from} → ${place.to}`, { edge, place }] as const;
      }),
    );
  const oldWires = keyed(from.edges, named);
  const newWires = keyed(to.edges, (id) => id);
  for (const [key, { place }] of oldWires) if (!newWires.has(key)) changes.push({ kind: 'wireRemoved', ...place });
  for (const [key, { edge, place }] of newWires) {
    const old = oldWires.get(key);
    if (!old) changes.push({ kind: 'wireAdded', ...place });
    else if (!same(old.edge.reroutes ?? [], edge.reroutes ?? [])) changes.push({ kind: 'wireRouted', ...place });
  }

  const { nodes: _n, edges: _e, ...settingsBefore } = from;
  const { nodes: _m, edges: _f, ...settingsAfter } = to;
  for (const key of differing(settingsBefore, settingsAfter)) {
    changes.push(...settingChanges(key, settingsBefore[key], settingsAfter[key]));
  }
  return changes;
}
