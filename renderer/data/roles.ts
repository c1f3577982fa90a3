/** What each column of a table is, as the user says it, and what becomes of that in the parameters of a dataset node. Pure. */
import { type CsvColumn, type CsvPreview, listColumns } from '../../engine';
import { dataTexts } from '../texts/data';

const texts = dataTexts.wizard;

export type Role = CsvColumn['role'];
export type Roles = readonly Role[];

/** Labels of more classes than this are rather numbers to predict. */
const MANY_CLASSES = 50;

/** Columns that only number the rows. */
const NUMBERING = /^(id|index|row|nr\.?|no\.?|number|unnamed.*)$/i;

/** What the columns seem to be: the label as it was found; text, empty columns and numbers of rows left out. */
export const firstRoles = ({ columns, looked }: CsvPreview): Roles => {
  const roles = columns.map(({ name, role, kind, distinct }, place): Role => {
    const numbers = place === 0 && NUMBERING.test(name) && distinct === looked && looked > 2;
    return role === 'feature' && (kind !== 'numbers' || numbers) ? 'ignored' : role;
  });
  // A table of nothing else is read as it is.
  return roles.includes('feature')
    ? roles
    : columns.map(({ role, kind }) => (kind === 'text' && role === 'feature' ? 'ignored' : role));
};

/** One column has another role; there is always one label. */
export function withRole(roles: Roles, column: number, role: Role): Roles {
  if (role === 'label') {
    return roles.map((old, place) => (place === column ? 'label' : old === 'label' ? 'feature' : old));
  }
  if (roles[column] !== 'label') return roles.map((old, place) => (place === column ? role : old));
  // The label has to be some column: the last of the others.
  const others = roles.map((_, place) => place).filter((place) => place !== column);
  const next = others.at(-1);
  return roles.map((old, place) => (place === column ? role : place === next ? 'label' : old));
}

/** A name that means this column alone; its number where another column has the same name, or one is a number. */
const nameOf = (columns: readonly CsvColumn[], place: number): string => {
  const { name } = columns[place] as CsvColumn;
  const first = columns.findIndex((column) => column.name === name);
  return first === place && name.trim() === name && name !== '' ? name : String(place);
};

/** The parameters `label` and `ignore`. */
export function roleParameters(columns: readonly CsvColumn[], roles: Roles): { label: string; ignore: string } {
  const places = (role: Role): number[] => roles.flatMap((own, place) => (own === role ? [place] : []));
  const [label = columns.length - 1] = places('label');
  return {
    label: nameOf(columns, label),
    ignore: listColumns(places('ignored').map((place) => nameOf(columns, place))),
  };
}

/** What stands in the way of reading the table so, or is likely a mistake. */
export function roleProblems(
  columns: readonly CsvColumn[],
  roles: Roles,
  task: string,
): { errors: string[]; warnings: string[] } {
  const errors = columns.flatMap(({ name, kind }, place) =>
    roles[place] === 'feature' && kind === 'text' ? [texts.textFeature(name)] : [],
  );
  if (!roles.includes('feature')) errors.push(texts.noFeature);
  const label = columns[roles.indexOf('label')];
  if (label?.kind === 'text' && task === 'regression') errors.push(texts.numbersNeeded(label.name));
  const many = label?.kind === 'numbers' && task === 'classification' && label.distinct > MANY_CLASSES;
  return { errors, warnings: many ? [texts.manyClasses(label.name, label.distinct)] : [] };
}
