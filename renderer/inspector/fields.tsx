/** The fields of the inspector's form: one for each kind of parameter. */
import { useEffect, useId, useState } from 'react';
import { INITIALIZERS, type InitializerValue, initializerSettings, type ParameterSpec } from '../../engine';
import { toast } from '../app/dialog-store';
import { openWizard } from '../data/choose-table';
import { selectedNodes } from '../document/selection';
import { addDataFile } from '../document/store';
import { type PickedData, pickArrays, pickPictures, pickTable } from '../host/data-picker';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { FieldProblem } from './FieldProblem';
import { readNumbers, showNumber } from './format';
import { NumberField } from './NumberField';

const words = texts.inspector;

export type SpecOf<K extends ParameterSpec['kind']> = Extract<ParameterSpec, { kind: K }>;

export interface FieldProps<K extends ParameterSpec['kind']> {
  id: string;
  spec: SpecOf<K>;
  value: unknown;
  help: string;
  change(value: unknown): void;
}

export function Switch({
  id,
  label,
  value,
  help,
  change,
}: {
  id: string;
  label: string;
  value: boolean;
  help?: string;
  change(value: boolean): void;
}) {
  return (
    <button
      id={id}
      type="button"
      role="switch"
      className="switch"
      aria-checked={value}
      aria-label={label}
      aria-describedby={help}
      onClick={() => change(!value)}
    >
      <i />
    </button>
  );
}

/** With few short choices they stand side by side; else a list drops down. */
const SEGMENT_LETTERS = 21;

export function ChoiceField({
  id,
  label,
  choices,
  value,
  help,
  mixed = false,
  change,
}: {
  id: string;
  label: string;
  choices: readonly { value: string; title: string }[];
  value: unknown;
  help?: string;
  /** Nodes differ in it: none is chosen. */
  mixed?: boolean;
  change(value: string): void;
}) {
  const longest = Math.max(...choices.map(({ title }) => title.length));
  if (choices.length <= 3 && longest * choices.length <= SEGMENT_LETTERS) {
    return (
      <div id={id} className="segments" role="radiogroup" aria-label={label} aria-describedby={help}>
        {choices.map((choice) => (
          <label key={choice.value} className="segment">
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={!mixed && choice.value === value}
              onChange={() => change(choice.value)}
            />
            <span>{choice.title}</span>
          </label>
        ))}
      </div>
    );
  }
  return (
    <div className="field select-field">
      <select
        id={id}
        aria-label={label}
        aria-describedby={help}
        value={mixed ? '' : String(value)}
        onChange={(event) => change(event.target.value)}
      >
        {mixed && (
          <option value="" disabled>
            {words.mixed}
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.title}
          </option>
        ))}
      </select>
      <Icon name="down" size={14} />
    </div>
  );
}

