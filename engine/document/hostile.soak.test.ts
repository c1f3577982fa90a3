/** The long version of the hostile files: many more flipped bits and lost pieces of every example. */
import { expect, test } from 'vitest';
import { Stream } from '../core/rng';
import { cpuTime } from '../testing/cpu-time';
import { check } from '../testing/documents';
import { examples } from '../testing/examples';
import { printDocument } from './print';
import { readDocument } from './read';

const ROUNDS = 20_000;

test.each(examples)('20,000 damaged copies of $name give whole documents or typed problems', ({ name, text }) => {
  const bytes = new TextEncoder().encode(text);
  const stream = new Stream(7, name);
  const decoder = new TextDecoder();
  const seen = new Set<string>();
  for (let i = 0; i < ROUNDS; i++) {
    const damaged = bytes.slice();
    for (let count = 1 + stream.integer(4); count > 0; count--) {
      const place = stream.integer(bytes.length);
      const length = stream.integer(3) === 0 ? stream.integer(300) : 0;
      if (length > 0) damaged.copyWithin(place, stream.integer(bytes.length), length);
      else damaged[place] = (damaged[place] as number) ^ (1 << stream.integer(8));
    }
    const milliseconds = cpuTime(() => {
      const result = readDocument(decoder.decode(damaged));
      if (result.ok) {
        check(result.value);
        const printed = printDocument(result.value);
        const again = readDocument(printed);
        if (!again.ok || printDocument(again.value) !== printed) expect.fail(`round ${i}`);
      } else seen.add(result.diagnostics[0]?.code ?? 'none');
    });
    expect(milliseconds).toBeLessThan(2000);
  }
  expect(seen.has('none')).toBe(false);
  expect(seen.size).toBeGreaterThan(2);
});
