/** The draft: what was on the screen, kept a moment after every change, so that a crash costs nothing. */
import { parseDocument, printDocument } from '../../engine';
import { currentDocument, type FileIdentity, isDirty, loadDocument, markSaved, useDocument } from '../document/store';
import { host } from '../host';
import { texts } from '../texts';
import { toast } from './dialog-store';

const KEY = 'draft';
const DELAY_MS = 1000;

interface Draft {
  dirty: boolean;
  file: FileIdentity;
  document: string;
  /** Data files that were picked, since they may lie beside no graph. */
  files: Record<string, string>;
}

/** Data beyond this is not kept with the draft; it has to be opened again. */
const FILES_LIMIT = 4_000_000;

export function draftText(): string {
  const state = useDocument.getState();
  // Arrays and pictures are picked again; a draft is a text.
  const kept = Object.entries(state.files).filter((entry): entry is [string, string] => isText(entry[1]));
  const size = kept.reduce((sum, [, text]) => sum + text.length, 0);
  const draft: Draft = {
    dirty: isDirty(state),
    file: state.file,
    document: printDocument(state.document),
    files: size <= FILES_LIMIT ? Object.fromEntries(kept) : {},
  };
  return JSON.stringify(draft);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Reads a draft back; null when it is not one. */
export function parseDraft(text: string): Draft | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof found !== 'object' || found === null) return null;
  const { dirty, file, document, files } = found as Record<string, unknown>;
  if (!isText(document) || typeof file !== 'object' || file === null) return null;
  const { id, name } = file as Record<string, unknown>;
  const kept = Object.entries(typeof files === 'object' && files !== null ? files : {}).filter(([, value]) =>
    isText(value),
  );
  return {
    dirty: dirty === true,
    document,
    file: { id: isText(id) ? id : null, name: isText(name) ? name : null, savedAt: null },
    files: Object.fromEntries(kept) as Record<string, string>,
  };
}

/** Brings back the draft of the last session. Returns whether there was one. */
export async function restoreDraft(): Promise<boolean> {
  const stored = await host.readAutosave({ key: KEY }).catch(() => null);
  if (!stored) return false;
  const draft = parseDraft(stored.text);
  const parsed = draft && parseDocument(draft.document);
  if (!draft || !parsed?.ok) {
    toast(texts.toast.draftBroken);
    return false;
  }
  loadDocument(parsed.value, { file: draft.file, files: draft.files, dirty: draft.dirty });
  if (draft.dirty) toast(texts.toast.restored);
  else markSaved(currentDocument(), draft.file);
  return true;
}

/** Keeps the draft from now on; the function that comes back ends it. */
export function startDrafts(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    timer = undefined;
    void host.autosave({ key: KEY, text: draftText() }).catch(() => undefined);
  };
  const now = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    keep();
  };
  const stop = useDocument.subscribe((state, before) => {
    if (state.document === before.document && state.file === before.file && state.saved === before.saved) return;
    clearTimeout(timer);
    timer = setTimeout(keep, DELAY_MS);
  });
  // A page that is hidden may never be shown again.
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') now();
  };
  document.addEventListener('visibilitychange', hidden);
  return () => {
    clearTimeout(timer);
    stop();
    document.removeEventListener('visibilitychange', hidden);
  };
}
