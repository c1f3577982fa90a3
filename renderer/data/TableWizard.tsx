import { useId, useMemo, useState } from 'react';
import { previewCsv } from '../../engine';
import { showTab } from '../app/layout';
import { findNode } from '../document/lookup';
import { currentDocument } from '../document/store';
import { ChoiceField } from '../inspector/fields';
import { NumberField } from '../inspector/NumberField';
import { dataTexts } from '../texts/data';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/icons';
import { type ChosenTable, closeWizard, readTable, useTableWizard } from './choose-table';
import { firstRoles, type Role, type Roles, roleParameters, roleProblems, withRole } from './roles';
import { useDataSettings } from './settings';
import '../inspector/inspector.css';
import './wizard.css';

const texts = dataTexts.wizard;
const ROLES: readonly Role[] = ['feature', 'label', 'ignored'];
/** Columns and rows of the preview. */
const MOST_COLUMNS = 200;
const MOST_ROWS = 8;

const choices = <T extends string>(titles: Readonly<Record<T, string>>): { value: T; title: string }[] =>
  (Object.entries(titles) as [T, string][]).map(([value, title]) => ({ value, title }));

/** How a table is read: delimiter, header, what each column is, gaps, scaling and split, with its first rows. */
export function TableWizard() {
  const table = useTableWizard((state) => state.table);
  return table && <Wizard key={`${table.name} ${table.nodeId}`} table={table} />;
}

interface Settings {
  delimiter: 'auto' | 'comma' | 'semicolon' | 'tab';
  header: 'auto' | 'yes' | 'no';
  task: 'classification' | 'regression';
  missing: 'mean' | 'drop' | 'error';
  scale: 'none' | 'standard' | 'minmax';
  testFraction: number;
}

/** Numbers of very different sizes train better at one scale; the node's own choice stays where it already reads a table. */
function firstSettings({ nodeId }: ChosenTable): Settings {
  const begin: Settings = {
    ...{ delimiter: 'auto', header: 'auto', task: 'classification', missing: 'mean', scale: 'standard' },
    testFraction: 0.2,
  };
  const data = nodeId === null ? undefined : findNode(currentDocument(), nodeId)?.data;
  if (data?.source !== 'csv' || data.path === '') return begin;
  const kept = Object.keys(begin).filter((key) => data[key] !== undefined);
  return { ...begin, ...Object.fromEntries(kept.map((key) => [key, data[key]])) } as Settings;
}

