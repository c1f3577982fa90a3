/**
 * Rows of a changed world: the recipes of a dataset node's `shift`, done to rows as they are taken. Each is a function of
 * the seed and the row, so a row looks the same whenever it comes, and on every platform. They see the values before
 * scaling: what is scaled is the changed world, by what was fitted on the old one.
 */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import { cos, sin } from '../core/math';
import { withDefaults } from '../core/parameters';
import { Stream } from '../core/rng';
import { SHIFT } from '../core/shift';
import { movePicture, turnColours } from './shift-pictures';
import { type DataFacts, featureCount, type PreparedData, type Shift } from './types';

interface Recipe {
  kind: string;
  on: 'train' | 'test' | 'all';
  from: number;
  share: number;
  values: Readonly<Record<string, unknown>>;
}

const recipesOf = new WeakMap<readonly Shift[], readonly Recipe[]>();

/** The recipes with all their fields; made once for each list. */
function read(shift: readonly Shift[]): readonly Recipe[] {
  let recipes = recipesOf.get(shift);
  if (!recipes) {
    recipes = shift.map((item) => {
      const values = withDefaults(SHIFT.items[item.kind]?.fields ?? {}, item);
      const { on, from, share } = values as unknown as Recipe;
      return { kind: item.kind, on, from, share, values };
    });
    recipesOf.set(shift, recipes);
  }
  return recipes;
}

/** Whether any recipe may change a row after this many updates. */
export const isShifted = (shift: readonly Shift[], step: number): boolean =>
  shift.length > 0 && read(shift).some(({ from }) => step >= from);

/** Recipes that can do nothing to these data. */
export function shiftProblems(shift: readonly Shift[], facts: DataFacts, nodeId: string | null): Diagnostic[] {
  const width = featureCount(facts);
  const { image, classNames } = facts;
  const detailOf = ({ kind, values }: Recipe): string | null => {
    if (kind === 'recolour' && !image && !facts.recolour) return 'its data have no colours';
    if (kind === 'featureSwap') {
      const count = image && image.channels > 1 ? image.channels : width;
      const missing = [values.a as number, values.b as number].find((place) => place >= count);
      if (missing !== undefined) return `there is no feature ${missing}; they are counted from 0 to ${count - 1}`;
    }
    if (kind === 'rotate' && !image && width < 2) return 'a single feature cannot be turned';
    if (kind === 'classPrior' && (values.class as number) >= classNames.length) {
      return classNames.length === 0 ? 'its labels are no classes' : `there is no class ${values.class}`;
    }
    return null;
  };
  return read(shift).flatMap((recipe) => {
    const detail = detailOf(recipe);
    const place = { nodeId, parameter: 'shift' };
    return detail === null ? [] : [diagnose('shiftUnfit', place, { kind: recipe.kind, detail })];
  });
}

const amounts = (by: unknown): readonly number[] => (Array.isArray(by) ? by : [by as number]);

/** Shifts the rows of one data set. */
export class Shifter {
  private readonly isTest: Uint8Array;
  /** Values of one row, before scaling. */
  private readonly row: Float32Array;
  private readonly one = new Uint32Array(1);
  private readonly streams = new Map<string, Stream>();
  private readonly pools = new Map<string, { inside: Uint32Array; outside: Uint32Array }>();

  constructor(private readonly data: PreparedData) {
    const { store, split } = data;
    this.isTest = new Uint8Array(store.rows);
    for (const row of split.test) this.isTest[row] = 1;
    this.row = new Float32Array(store.width);
  }

  /** The rows that are taken in place of these, where the frequency of classes is changed; else the same array. */
  rows(rows: Uint32Array, shift: readonly Shift[], step: number): Uint32Array {
    let taken = rows;
    for (const recipe of read(shift)) {
      if (recipe.kind !== 'classPrior' || step < recipe.from) continue;
      const before = taken;
      taken = before.map((row, i) => (this.hits(recipe, rows[i] as number) ? this.substitute(recipe, row) : row));
    }
    return taken;
  }

  /**
   * The values of one row after the recipes, scaled. The array is used again by the next call.
   *
   * @param row the row of the data that decides by chance and split; its values may be those of another one
   * @param taken the row whose values these are
   */
  values(row: number, taken: number, shift: readonly Shift[], step: number): Float32Array {
    const { row: values, data } = this;
    this.one[0] = taken;
    data.store.gather(this.one, values, values.length);
    const { offset, factor, kind } = data.scaling;
    if (kind !== 'none') {
      for (let j = 0; j < values.length; j++) {
        values[j] = (values[j] as number) / (factor[j] as number) + (offset[j] as number);
      }
    }
    for (const recipe of read(shift)) {
      if (recipe.kind === 'classPrior' || step < recipe.from || !this.hits(recipe, row)) continue;
      this.apply(recipe, row, taken, values);
    }
    if (kind !== 'none') {
      for (let j = 0; j < values.length; j++) {
        values[j] = ((values[j] as number) - (offset[j] as number)) * (factor[j] as number);
      }
    }
    return values;
  }

