/** The parameters of a dataset node, with defaults and checked. */

import { CLASSES, type DataSource, findSource, NOISE, SAMPLES, type SourceName } from '../core/data-sources';
import { type Diagnostic, type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { withDefaults } from '../core/parameters';
import { dataset } from '../nodes/dataset';
import type { HeaderChoice } from './csv';
import type { MissingChoice } from './csv-records';
import type { ScaleKind } from './types';

/** All parameters, with the values that the source does not read at its defaults. */
export interface DataParameters {
  source: SourceName;
  path: string;
  label: string;
  header: HeaderChoice;
  missing: MissingChoice;
  testFraction: number;
  scale: ScaleKind;
  classes: number;
  samples: number;
  noise: number;
}

/** Checks what the source reads; anything else is ignored. Missing parameters take the defaults of the dataset node. */
export function checkParameters(
  given: Readonly<Record<string, unknown>>,
  where: DiagnosticPlace,
): Result<DataParameters> {
  const data = withDefaults(dataset.parameters, given);
  const errors: Diagnostic[] = [];
  const report = (parameter: string, detail: string): void => {
    errors.push(diagnose('dataParameter', { ...where, parameter }, { detail }));
  };
  const choice = <T extends string>(parameter: string, choices: readonly T[]): T => {
    const value = data[parameter];
    const found = choices.find((known) => known === value);
    if (found === undefined) report(parameter, `"${parameter}" must be one of ${choices.join(', ')}`);
    return found ?? (choices[0] as T);
  };
  const text = (parameter: string): string => {
    const value = data[parameter];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    report(parameter, `"${parameter}" must be a text`);
    return '';
  };
  const number = (parameter: string, fallback: number, fits: (value: number) => boolean, expected: string): number => {
    const value = data[parameter];
    if (typeof value === 'number' && fits(value)) return value;
    report(parameter, `"${parameter}" must be ${expected}`);
    return fallback;
  };
  const whole = (parameter: string, fallback: number, { min, max }: { min: number; max: number }): number =>
    number(
      parameter,
      fallback,
      (value) => Number.isInteger(value) && value >= min && value <= max,
      `a whole number from ${min} to ${max}`,
    );

  const source: DataSource | undefined = findSource(String(data.source));
  if (!source) {
    const detail = `there is no source ${JSON.stringify(data.source)}`;
    return failure([diagnose('dataParameter', { ...where, parameter: 'source' }, { detail })]);
  }
  const { defaults } = source;
  const reads = (parameter: (typeof source.parameters)[number]): boolean => source.parameters.includes(parameter);
  const checked: DataParameters = {
    source: source.name,
    path: reads('path') ? text('path') : '',
    label: reads('label') ? text('label') : '',
    header: reads('header') ? choice('header', ['auto', 'yes', 'no']) : 'auto',
    missing: reads('missing') ? choice('missing', ['mean', 'drop', 'error']) : 'mean',
    testFraction: number('testFraction', 0, (value) => value >= 0 && value < 1, 'at least 0 and less than 1'),
    scale: choice('scale', ['none', 'standard', 'minmax']),
    classes: reads('classes') ? whole('classes', defaults.classes, CLASSES) : defaults.classes,
    samples: reads('samples') ? whole('samples', defaults.samples, SAMPLES) : defaults.samples,
    noise: reads('noise')
      ? number('noise', defaults.noise, (value) => value >= NOISE.min && value <= NOISE.max, 'from 0 to 100')
      : defaults.noise,
  };
  return errors.length > 0 ? failure(errors) : success(checked);
}
