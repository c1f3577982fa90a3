import { defineNode } from '../graph/types';
import { FRAME_COLOUR } from './group';

/** A part of the graph behind ports; its inner nodes name it as their parent. Flattening leads the wires through. */
export const subgraph = defineNode({
  type: 'subgraph',
  title: 'Subgraph',
  category: 'structure',
  icon: 'subgraph',
  idStem: 'subgraph',
  structure: 'subgraph',
  documentation: {
    text: 'A part of the graph that is wired through ports of its own. The compiler puts what stands inside in its place. Bypassed, its first input passes to its first output; frozen, nothing inside is trained.',
    references: [{ title: 'React Flow: Sub flows', url: 'https://reactflow.dev/learn/layouting/sub-flows' }],
  },
  inputs: [],
  outputs: [],
  parameters: {
    title: { kind: 'text', title: 'Title', help: 'What stands on the frame.', default: 'Subgraph', maxLength: 200 },
    colour: FRAME_COLOUR,
    collapsed: { kind: 'boolean', title: 'Collapsed', help: 'Hides what stands inside.', default: false },
  },
  infer: () => ({}),
  lower: () => ({}),
});
