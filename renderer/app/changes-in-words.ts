/** Says in words what `compareDocuments` found. Pure. */
import { nodeRegistry } from '../../engine';
import type { DocumentChange } from '../document/compare';
import { texts } from '../texts';

export type ChangeSection = 'nodes' | 'parameters' | 'wires' | 'graph';

export interface ChangeInWords {
  section: ChangeSection;
  /** Added, removed, or changed. */
  sign: '+' | '−' | '·';
  text: string;
}

const words = texts.files.compare;
const LONGEST = 60;

const typeTitle = (type: string): string => nodeRegistry.get(type)?.title ?? type;

/** A value as people read it: short, and never more than a line. */
function valueInWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return words.nothing;
  if (typeof value === 'boolean') return value ? words.on : words.off;
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function inWords(change: DocumentChange): ChangeInWords {
  switch (change.kind) {
    case 'nodeAdded':
      return { section: 'nodes', sign: '+', text: words.added(change.id, typeTitle(change.type)) };
    case 'nodeRemoved':
      return { section: 'nodes', sign: '−', text: words.removed(change.id, typeTitle(change.type)) };
    case 'nodeRenamed':
      return { section: 'nodes', sign: '·', text: words.renamed(change.from, change.to) };
    case 'nodeType':
      return {
        section: 'nodes',
        sign: '·',
        text: words.type(change.id, typeTitle(change.from), typeTitle(change.to)),
      };
    case 'moved':
      return { section: 'nodes', sign: '·', text: words.moved(change.ids) };
    case 'mark': {
      const { id, mark, from, to } = change;
      if (mark !== 'parentId') return { section: 'nodes', sign: '·', text: words.mark(id, mark, Boolean(to)) };
      const text = typeof to === 'string' ? words.inside(id, to) : words.outside(id, String(from));
      return { section: 'nodes', sign: '·', text };
    }
    case 'parameter': {
      const { id, type, parameter, title, from, to } = change;
      const spec = nodeRegistry.get(type)?.parameters[parameter];
      const shown = (value: unknown): string =>
        (spec?.kind === 'choice' ? spec.choices.find((choice) => choice.value === value)?.title : undefined) ??
        valueInWords(value);
      return { section: 'parameters', sign: '·', text: words.change(`${id}, ${title}`, shown(from), shown(to)) };
    }
    case 'wireAdded':
      return { section: 'wires', sign: '+', text: words.wireAdded(change.from, change.to) };
    case 'wireRemoved':
      return { section: 'wires', sign: '−', text: words.wireRemoved(change.from, change.to) };
    case 'wireRouted':
      return { section: 'wires', sign: '·', text: words.wireRouted(change.from, change.to) };
    case 'setting': {
      const what = words.settings[change.name] ?? change.name;
      return {
        section: 'graph',
        sign: '·',
        text: words.change(what, valueInWords(change.from), valueInWords(change.to)),
      };
    }
  }
}

export const changesInWords = (changes: readonly DocumentChange[]): ChangeInWords[] => changes.map(inWords);
