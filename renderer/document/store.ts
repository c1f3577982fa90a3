/**
 * The document that is being edited, its history, its file, and what the checker says about it. Training data and
 * statistics never enter this store. All changes go through `edit`, so that everything can be undone.
 */
import { create } from 'zustand';
import { type CheckedGraph, type GraphDocument, newDocument } from '../../engine';
import { texts } from '../texts';
import type { PageFile, PageFiles } from '../worker/page-files';
import { emptyHistory, type History, record, seal, travel } from './history';
import { findNode } from './lookup';
import { select, selectedEdges, selectedNodes } from './selection';

export interface FileIdentity {
  /** The host's handle; null for what was never saved. */
  id: string | null;
  name: string | null;
  savedAt: number | null;
  /** What the host said the file held when it was last read or written. */
  stamp: string | null;
}

/** Where the canvas stands. */
export interface CanvasView {
  x: number;
  y: number;
  zoom: number;
}

export interface DocumentState {
  document: GraphDocument;
  history: History<GraphDocument>;
  /** The document as it was last opened or saved; null when it never matched a file (a restored draft). */
  saved: GraphDocument | null;
  file: FileIdentity;
  /** Data files by their path beside the graph. */
  files: PageFiles;
  /** The result of the checker for the document, or for one a moment older. */
  checked: CheckedGraph | null;
  /** Counts the documents that were opened: a new number means another document, not another version. */
  opened: number;
  /** Where the canvas stood when the document was last put away; null: it is shown whole. */
  view: CanvasView | null;
}

const first = newDocument(texts.document.untitled);

export const NO_FILE: FileIdentity = { id: null, name: null, savedAt: null, stamp: null };

export const useDocument = create<DocumentState>()(() => ({
  document: first,
  history: emptyHistory(),
  saved: first,
  file: NO_FILE,
  files: {},
  checked: null,
  opened: 0,
  view: null,
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

/** Goes back (below 0) or forward by so many steps of the history. */
export function travelBy(steps: number): void {
  const { history, document } = useDocument.getState();
  const to = travel(history, document, steps);
  if (to.history === history) return;
  useDocument.setState({ document: to.state, history: to.history });
  dropStaleSelection(to.state);
}

export const undoEdit = (): void => travelBy(-1);
export const redoEdit = (): void => travelBy(1);

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

interface OpenOptions {
  file?: FileIdentity;
  files?: PageFiles;
  /** The document as the file holds it; null: it never matched one. Default: as it is now. */
  saved?: GraphDocument | null;
  view?: CanvasView | null;
}

let openings = 0;

/** The state of a document that has just been opened. */
export function freshState(document: GraphDocument, options: OpenOptions = {}): DocumentState {
  return {
    document,
    history: emptyHistory(),
    saved: options.saved === undefined ? document : options.saved,
    file: options.file ?? NO_FILE,
    files: options.files ?? {},
    checked: null,
    opened: ++openings,
    view: options.view ?? null,
  };
}

/** Starts over with another document. */
export function loadDocument(document: GraphDocument, options: OpenOptions = {}): void {
  showDocument(freshState(document, options));
}

/** Puts another document in the place of the open one, with all that belongs to it. */
export function showDocument(state: DocumentState): void {
  select([]);
  useDocument.setState(state);
}

/** Adds a data file. */
export function addDataFile(path: string, file: PageFile): void {
  useDocument.setState((state) => ({ files: { ...state.files, [path]: file } }));
}
