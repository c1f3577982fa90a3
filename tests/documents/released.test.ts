/**
 * Files of released versions open, check, print and train for ever. They are copies as they were written then and are
 * never changed; `losses.json` holds what their first steps gave on the reference backend.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../engine/document/read';
import { VERSION } from '../../engine/document/types';
import { printDocument } from '../../engine/index';
import { reference } from '../../engine/testing/backends';
import { losses, openSession } from '../../engine/testing/sessions';

const folder = new URL('./', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, folder), 'utf8');
const versions = readdirSync(folder).filter((name) => /^v\d+$/.test(name));
const files = versions.flatMap((version) =>
  readdirSync(new URL(version, folder))
    .filter((name) => name.endsWith('.json') && name !== 'losses.json')
    .map((name) => ({ version, name, path: `${version}/${name}` })),
);

test('there are files of every version', () => {
  expect(versions).toEqual(Array.from({ length: VERSION }, (_, place) => `v${place + 1}`));
  for (const version of versions) expect(files.filter((file) => file.version === version).length).toBeGreaterThan(3);
});

describe.each(files)('$path', ({ version, name, path }) => {
  const read = () => {
    const result = readDocument(text(path));
    if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
    return result.value;
  };

  test('opens, and is saved as a file that opens as the same document', () => {
    const saved = printDocument(read());
    const again = readDocument(saved);
    expect(again.ok && printDocument(again.value)).toBe(saved);
    const old = JSON.parse(text(path)) as Record<string, unknown>;
    for (const key of Object.keys(old)) expect(JSON.parse(saved)).toHaveProperty(key);
    expect(JSON.parse(saved).version).toBe(VERSION);
  });

  test('trains as it did', async () => {
    const expected = (JSON.parse(text(`${version}/losses.json`)) as Record<string, number[]>)[name] ?? [];
    expect(expected.length).toBe(3);
    const given = losses(await openSession(read(), reference.backend), 3);
    for (const [step, loss] of expected.entries()) expect(given[step]).toBeCloseTo(loss, 9);
  });
});

test('a file of a version to come is refused, and says so', () => {
  const newer = text('v1/iris.json').replace('"version": 1', `"version": ${VERSION + 1}`);
  expect(readDocument(newer)).toMatchObject({ ok: false, diagnostics: [{ code: 'ZL105' }] });
});
