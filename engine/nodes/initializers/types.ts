/** What an initializer of the catalogue is. */
import type { InitializerSetting } from '../../core/parameters';
import type { Initializer } from '../../ir/types';

/** Inputs and outputs of a unit of the weight. */
export interface Fans {
  fanIn: number;
  fanOut: number;
}

/** Given settings, with defaults for those missing. */
export class Settings {
  constructor(private readonly values: Readonly<Record<string, number | string>>) {}

  /** @throws for a setting that the initializer does not declare: a bug */
  number(name: string): number {
    const value = this.values[name];
    if (typeof value !== 'number') throw new Error(`The setting "${name}" is no number.`);
    return value;
  }

  /** @throws for a setting that the initializer does not declare: a bug */
  text(name: string): string {
    const value = this.values[name];
    if (typeof value !== 'string') throw new Error(`The setting "${name}" is no text.`);
    return value;
  }
}

export interface InitializerRule {
  title: string;
  /** The distribution, as a formula. */
  formula: string;
  reference: { title: string; url: string };
  settings?: Readonly<Record<string, InitializerSetting>>;
  resolve(fans: Fans, settings: Settings): Initializer;
}

export const uniform = (limit: number): Initializer => ({ kind: 'uniform', low: -limit, high: limit });

export const normal = (mean: number, standardDeviation: number): Initializer => ({
  kind: 'normal',
  mean,
  standardDeviation,
  truncated: false,
});
