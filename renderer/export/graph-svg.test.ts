import { expect, test } from 'vitest';
import { type GraphLook, type GraphScene, graphSvg } from './graph-svg';

const look: GraphLook = {
  canvas: '#fff',
  raised: '#fff',
  panel: '#eee',
  line: '#ccc',
  edge: '#ccc',
  ink: '#000',
  ink2: '#333',
  ink3: '#666',
  sans: '"Segoe UI", sans-serif',
  mono: 'monospace',
  formula: 'serif',
  ports: { tensor: '#888', z: '#06a' },
};

const card = {
  width: 160,
  height: 104,
  shape: '4 → 8',
  note: '40',
  formula: 'z = x·W + b',
  icon: '<svg/>',
  faint: false,
};

function scene(name: string): GraphScene {
  return {
    frames: [{ x: -40, y: -60, width: 500, height: 300, title: name, id: name }],
    notes: [{ x: 0, y: 260, width: 240, height: 60, text: `${name} ${'and so on '.repeat(30)}` }],
    wires: [{ path: 'M160 52L240 52', look: 'z', label: { x: 200, y: 52, text: name } }],
    cards: [
      { ...card, x: 0, y: 0, title: name, id: name, ports: [{ x: 160, y: 52, look: 'z' }] },
      {
        ...card,
        x: 240,
        y: 0,
        title: 'Softmax',
        id: 'softmax',
        ports: [{ x: 240, y: 52, look: 'tensor' }],
        faint: true,
      },
    ],
  };
}

/** All that the page would read as an element or an attribute of its own. */
const tags = (markup: string): string[] => [...markup.matchAll(/<\/?([a-zA-Z?]+)/g)].map(([, name]) => name as string);

test('the picture holds the whole graph with a margin', () => {
  const { markup, width, height } = graphSvg(scene('Dense'), look, 'Iris');
  expect([width, height]).toEqual([564, 444]);
  expect(markup).toContain('viewBox="-72 -92 564 444"');
  expect(markup).toContain('>softmax<');
  expect(markup).toContain('stroke="#06a"');
  expect(markup).toContain('<title>Iris</title>');
});

test('no name, note or label of a file becomes an element or an attribute', () => {
  const hostile = [
    '</text><script>alert(1)</script>',
    '"/><image href="https://example.com/x.png"/>',
    "' onload='alert(1)",
    '<![CDATA[x]]>',
    '&#60;script&#62;',
    '<a href="javascript:alert(1)">x</a>',
    '\u0000\ud800]]>',
  ];
  const known = new Set(tags(graphSvg(scene('Dense'), look, 'Iris').markup));
  for (const name of hostile) {
    const { markup } = graphSvg(scene(name), look, name);
    expect(tags(markup).filter((tag) => !known.has(tag))).toEqual([]);
    expect(markup).not.toMatch(/\s(onload|href)=["']/);
    expect(markup).not.toContain('&#60;');
    expect(markup).not.toContain('\u0000');
  }
});

test('an empty graph is an empty picture', () => {
  const { width, height } = graphSvg({ frames: [], notes: [], wires: [], cards: [] }, look, '');
  expect([width, height]).toEqual([320, 200]);
});

test('what does not fit its card is cut with a sign for that', () => {
  const { markup } = graphSvg(scene('A layer with a very long name indeed'), look, '');
  expect(markup).toMatch(/>A layer with[^<]*…</);
});
