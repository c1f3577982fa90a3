/** The data sets of the open graphs, read once for the checker and for whoever shows them. Never part of a document. */
import { DataLoader, type Diagnostic, type PreparedData } from '../../engine';
import type { DocumentState } from './store';

export const dataLoader = new DataLoader();

/** The data of one dataset node as it stands, or why there is none. */
export async function readData(
  { document, files }: Pick<DocumentState, 'document' | 'files'>,
  nodeId: string,
): Promise<{ data: PreparedData | null; diagnostics: readonly Diagnostic[] }> {
  const nodes = document.nodes.filter(({ id }) => id === nodeId);
  const { data, diagnostics } = await dataLoader.load({ ...document, nodes, edges: [] }, { ...files });
  return { data: data.get(nodeId) ?? null, diagnostics };
}
