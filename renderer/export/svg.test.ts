import { expect, test } from 'vitest';
import { element, escapeXml, svg, text } from './svg';

test('no text can end its place in the picture', () => {
  const hostile = `</text><script>alert(1)</script>" onload='x' & <![CDATA[`;
  const drawn = svg(10, 10, text(hostile, { x: 1, class: hostile }));
  expect(drawn).not.toMatch(/<script|<!\[|" onload|' onload/);
  expect(drawn).toContain('&lt;script&gt;');
});

test('what XML cannot hold becomes the sign for that', () => {
  expect(escapeXml('a\u0000b\ud800c\udc00d\uffffe')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
  expect(escapeXml('🐼\n\t')).toBe('🐼\n\t');
});

test('numbers are short, and an attribute without a value is left out', () => {
  expect(element('path', { d: 'M0 0', x: 1 / 3, y: undefined })).toBe('<path d="M0 0" x="0.33"/>');
});
