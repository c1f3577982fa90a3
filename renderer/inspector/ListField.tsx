/** A list of entries of several kinds, done one after another: add one, change its fields, move it, remove it. */
import type { ComponentType } from 'react';
import { type ListItem, type ParameterSpec, withDefaults } from '../../engine';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { ChoiceField, type FieldProps } from './fields';

const words = texts.inspector;

interface Props extends FieldProps<'list'> {
  /** The field of one value of an entry: handed in, because a list is a field itself. */
  Field: ComponentType<FieldProps<ParameterSpec['kind']>>;
}

/** The list with the entry at a place moved by one. */
function moved(items: readonly ListItem[], place: number, by: -1 | 1): ListItem[] {
  const next = [...items];
  const [item] = next.splice(place, 1);
  if (item) next.splice(place + by, 0, item);
  return next;
}

export function ListField({ Field, id, spec, value, help, change }: Props) {
  const items = Array.isArray(value) ? (value as readonly ListItem[]) : [];
  const kinds = Object.entries(spec.items).map(([kind, { title }]) => ({ value: kind, title }));
  const replace = (place: number, item: ListItem) => change(items.map((old, i) => (i === place ? item : old)));
  const tool = (icon: string, label: string, act: () => void, disabled = false) => (
    <button type="button" className="list-tool" aria-label={label} title={label} disabled={disabled} onClick={act}>
      <Icon name={icon} size={12} />
    </button>
  );
  return (
    <div id={id} className="list-field">
      {items.map((item, place) => {
        const known = spec.items[item.kind];
        if (!known) return null;
        const { title } = known;
        const values = withDefaults(known.fields, item);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name; its place is what it is.
          <section key={place} className="list-item" aria-label={title} aria-describedby={`${id}-${place}-help`}>
            <header className="list-item-head">
              <h4>{title}</h4>
              {tool('up', words.moveUp(title), () => change(moved(items, place, -1)), place === 0)}
              {tool('down', words.moveDown(title), () => change(moved(items, place, 1)), place === items.length - 1)}
              {tool('close', words.removeFromList(title), () => change(items.filter((_, i) => i !== place)))}
            </header>
            <p id={`${id}-${place}-help`} className="help">
              {known.help}
            </p>
            {Object.entries(known.fields).map(([name, field]) => (
              <div key={name} className="list-item-row">
                <label htmlFor={`${id}-${place}-${name}`} title={field.help}>
                  {field.title}
                </label>
                <div>
                  <Field
                    id={`${id}-${place}-${name}`}
                    spec={field}
                    value={values[name]}
                    help={`${id}-${place}-help`}
                    change={(next) => replace(place, { ...item, [name]: next as ListItem[string] })}
                  />
                </div>
              </div>
            ))}
          </section>
        );
      })}
      {items.length < spec.maxLength && (
        <ChoiceField
          id={`${id}-add`}
          label={words.addToList(spec.title)}
          choices={[{ value: '', title: `+ ${words.addToList(spec.title)}` }, ...kinds]}
          value=""
          help={help}
          change={(kind) => kind !== '' && change([...items, { kind }])}
        />
      )}
    </div>
  );
}
