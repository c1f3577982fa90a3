/** The field of a parameter, by its kind. */
import type { ParameterSpec } from '../../engine';
import { texts } from '../texts';
import {
  ChoiceField,
  type FieldProps,
  FileField,
  InitializerField,
  NumbersField,
  type SpecOf,
  Switch,
  TextField,
} from './fields';
import { ListField } from './ListField';
import { NumberField } from './NumberField';

const ON_OFF = [
  { value: 'on', title: texts.inspector.on },
  { value: 'off', title: texts.inspector.off },
];

/**
 * @param props.beside the values of the other parameters, where one follows another
 * @param props.mixed whether the nodes differ in it
 */
export function ParameterField(
  props: FieldProps<ParameterSpec['kind']> & { beside?: Readonly<Record<string, unknown>>; mixed?: boolean },
) {
  const { id, spec, value, help, beside, mixed = false, change } = props;
  switch (spec.kind) {
    case 'number':
      return (
        <NumberField
          {...limitsOf(spec)}
          id={id}
          label={spec.title}
          value={value}
          scale={spec.scale ?? 'linear'}
          unit={spec.unit}
          help={help}
          mixed={mixed}
          change={change}
        />
      );
    case 'integer':
      return (
        <NumberField
          {...limitsOf(spec)}
          id={id}
          label={spec.title}
          value={value}
          scale="integer"
          unit={spec.unit}
          help={help}
          mixed={mixed}
          change={change}
        />
      );
    case 'boolean':
      if (mixed) {
        return (
          <ChoiceField
            id={id}
            label={spec.title}
            choices={ON_OFF}
            value={null}
            help={help}
            mixed
            change={(chosen) => change(chosen === 'on')}
          />
        );
      }
      return <Switch id={id} label={spec.title} value={value === true} help={help} change={change} />;
    case 'choice':
      return (
        <ChoiceField
          id={id}
          label={spec.title}
          choices={spec.choices}
          value={value}
          help={help}
          mixed={mixed}
          change={change}
        />
      );
    case 'text':
      return (
        <TextField
          id={id}
          label={spec.title}
          value={mixed ? '' : String(value ?? '')}
          help={help}
          maxLength={spec.maxLength}
          placeholder={mixed ? texts.inspector.mixed : spec.placeholder}
          change={change}
        />
      );
    case 'file':
      return <FileField id={id} spec={spec} value={value} help={help} source={beside?.source} change={change} />;
    case 'numbers':
      return <NumbersField id={id} spec={spec} value={value} help={help} change={change} />;
    case 'list':
      return <ListField Field={ParameterField} id={id} spec={spec} value={value} help={help} change={change} />;
    case 'initializer':
      return <InitializerField id={id} spec={spec} value={value} help={help} mixed={mixed} change={change} />;
  }
}

export function limitsOf(spec: SpecOf<'number'> | SpecOf<'integer'>) {
  const { min, max } = spec;
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(spec.kind === 'number' && {
      exclusiveMin: spec.exclusiveMin === true,
      exclusiveMax: spec.exclusiveMax === true,
    }),
  };
}
