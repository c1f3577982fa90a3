/** What can go wrong between the page and its host, with the sentence that the user reads. */

export const bridgeFailures = {
  'bad-message': 'The request was refused: it does not have the form that was agreed on.',
  'unknown-file': 'This file is not open any more. Open it again.',
  'not-found': 'The file is not there any more.',
  'not-allowed': 'Access to the file was refused.',
  'too-large': 'The file is too large to be opened here.',
  'not-text': 'The file is not a text in UTF-8.',
  'no-space': 'There is no space left on the disk. The file is as it was before.',
  'read-failed': 'The file could not be read.',
  'write-failed': 'The file could not be written. It is as it was before.',
  'outside-folder': 'Only files in the folder of the graph, or below it, can be read.',
  'not-data': 'Only .csv, .tsv and .txt files can be read as data.',
  'no-folder': 'A page in a browser cannot see the folder of the graph. Choose the data file once more.',
} as const;

export type BridgeFailure = keyof typeof bridgeFailures;

/** A failure of the host that the user can do something about. Anything else that is thrown is a bug. */
export class BridgeError extends Error {
  readonly code: BridgeFailure;

  constructor(code: BridgeFailure, options?: ErrorOptions) {
    super(bridgeFailures[code], options);
    this.name = 'BridgeError';
    this.code = code;
  }
}
