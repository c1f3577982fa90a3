/** Checks documents as the editor changes them: data is read once and kept, the rest is fast enough for every keystroke. */
import type { GraphDocument } from '../document/types';
import { checkGraph } from '../graph/check';
import type { CheckedGraph } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { type DataFiles, DataLoader } from './load-data';
import { signatureOf } from './signature';

export interface DocumentChecker {
  /** All problems of the document, those of its data included. */
  check(document: GraphDocument, files: DataFiles): Promise<CheckedGraph>;
}

export function createChecker(loader = new DataLoader()): DocumentChecker {
  return {
    async check(document, files) {
      const { data, diagnostics } = await loader.load(document, files);
      const signatures = new Map([...data].map(([id, prepared]) => [id, signatureOf(prepared)]));
      const options = { registry: nodeRegistry, initializers: INITIALIZERS, data: signatures };
      const checked = checkGraph(document, options);
      const all = [...diagnostics, ...checked.diagnostics];
      return { ...checked, diagnostics: all, ok: checked.ok && !all.some(({ severity }) => severity === 'error') };
    },
  };
}
