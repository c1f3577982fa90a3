/**
 * The document that is being edited, its history, its file, and what the checker says about it. Training data and
 * statistics never enter this store. All changes go through `edit`, so that everything can be undone.
 */
import { create } from 'zustand';
import { type CheckedGraph, type DataFile, type DataFiles, type GraphDocument, newDocument } from '../../engine';
import { texts } from '../texts';
import { emptyHistory, type History, record, redo, seal, undo } from './history';
import { findNode } from './lookup';
import { select, selectedEdges, selectedNodes } from './selection';

export interface FileIdentity {
  /** The host's handle; null for what was never saved. */
  id: string | null;
  name: string | null;
  savedAt: number | null;
}

export interface DocumentState {
  document: GraphDocument;
  history: History<GraphDocument>;
  /** The document as it was last opened or saved; null when it never matched a file (a restored draft). */
  saved: GraphDocument | null;
  file: FileIdentity;
  /** Data files by their path beside the graph. */
  files: DataFiles;
  /** The result of the checker for the document, or for one a moment older. */
  checked: CheckedGraph | null;
  /** Counts the documents that were opened: a new number means another document, not another version. */
  opened: number;
}

const first = newDocument(texts.document.untitled);

export const NO_FILE: FileIdentity = { id: null, name: null, savedAt: null };

export const useDocument = create<DocumentState>()(() => ({
  document: first,
  history: emptyHistory(),
  saved: first,
  file: NO_FILE,
  files: {},
  checked: null,
  opened: 0,
}));

export const currentDocument = (): GraphDocument => useDocument.getState().document;

export const isDirty = (state: DocumentState): boolean => state.document !== state.saved;

/**
 * Changes the document.
 *
 * @param name what is done, in the words of the undo menu.
 * @param key changes with the same key that follow each other are one step.
 */
export function edit(
  name: string,
  change: (document: GraphDocument) => GraphDocument,
  key: string | null = null,
): void {
  const state = useDocument.getState();
  const next = change(state.document);
  if (next === state.document) return;
  useDocument.setState({
    document: next,
    history: record(state.history, state.document, name, key, Date.now()),
  });
  dropStaleSelection(next);
}

/** Ends the step that is going on: the next change is undone on its own. */
export function endStep(): void {
  const state = useDocument.getState();
  const history = seal(state.history);
  if (history !== state.history) useDocument.setState({ history });
}

function travel(step: ReturnType<typeof undo<GraphDocument>>): void {
  if (!step) return;
  useDocument.setState({ document: step.state, history: step.history });
  dropStaleSelection(step.state);
}

export function undoEdit(): void {
  const { history, document } = useDocument.getState();
  travel(undo(history, document));
}

export function redoEdit(): void {
  const { history, document } = useDocument.getState();
  travel(redo(history, document));
}

function dropStaleSelection(document: GraphDocument): void {
  const nodes = selectedNodes();
  const edges = selectedEdges();
  if (nodes.length === 0 && edges.length === 0) return;
  const edgeIds = new Set(document.edges.map((edge) => edge.id));
  select(
    nodes.filter((id) => findNode(document, id)),
    edges.filter((id) => edgeIds.has(id)),
  );
}

/** Starts over with another document. */
export function loadDocument(
  document: GraphDocument,
  options: { file?: FileIdentity; files?: DataFiles; dirty?: boolean } = {},
): void {
  select([]);
  useDocument.setState((state) => ({
    document,
    history: emptyHistory(),
    saved: options.dirty ? null : document,
    file: options.file ?? NO_FILE,
    files: options.files ?? {},
    checked: null,
    opened: state.opened + 1,
  }));
}

/** Notes that `document` is what the file now holds. */
export function markSaved(document: GraphDocument, file: FileIdentity): void {
  useDocument.setState({ saved: document, file });
}

/** Adds a data file. */
export function addDataFile(path: string, file: DataFile): void {
  useDocument.setState((state) => ({ files: { ...state.files, [path]: file } }));
}