export function TextField({
  id,
  label,
  value,
  help,
  maxLength = 1000,
  placeholder,
  change,
}: {
  id: string;
  label: string;
  value: string;
  help?: string;
  maxLength?: number | undefined;
  placeholder?: string | undefined;
  change(value: string): void;
}) {
  return (
    <div className="field">
      <input
        id={id}
        aria-label={label}
        aria-describedby={help}
        value={value}
        maxLength={maxLength}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
}

function pickData(source: unknown): Promise<PickedData | null> {
  if (source === 'npz') return pickArrays();
  return source === 'images' ? pickPictures() : pickTable();
}

/** A data file: its path beside the graph, or one that is picked. */
export function FileField({ id, spec, value, help, source, change }: FieldProps<'file'> & { source: unknown }) {
  const pick = async () => {
    const picked = await pickData(source);
    if (!picked) return;
    const [nodeId = null] = selectedNodes();
    // How a table is read is asked before it is.
    if (source === 'csv') return openWizard(picked, nodeId);
    if (picked.leftOut?.length) toast(texts.files.data.leftOut(picked.leftOut));
    addDataFile(picked.name, picked.file);
    change(picked.name);
  };
  return (
    <div className="file-field">
      <TextField id={id} label={spec.title} value={String(value ?? '')} help={help} change={change} />
      <button type="button" className="button small bordered" onClick={() => void pick()}>
        {words.chooseFile}
      </button>
    </div>
  );
}

const showNumbers = (value: unknown): string =>
  Array.isArray(value) ? value.map(showNumber).join(', ') : showNumber(value);

export function NumbersField({ id, spec, value, help, change }: FieldProps<'numbers'>) {
  const [typed, setTyped] = useState<string | null>(null);
  const problem = typed === null ? null : numbersProblem(typed, spec);
  const take = (text: string) => {
    setTyped(text);
    if (numbersProblem(text, spec) !== null) return;
    const numbers = readNumbers(text) ?? [];
    change(numbers.length === 0 ? (spec.nullable ? null : []) : numbers.length === 1 ? numbers[0] : numbers);
  };
  return (
    <>
      <div className={`field${problem ? ' invalid' : ''}`}>
        <input
          id={id}
          className="number"
          aria-label={spec.title}
          aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-problem` : help}
          value={typed ?? showNumbers(value)}
          placeholder={spec.nullable ? words.unset : undefined}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => take(event.target.value)}
          onBlur={() => setTyped(null)}
        />
      </div>
      <FieldProblem id={id} problem={problem} />
    </>
  );
}

function numbersProblem(text: string, spec: SpecOf<'numbers'>): string | null {
  const numbers = readNumbers(text);
  if (!numbers || (numbers.length === 0 && !spec.nullable)) return words.notNumbers;
  if (spec.integer && !numbers.every(Number.isInteger)) return words.notInteger;
  if (spec.min !== undefined && numbers.some((number) => number < (spec.min as number))) {
    return words.tooSmall(showNumber(spec.min));
  }
  if (spec.maxLength !== undefined && numbers.length > spec.maxLength) return words.tooLong(spec.maxLength);
  return null;
}

const INITIALIZER_CHOICES = Object.entries(INITIALIZERS).map(([value, { title }]) => ({ value, title }));

export function InitializerField({
  id,
  spec,
  value,
  help,
  mixed = false,
  change,
}: FieldProps<'initializer'> & { mixed?: boolean }) {
  const { name, settings } = initializerSettings(value as InitializerValue);
  const specs = INITIALIZERS[name]?.settings ?? {};
  return (
    <div className="initializer-field">
      <ChoiceField
        id={id}
        label={spec.title}
        choices={INITIALIZER_CHOICES}
        value={name}
        help={help}
        mixed={mixed}
        change={(next) => change(next)}
      />
      {(mixed ? [] : Object.entries(settings)).map(([key, setting]) => {
        const label = words.initializerSettings[key] ?? key;
        const rule = specs[key];
        const set = (next: number | string) => change({ name, ...settings, [key]: next });
        return (
          <div key={key} className="initializer-setting">
            <span aria-hidden="true">{label}</span>
            <div>
              {rule !== undefined && 'choices' in rule ? (
                <ChoiceField
                  id={`${id}-${key}`}
                  label={`${spec.title}: ${label}`}
                  choices={rule.choices.map((value) => ({ value, title: words.initializerChoices[value] ?? value }))}
                  value={setting}
                  change={set}
                />
              ) : (
                <NumberField
                  id={`${id}-${key}`}
                  label={`${spec.title}: ${label}`}
                  value={setting}
                  scale={rule?.integer ? 'integer' : 'linear'}
                  {...(rule?.min !== undefined && { min: rule.min })}
                  {...(rule?.max !== undefined && { max: rule.max })}
                  change={set}
                />
              )}
            </div>
          </div>
        );
      })}
    </div>
  );
}

/**
 * A text that is taken over at the end: by Enter, which what is not allowed withstands, or by leaving the field. Escape
 * brings the old one back.
 */
export function CommitField({
  label,
  value,
  problemOf,
  commit,
  entered,
  className = 'field',
}: {
  label: string;
  value: string;
  problemOf(text: string): string | null;
  commit(text: string): void;
  /** After Enter, with what the field holds then: where the focus goes on. */
  entered?(text: string): void;
  className?: string;
}) {
  const [typed, setTyped] = useState(value);
  const id = useId();
  useEffect(() => setTyped(value), [value]);
  const problem = typed === value ? null : problemOf(typed);
  const finish = () => {
    if (typed === value) return;
    if (problemOf(typed) === null) commit(typed);
    else setTyped(value);
  };
  return (
    <>
      <div className={`${className}${problem ? ' invalid' : ''}`}>
        <input
          className="number"
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-problem` : undefined}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && problem === null) {
              event.currentTarget.blur();
              entered?.(typed);
            }
            if (event.key === 'Escape') {
              setTyped(value);
              event.stopPropagation();
            }
          }}
        />
      </div>
      <FieldProblem id={id} problem={problem} />
    </>
  );
}
