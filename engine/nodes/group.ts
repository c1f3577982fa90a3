import { defineNode } from '../graph/types';

/** Colours of frames and notes; the interface has a shade of each for light and dark. */
export const FRAME_COLOUR = {
  kind: 'choice',
  title: 'Colour',
  help: 'Colour of the frame.',
  default: 'grey',
  choices: [
    { value: 'grey', title: 'Grey' },
    { value: 'blue', title: 'Blue' },
    { value: 'green', title: 'Green' },
    { value: 'yellow', title: 'Yellow' },
    { value: 'red', title: 'Red' },
    { value: 'purple', title: 'Purple' },
  ],
} as const;

/** A frame around nodes that belong together. Wires pass its border as if it were not there. */
export const group = defineNode({
  type: 'group',
  title: 'Group',
  category: 'structure',
  icon: 'group',
  idStem: 'group',
  structure: 'group',
  documentation: {
    text: 'A frame around nodes that belong together. It computes nothing, and wires pass its border. Freezing or bypassing it does so to what stands inside.',
    references: [{ title: 'React Flow: Sub flows', url: 'https://reactflow.dev/learn/layouting/sub-flows' }],
  },
  inputs: [],
  outputs: [],
  parameters: {
    title: { kind: 'text', title: 'Title', help: 'What stands on the frame.', default: 'Group', maxLength: 200 },
    colour: FRAME_COLOUR,
    collapsed: { kind: 'boolean', title: 'Collapsed', help: 'Shows only the title.', default: false },
  },
  infer: () => ({}),
  lower: () => ({}),
});