  private hits({ kind, on, share }: Recipe, row: number): boolean {
    if (on !== 'all' && (on === 'test') !== (this.isTest[row] === 1)) return false;
    return share >= 1 || this.draw(`share/${kind}`, row) < share;
  }

  /** A uniform number that belongs to a purpose and a place. */
  private draw(purpose: string, place: number): number {
    return this.stream(purpose, place).uniform();
  }

  private stream(purpose: string, place: number): Stream {
    let stream = this.streams.get(purpose);
    if (!stream) {
      stream = new Stream(this.data.seed, `shift/${purpose}`);
      this.streams.set(purpose, stream);
    }
    stream.seek(place);
    return stream;
  }

  private substitute({ values }: Recipe, row: number): number {
    const { labels } = this.data.table;
    const wanted = this.draw('classPrior', 2 * row) < (values.prior as number);
    if ((labels[row] === values.class) === wanted) return row;
    const { inside, outside } = this.pool(values.class as number, this.isTest[row] === 1);
    const pool = wanted ? inside : outside;
    return pool[Math.floor(this.draw('classPrior', 2 * row + 1) * pool.length)] ?? row;
  }

  /** Rows of a split that are of a class, and those that are not. */
  private pool(label: number, test: boolean): { inside: Uint32Array; outside: Uint32Array } {
    const key = `${label} ${test}`;
    let pool = this.pools.get(key);
    if (!pool) {
      const { split, table } = this.data;
      const rows = test ? split.test : split.train;
      pool = {
        inside: rows.filter((row) => table.labels[row] === label),
        outside: rows.filter((row) => table.labels[row] !== label),
      };
      this.pools.set(key, pool);
    }
    return pool;
  }

  private apply({ kind, values: fields }: Recipe, row: number, taken: number, values: Float32Array): void {
    const { table } = this.data;
    switch (kind) {
      case 'translate':
      case 'scale':
        moveOrScale(kind, amounts(fields.by), table, values);
        return;
      case 'rotate':
        rotate((fields.degrees as number) * (Math.PI / 180), table, values);
        return;
      case 'featureSwap':
        swap(fields.a as number, fields.b as number, table, values);
        return;
      case 'recolour':
        if (table.recolour) table.recolour(taken, fields.amount as number, values);
        else turnColours(table.image, fields.amount as number, values);
        return;
      case 'noise': {
        const stream = this.stream('noise', row * values.length * 2);
        const deviation = fields.deviation as number;
        for (let j = 0; j < values.length; j++) values[j] = (values[j] as number) + deviation * stream.normal();
        return;
      }
      default:
        throw new Error(`There is no shift "${kind}".`);
    }
  }
}

function moveOrScale(
  kind: 'translate' | 'scale',
  by: readonly number[],
  { image }: DataFacts,
  values: Float32Array,
): void {
  const [first = kind === 'translate' ? 0 : 1] = by;
  if (image) {
    const second = by[1] ?? first;
    if (kind === 'translate') movePicture(image, [1, 0, first, 0, 1, second], values);
    else movePicture(image, [first, 0, 0, 0, second, 0], values);
    return;
  }
  for (let j = 0; j < values.length; j++) {
    // A list that ends early leaves the features after it alone.
    const amount = by.length === 1 ? first : by[j];
    if (amount === undefined) return;
    const value = values[j] as number;
    values[j] = kind === 'translate' ? value + amount : value * amount;
  }
}

function rotate(angle: number, { image }: DataFacts, values: Float32Array): void {
  const [c, s] = [cos(angle), sin(angle)];
  if (image) {
    movePicture(image, [c, -s, 0, s, c, 0], values);
    return;
  }
  if (values.length < 2) return;
  const [x, y] = [values[0] as number, values[1] as number];
  values[0] = c * x - s * y;
  values[1] = s * x + c * y;
}

function swap(a: number, b: number, { image }: DataFacts, values: Float32Array): void {
  const channels = image && image.channels > 1 ? image.channels : values.length;
  if (a >= channels || b >= channels) return;
  for (let at = 0; at < values.length; at += channels) {
    const kept = values[at + a] as number;
    values[at + a] = values[at + b] as number;
    values[at + b] = kept;
  }
}
