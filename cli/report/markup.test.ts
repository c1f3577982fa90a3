import { expect, test } from 'vitest';
import { escapeText, markup } from './markup';

test('escapes values in text and attributes, and nests markup as it is', () => {
  const inner = markup`<b>${'<script>alert(1)</script>'}</b>`;
  const outer = markup`<p title="${'" onload="x'}">${[inner, ' & ', 3, null]}</p>`;
  expect(outer.text).toBe('<p title="&quot; onload=&quot;x"><b>&lt;script&gt;alert(1)&lt;/script&gt;</b> &amp; 3</p>');
});

test('an object that looks like markup is text', () => {
  const fake = { text: '<script>' } as unknown as string;
  expect(markup`${fake}`.text).not.toContain('<script>');
});

test('replaces what no page may hold', () => {
  expect(escapeText('a\u0000b\u001bc\ufffed\te')).toBe('a\ufffdb\ufffdc\ufffdd\te');
});
