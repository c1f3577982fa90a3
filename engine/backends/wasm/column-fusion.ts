/**
 * Finds operations that work column by column over the same rows and can be done together, block of columns by block of
 * columns: a batch norm's mean, variance, normalization and activation; its backward pass; a bias's gradient with the
 * derivative that it sums. See `kernels/columns.ts` for what is made of them.
 *
 * All of a group move forward in time to its first one, and inside the group they take turns at every block.
 */
import type { OpTable } from '../../ir/op';
import type { Value, ValueId } from '../../ir/types';
import { FARTHEST, type Fusion } from './fusion';
import { at, type Kernel } from './kernel';
import { columnPartOf } from './kernel-of';
import { type ColumnPart, columnKernel, type WiredPart } from './kernels/columns';
import { layoutOf, sameLayout } from './layout';
import { type Extent, type Footprint, independent, overlap, type Steps } from './steps';

export interface ColumnGroup {
  /** In their order; the first stands where all are done. */
  members: readonly Value[];
  kernel: Kernel;
  /** What the kernel's parameters are the addresses of. */
  values: readonly ValueId[];
}

/** An operation that could be in a group. */
interface Candidate {
  value: Value;
  part: ColumnPart;
  inputs: readonly ValueId[];
  footprint: Footprint;
  level: number;
}

/** Most values of a group: addresses are in registers too. */
const MOST_VALUES = 14;
const sameExtent = (a: Extent, b: Extent): boolean => a.start === b.start && a.end === b.end;

/** Whether two operations may take turns at blocks of columns: what they share of memory is the same columns of both. */
const alternate = (a: Footprint, b: Footprint): boolean =>
  [...a.reads, ...a.writes].every((piece) =>
    [...b.reads, ...b.writes].every((other) => !overlap(piece, other) || sameExtent(piece, other)),
  );

/** @param fusions what is done in products already */
export function findColumnGroups(
  steps: Steps,
  ops: OpTable,
  fusions: ReadonlyMap<ValueId, Fusion>,
): ReadonlyMap<ValueId, ColumnGroup> {
  /** Where operations that were moved are done now. */
  const movedTo = new Map([...fusions].map(([product, { consumer }]) => [consumer.id, steps.placeOf(product)]));
  const placeOf = (id: ValueId): number => movedTo.get(id) ?? steps.placeOf(id);
  const footprints: Footprint[] = [...steps.footprints];
  for (const [product, { consumer }] of fusions) {
    const [from, to] = [steps.placeOf(product), steps.placeOf(consumer.id)];
    const [own, moved] = [at(footprints, from), at(footprints, to)];
    footprints[from] = { reads: [...own.reads, ...moved.reads], writes: [...own.writes, ...moved.writes] };
    footprints[to] = { reads: [], writes: [] };
  }

  const parts = new Map<ValueId, ColumnPart | null>();
  const partOf = (value: Value): ColumnPart | null => {
    if (value.origin.phase === 'probe' || movedTo.has(value.id)) return null;
    let part = parts.get(value.id);
    if (part === undefined) {
      const shapes = value.inputs.map((id) => steps.shapeOf(id));
      part = columnPartOf(value, shapes, ops);
      parts.set(value.id, part);
    }
    return part;
  };

  /** The group that begins with the operation at a place, or null where it would be alone. */
  const groupAt = (first: number): Candidate[] | null => {
    const leader = at(steps.list, first);
    const part = partOf(leader);
    if (!part) return null;
    const shape = steps.shapeOf(at(leader.inputs, 0));
    const members: Candidate[] = [];
    const byId = new Map<ValueId, Candidate>();
    const known = new Set<ValueId>();
    const join = (candidate: Candidate): void => {
      members.push(candidate);
      byId.set(candidate.value.id, candidate);
      for (const id of [...candidate.inputs, candidate.value.id]) known.add(id);
    };
    const passed: Footprint[] = [];
    const last = Math.min(steps.list.length, first + FARTHEST);
    for (let place = first; place < last; place++) {
      const value = at(steps.list, place);
      const footprint = at(footprints, place);
      const candidate = fits(value, footprint);
      if (candidate) join(candidate);
      else passed.push(footprint);
    }
    const joins =
      members.length > 1 && members.some(({ part: { reduces }, value }) => reduces || value.op === 'normalize');
    return joins ? members : null;

    function fits(value: Value, footprint: Footprint): Candidate | null {
      const own = value === leader ? part : partOf(value);
      if (!own || !sameLayout(steps.shapeOf(at(value.inputs, 0)), shape)) return null;
      const inputs = steps.inputsOf(value);
      // It continues the group, or sums the same rows; and what it reads is there.
      const sums = own.reduces && own.matrices.some((index) => known.has(at(inputs, index)));
      if (value !== leader && !sums && !inputs.some((id) => byId.has(id))) return null;
      if (!inputs.every((id) => byId.has(id) || placeOf(id) < first)) return null;
      if (new Set([...known, ...inputs, value.id]).size > MOST_VALUES) return null;
      if (!passed.every((other) => independent(footprint, other))) return null;
      if (!members.every((other) => alternate(footprint, other.footprint))) return null;
      const after = members
        .filter((other) => !independent({ reads: [], writes: footprint.writes }, other.footprint))
        .map(({ level }) => level);
      const needs = inputs.flatMap((id) => {
        const made = byId.get(id);
        return made ? [made.part.reduces || own.peeks ? made.level + 1 : made.level] : [];
      });
      return { value, part: own, inputs, footprint, level: Math.max(0, ...after, ...needs) };
    }
  };

  const groups = new Map<ValueId, ColumnGroup>();
  steps.list.forEach((leader, place) => {
    if (movedTo.has(leader.id)) return;
    const members = groupAt(place);
    if (!members) return;
    groups.set(leader.id, wired(steps, members));
    for (const { value } of members) movedTo.set(value.id, place);
    footprints[place] = {
      reads: members.flatMap(({ footprint }) => footprint.reads),
      writes: members.flatMap(({ footprint }) => footprint.writes),
    };
    for (const { value } of members.slice(1)) footprints[steps.placeOf(value.id)] = { reads: [], writes: [] };
  });
  return groups;
}

function wired(steps: Steps, members: readonly Candidate[]): ColumnGroup {
  const values: ValueId[] = [];
  const numberOf = (id: ValueId): number => {
    const place = values.indexOf(id);
    return place < 0 ? values.push(id) - 1 : place;
  };
  const levels = new Map(members.map(({ value, level }) => [value.id, level]));
  const parts = members.map(({ value, part, inputs, level }): WiredPart => {
    const readers = steps.readersOf(value.id);
    const inRegisters = readers.length > 0 && readers.every(({ id }) => levels.get(id) === level);
    const stored = part.reduces || steps.isNamed(value.id) || !inRegisters;
    return { part, inputs: inputs.map(numberOf), output: numberOf(value.id), level, stored };
  });
  const { value } = at(members, 0);
  const kernel = columnKernel(layoutOf(steps.shapeOf(at(value.inputs, 0))), values.length, parts);
  return { members: members.map((member) => member.value), kernel, values };
}
