/** A list of entries of several kinds: add one, change its fields, remove it. */
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

export function ListField({ Field, id, spec, value, help, change }: Props) {
  const items = Array.isArray(value) ? (value as readonly ListItem[]) : [];
  const kinds = Object.entries(spec.items).map(([kind, { title }]) => ({ value: kind, title }));
  const replace = (place: number, item: ListItem) => change(items.map((old, i) => (i === place ? item : old)));
  return (
    <div id={id} className="list-field">
      {items.map((item, place) => {
        const known = spec.items[item.kind];
        if (!known) return null;
        const values = withDefaults(known.fields, item);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name; its place is what it is.
          <fieldset key={place} className="list-item" aria-describedby={`${id}-${place}-help`}>
            <legend>
              {known.title}
              <button
                type="button"
                className="button small"
                aria-label={words.removeFromList(known.title)}
                onClick={() => change(items.filter((_, i) => i !== place))}
              >
                <Icon name="close" size={14} />
              </button>
            </legend>
            <p id={`${id}-${place}-help`} className="help">
              {known.help}
            </p>
            {Object.entries(known.fields).map(([name, field]) => (
              <div key={name} className="list-item-row">
                <span className="quiet">{field.title}</span>
                <Field
                  id={`${id}-${place}-${name}`}
                  spec={field}
                  value={values[name]}
                  help={`${id}-${place}-help`}
                  change={(next) => replace(place, { ...item, [name]: next as ListItem[string] })}
                />
              </div>
            ))}
          </fieldset>
        );
      })}
      {items.length < spec.maxLength && (
        <ChoiceField
          id={`${id}-add`}
          label={words.addToList(spec.title)}
          choices={[{ value: '', title: words.addToList(spec.title) }, ...kinds]}
          value=""
          help={help}
          change={(kind) => kind !== '' && change([...items, { kind }])}
        />
      )}
    </div>
  );
}