function Wizard({ table }: { table: ChosenTable }) {
  const id = useId();
  const [settings, setSettings] = useState(() => firstSettings(table));
  const { delimiter, header } = settings;
  const preview = useMemo(
    () => previewCsv(table.text, { delimiter, header, label: '', missing: 'mean' }),
    [table.text, delimiter, header],
  );
  const [chosen, setChosen] = useState<{ of: typeof preview; roles: Roles } | null>(null);
  // Another delimiter makes other columns: their roles begin anew.
  const roles = chosen && chosen.of === preview ? chosen.roles : preview ? firstRoles(preview) : [];
  const set = (change: Partial<Settings>) => setSettings({ ...settings, ...change });
  const problems = preview ? roleProblems(preview.columns, roles, settings.task) : { errors: [], warnings: [] };
  const gaps = preview?.columns.reduce(
    (sum, { missing }, place) => sum + (roles[place] === 'ignored' ? 0 : missing),
    0,
  );
  const ready = preview !== null && problems.errors.length === 0;
  const finish = () => {
    if (!preview || !ready) return;
    readTable(table, { ...settings, ...roleParameters(preview.columns, roles) });
    closeWizard();
    useDataSettings.setState({ view: 'rows', split: 'all' });
    showTab('data');
  };
  return (
    <Dialog
      title={texts.title(table.name)}
      close={closeWizard}
      look="box"
      footer={
        <>
          <button type="button" className="button bordered" onClick={closeWizard}>
            {texts.cancel}
          </button>
          <button type="button" className="button primary" data-first disabled={!ready} onClick={finish}>
            {texts.use_}
          </button>
        </>
      }
    >
      <div className="dialog-body wizard">
        <fieldset>
          <legend>{texts.look}</legend>
          <Choice
            id={`${id}-d`}
            label={texts.delimiter}
            value={delimiter}
            titles={texts.delimiters}
            change={(value) => set({ delimiter: value })}
          >
            {preview && delimiter === 'auto' && texts.found(texts.delimiters[preview.delimiter])}
          </Choice>
          <Choice
            id={`${id}-h`}
            label={texts.header}
            value={header}
            titles={texts.headers}
            change={(value) => set({ header: value })}
          >
            {preview && header === 'auto' && (preview.header ? texts.isHeader : texts.isData)}
          </Choice>
          {preview && <p className="help">{texts.decimal(preview.delimiter !== 'comma')}</p>}
        </fieldset>
        {preview ? (
          <>
            <fieldset>
              <legend>{texts.columns}</legend>
              <p className="help">{texts.columnsHelp}</p>
              <Preview
                preview={preview}
                roles={roles}
                change={(place, role) => setChosen({ of: preview, roles: withRole(roles, place, role) })}
              />
              {[...problems.errors, ...problems.warnings].map((text) => (
                <p key={text} className="wizard-problem" data-error={problems.errors.includes(text) || undefined}>
                  <Icon name="warning" size={14} />
                  {text}
                </p>
              ))}
            </fieldset>
            <fieldset>
              <legend>{texts.use}</legend>
              <Choice
                id={`${id}-t`}
                label={texts.task}
                value={settings.task}
                titles={texts.tasks}
                change={(task) => set({ task })}
              />
              <Choice
                id={`${id}-m`}
                label={texts.missing}
                value={settings.missing}
                titles={texts.missings}
                change={(missing) => set({ missing })}
              >
                {gaps ? texts.someMissing(gaps) : texts.noMissing}
              </Choice>
              <Choice
                id={`${id}-s`}
                label={texts.scale}
                value={settings.scale}
                titles={texts.scales}
                change={(scale) => set({ scale })}
              />
              <div className="wizard-row">
                <label htmlFor={`${id}-f`}>{texts.testFraction}</label>
                <div>
                  <NumberField
                    id={`${id}-f`}
                    label={texts.testFraction}
                    value={settings.testFraction}
                    scale="linear"
                    min={0}
                    max={0.9}
                    change={(testFraction) => set({ testFraction })}
                  />
                </div>
              </div>
            </fieldset>
          </>
        ) : (
          <p className="wizard-problem" data-error>
            <Icon name="warning" size={14} />
            {texts.broken}
          </p>
        )}
      </div>
    </Dialog>
  );
}

interface ChoiceProps<T extends string> {
  id: string;
  label: string;
  value: T;
  titles: Readonly<Record<T, string>>;
  change(value: T): void;
  /** What was found, beside it. */
  children?: React.ReactNode;
}

function Choice<T extends string>({ id, label, value, titles, change, children }: ChoiceProps<T>) {
  return (
    <div className="wizard-row">
      <label htmlFor={id}>{label}</label>
      <ChoiceField id={id} label={label} choices={choices(titles)} value={value} change={(next) => change(next as T)} />
      <span className="help">{children}</span>
    </div>
  );
}

interface PreviewProps {
  preview: NonNullable<ReturnType<typeof previewCsv>>;
  roles: Roles;
  change(place: number, role: Role): void;
}

function Preview({ preview, roles, change }: PreviewProps) {
  const columns = preview.columns.slice(0, MOST_COLUMNS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reached by keys.
    <section className="wizard-preview" tabIndex={0} aria-label={texts.preview}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, kind, missing, distinct }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name; their place is theirs.
              <th key={place} scope="col" data-role={roles[place]}>
                <span title={name}>{name}</span>
                <select
                  aria-label={texts.role(name)}
                  value={roles[place]}
                  onChange={(event) => change(place, event.target.value as Role)}
                >
                  {ROLES.map((role) => (
                    <option key={role} value={role}>
                      {texts.roles[role]}
                    </option>
                  ))}
                </select>
                <span className="quiet">
                  {missing > 0 ? `${texts.kinds[kind]}, ${texts.gaps(missing)}` : texts.kinds[kind]}
                </span>
                <span className="quiet">{texts.distinct(distinct)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, MOST_ROWS).map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a table is its place.
            <tr key={line}>
              {columns.map((_, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                <td key={place} className="number" data-role={roles[place]}>
                  {row[place] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {preview.columns.length > columns.length && (
        <p className="help">{dataTexts.table.more(preview.columns.length - columns.length)}</p>
      )}
    </section>
  );
}
