/** From the texts of a label column to class indices. */
import { parseNumber } from './csv-scanner';

/** The classes of a set of distinct label texts. */
export interface LabelClasses {
  /** Name of each class, by index. */
  names: string[];
  /** Class index of each text, in the order given. */
  indexOf: Uint32Array;
}

/**
 * Numbers are sorted by value (so the integers 0…C − 1 are their own index, and 1 and 1.0 are one class), texts by code
 * point. If one label is no number, all are texts.
 */
export function labelClasses(texts: readonly string[], decimalComma = false): LabelClasses {
  const values = texts.map((text) => parseNumber(text, 0, text.length, decimalComma));
  if (values.every(Number.isFinite)) {
    const distinct = [...new Set(values)].sort((a, b) => a - b);
    const order = new Map(distinct.map((value, index) => [value, index]));
    return { names: distinct.map(String), indexOf: Uint32Array.from(values, (value) => order.get(value) as number) };
  }
  const names = [...texts].sort(compareCodePoints);
  const order = new Map(names.map((name, index) => [name, index]));
  return { names, indexOf: Uint32Array.from(texts, (text) => order.get(text) as number) };
}

/** Order by code point. JavaScript's own order is by UTF-16 unit, which puts U+FF5E behind U+1F600. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) {
      return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
    }
  }
  return a.length - b.length;
}
