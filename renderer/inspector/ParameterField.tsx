/** The field of a parameter, by its kind. */
import type { ParameterSpec } from '../../engine';
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

/** @param props.beside the values of the other parameters, where one follows another */
export function ParameterField(
  props: FieldProps<ParameterSpec['kind']> & { beside?: Readonly<Record<string, unknown>> },
) {
  const { id, spec, value, help, beside, change } = props;
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
          change={change}
        />
      );
    case 'boolean':
      return <Switch id={id} label={spec.title} value={value === true} help={help} change={change} />;
    case 'choice':
      return (
        <ChoiceField id={id} label={spec.title} choices={spec.choices} value={value} help={help} change={change} />
      );
    case 'text':
      return (
        <TextField
          id={id}
          label={spec.title}
          value={String(value ?? '')}
          help={help}
          maxLength={spec.maxLength}
          placeholder={spec.placeholder}
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
      return <InitializerField id={id} spec={spec} value={value} help={help} change={change} />;
  }
}

function limitsOf(spec: SpecOf<'number'> | SpecOf<'integer'>) {
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
