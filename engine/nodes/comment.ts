import { defineNode } from '../graph/types';
import { FRAME_COLOUR } from './group';

/** A note on the canvas. */
export const comment = defineNode({
  type: 'comment',
  title: 'Comment',
  category: 'structure',
  icon: 'comment',
  idStem: 'comment',
  structure: 'comment',
  documentation: {
    text: 'A note on the canvas, for people who read the graph. It computes nothing and has no ports.',
    references: [],
  },
  inputs: [],
  outputs: [],
  parameters: {
    text: { kind: 'text', title: 'Text', help: 'What the note says.', default: '', maxLength: 10_000 },
    width: { kind: 'number', title: 'Width', help: 'Width on the canvas.', default: 240, min: 80, max: 4000 },
    height: { kind: 'number', title: 'Height', help: 'Height on the canvas.', default: 104, min: 40, max: 4000 },
    colour: { ...FRAME_COLOUR, help: 'Colour of the note.', default: 'yellow' },
  },
  infer: () => ({}),
  lower: () => ({}),
});
