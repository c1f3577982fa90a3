import { defineNode } from '../graph/types';

/** An input port of the subgraph that it stands in: what comes in is at its output. */
export const subgraphInput = defineNode({
  type: 'subgraphInput',
  title: 'Subgraph input',
  category: 'structure',
  icon: 'subgraphInput',
  idStem: 'input',
  structure: 'subgraphInput',
  documentation: {
    text: 'A port of the subgraph that it stands in. What is wired to the subgraph from outside comes out here, of whatever kind it is.',
    references: [],
  },
  inputs: [],
  outputs: [{ name: 'value', title: 'value', kinds: ['tensor'] }],
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
