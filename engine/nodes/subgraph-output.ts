import { defineNode } from '../graph/types';

/** An output port of the subgraph that it stands in. */
export const subgraphOutput = defineNode({
  type: 'subgraphOutput',
  title: 'Subgraph output',
  category: 'structure',
  icon: 'subgraphOutput',
  idStem: 'output',
  structure: 'subgraphOutput',
  documentation: {
    text: 'A port of the subgraph that it stands in. What is wired to it can be taken from the subgraph outside.',
    references: [],
  },
  inputs: [{ name: 'value', title: 'value', kinds: ['tensor', 'labels', 'scalar'] }],
  outputs: [],
  parameters: {
    name: {
      kind: 'text',
      title: 'Name',
      help: 'Name of the port; its id where this is empty.',
      default: '',
      maxLength: 64,
    },
  },
  infer: () => ({}),
  lower: () => ({}),
});
