/** The whole graph as a vector picture, from what is known of it: nothing of the page is copied. Pure. */
import { type Attributes, element, escapeXml, svg, text } from './svg';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface GraphScene {
  frames: (Box & { title: string; id: string })[];
  notes: (Box & { text: string })[];
  wires: { path: string; look: string; label: { x: number; y: number; text: string } | null }[];
  cards: (Box & {
    title: string;
    id: string;
    /** `784 → 100`. */
    shape: string;
    note: string;
    formula: string;
    /** Markup of our own icons, 16 pixels wide. */
    icon: string;
    faint: boolean;
    ports: { x: number; y: number; look: string }[];
  })[];
}

/** Colours and letters of the theme. */
export interface GraphLook {
  canvas: string;
  raised: string;
  panel: string;
  line: string;
  edge: string;
  ink: string;
  ink2: string;
  ink3: string;
  sans: string;
  mono: string;
  formula: string;
  /** By what a port carries. */
  ports: Readonly<Record<string, string>>;
}

const MARGIN = 32;
const HEAD = 32;
/** Room for a title and an id beside the icon; letters are about this wide. */
const LETTER = 6.6;
const NOTE_LINE = 17;

/** As many letters as fit, with a sign that some are missing. */
function fitted(content: string, width: number, letter = LETTER): string {
  const most = Math.max(1, Math.floor(width / letter));
  const letters = [...content];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : content;
}

/** Breaks a text between words into lines of about that width. */
function lines(content: string, width: number, most: number): string[] {
  const found: string[] = [];
  for (const paragraph of content.split(/\r?\n/)) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && (line.length + word.length + 1) * LETTER > width) {
        found.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    found.push(line);
  }
  return found.length > most ? [...found.slice(0, most - 1), '…'] : found;
}

function bounds(scene: GraphScene): Box {
  const boxes: Box[] = [...scene.frames, ...scene.notes, ...scene.cards];
  if (boxes.length === 0) return { x: 0, y: 0, width: 320, height: 200 };
  // Wires run about the cards; their paths name every corner.
  const corners = scene.wires.flatMap(({ path }) =>
    [...path.matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => ({
      x: Number(x),
      y: Number(y),
      width: 0,
      height: 0,
    })),
  );
  const all = [...boxes, ...corners];
  const left = all.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY) - MARGIN;
  const top = all.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY) - MARGIN;
  const right = all.reduce((most, { x, width }) => Math.max(most, x + width), Number.NEGATIVE_INFINITY) + MARGIN;
  const bottom = all.reduce((most, { y, height }) => Math.max(most, y + height), Number.NEGATIVE_INFINITY) + MARGIN;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function card(look: GraphLook, { x, y, width, height, ...own }: GraphScene['cards'][number]): string {
  const mono = (size: number): Attributes => ({ 'font-family': look.mono, 'font-size': size, fill: look.ink3 });
  const middle = y + HEAD / 2 + 4.5;
  const room = width - 42;
  const title = fitted(own.title, room, 7.2);
  const idRoom = room - [...title].length * 7.2 - 8;
  return element(
    'g',
    own.faint ? { opacity: 0.55 } : {},
    [
      element('rect', { x, y, width, height, rx: 8, fill: look.raised, stroke: look.edge }),
      element('g', { transform: `translate(${x + 9} ${y + 8})`, color: look.ink2 }, own.icon),
      text(title, {
        x: x + 33,
        y: middle,
        'font-family': look.sans,
        'font-size': 13,
        'font-weight': 600,
        fill: look.ink,
      }),
      idRoom > 4 * LETTER
        ? text(fitted(own.id, idRoom, LETTER), { ...mono(11), x: x + width - 9, y: middle, 'text-anchor': 'end' })
        : '',
      text(fitted(own.shape, width - 26 - [...own.note].length * LETTER), { ...mono(11), x: x + 9, y: y + HEAD + 7 }),
      text(own.note, { ...mono(11), x: x + width - 9, y: y + HEAD + 7, 'text-anchor': 'end' }),
      text(fitted(own.formula, width - 18, 6.2), {
        x: x + width / 2,
        y: y + 69,
        'text-anchor': 'middle',
        'font-family': look.formula,
        'font-size': 13,
        'font-style': 'italic',
        fill: look.ink2,
      }),
      ...own.ports.map((port) =>
        element('circle', {
          cx: port.x,
          cy: port.y,
          r: 4.5,
          fill: look.ports[port.look] ?? look.edge,
          stroke: look.raised,
          'stroke-width': 1.5,
        }),
      ),
    ].join(''),
  );
}

/** Draws the scene; the size is that of the whole graph with a margin. */
export function graphSvg(
  scene: GraphScene,
  look: GraphLook,
  title: string,
): { markup: string; width: number; height: number } {
  const { x, y, width, height } = bounds(scene);
  const parts = [
    `<title>${escapeXml(title)}</title>`,
    element('rect', { x, y, width, height, fill: look.canvas }),
    ...scene.frames.map((frame) => {
      const { x: left, y: top, width: wide, height: high } = frame;
      return (
        element('rect', {
          x: left,
          y: top,
          width: wide,
          height: high,
          rx: 8,
          fill: look.panel,
          'fill-opacity': 0.6,
          stroke: look.line,
        }) +
        text(fitted(frame.title, wide - 24), {
          x: left + 12,
          y: top + 20,
          'font-family': look.sans,
          'font-size': 13,
          'font-weight': 600,
          fill: look.ink2,
        })
      );
    }),
    ...scene.wires.map(({ path, look: kind }) =>
      element('path', { d: path, fill: 'none', stroke: look.ports[kind] ?? look.edge, 'stroke-width': 1.5 }),
    ),
    ...scene.notes.map((note) => {
      const most = Math.max(1, Math.floor((note.height - 16) / NOTE_LINE));
      const written = lines(note.text, note.width - 20, most).map((line, place) =>
        text(line, {
          x: note.x + 10,
          y: note.y + 20 + place * NOTE_LINE,
          'font-family': look.sans,
          'font-size': 12,
          fill: look.ink,
        }),
      );
      const { x: left, y: top, width: wide, height: high } = note;
      return (
        element('rect', { x: left, y: top, width: wide, height: high, rx: 8, fill: look.panel, stroke: look.line }) +
        written.join('')
      );
    }),
    ...scene.cards.map((own) => card(look, own)),
    ...scene.wires.map(({ label }) => {
      if (!label) return '';
      const wide = [...label.text].length * LETTER + 8;
      return (
        element('rect', { x: label.x - wide / 2, y: label.y - 8, width: wide, height: 16, rx: 4, fill: look.canvas }) +
        text(label.text, {
          x: label.x,
          y: label.y + 4,
          'text-anchor': 'middle',
          'font-family': look.mono,
          'font-size': 11,
          fill: look.ink2,
        })
      );
    }),
  ];
  return { markup: svg(width, height, parts.join('\n'), { x, y }), width, height };
}
