/**
 * The data files of open graphs: read beside a graph where the host can see its folder, and what was picked kept in the
 * browser's store, so that a graph finds its data again after a restart. What is not found is told by the checker.
 */
import { readsFile } from '../../engine';
import { addDataFile, type DocumentState, useDocument } from '../document/store';
import { host } from '../host';
import { forgetData, keepData, keptData } from '../host/data-store';
import { texts } from '../texts';
import type { PageFile } from '../worker/page-files';
import { toast } from './dialog-store';
import { activeTab, useTabs } from './tabs';

const TYPING_MS = 400;

/** Whose data it is: the file's, as long as there is one, else the tab's. */
const ownerOf = ({ file }: Pick<DocumentState, 'file'>, tab: string): string => file.id ?? tabOwner(tab);
const tabOwner = (tab: string): string => `tab ${tab}`;

/** Paths that could not be found for a document: they are not asked for again and again. */
let missing = { opened: -1, file: '' as string | null, paths: new Set<string>() };

/** The paths of data files that a document reads. */
export function dataPaths({ document }: Pick<DocumentState, 'document'>): Set<string> {
  const paths = new Set<string>();
  for (const { type, data } of document.nodes) {
    if (type !== 'dataset' || typeof data.source !== 'string' || !readsFile(data.source)) continue;
    if (typeof data.path === 'string' && data.path !== '') paths.add(data.path);
  }
  return paths;
}

async function find(state: DocumentState, path: string): Promise<PageFile | null> {
  if (state.file.id !== null) {
    const beside = await host.readBeside({ fileId: state.file.id, path }).catch(() => null);
    if (beside && 'text' in beside) return beside.text;
  }
  return keptData(ownerOf(state, activeTab()), path).catch(() => null);
}

/** Reads the data files that the document names and that are not read yet. */
export async function readDataFiles(): Promise<void> {
  const state = useDocument.getState();
  const { opened, files, file } = state;
  if (missing.opened !== opened || missing.file !== file.id) missing = { opened, file: file.id, paths: new Set() };
  const { paths } = missing;
  for (const path of dataPaths(state)) {
    if (files[path] !== undefined || paths.has(path)) continue;
    paths.add(path);
    const found = await find(state, path);
    if (useDocument.getState().opened !== opened) return;
    if (found !== null && useDocument.getState().files[path] === undefined) {
      restored.add(path);
      addDataFile(path, found);
    }
  }
}

/** Paths that have just come from the store or the disk, so that they need not be kept again. */
const restored = new Set<string>();

async function keep(owner: string, path: string, file: PageFile): Promise<void> {
  const kept = await keepData(owner, path, file).catch(() => false);
  if (!kept) toast(texts.files.data.tooMuch(path));
}

/** Reads data files as soon as the document names them, and keeps those that are picked; the function ends it. */
export function startReadingData(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = useDocument.subscribe((state, before) => {
    const same = state.opened === before.opened;
    const owner = ownerOf(state, activeTab());
    if (same && (state.files !== before.files || state.file.id !== before.file.id)) {
      for (const [path, file] of Object.entries(state.files)) {
        if (restored.delete(path)) continue;
        if (state.file.id !== before.file.id || before.files[path] !== file) void keep(owner, path, file);
      }
    }
    if (same && state.document.nodes === before.document.nodes && state.file === before.file) return;
    clearTimeout(timer);
    timer = setTimeout(() => void readDataFiles(), same ? TYPING_MS : 0);
  });
  const stopTabs = useTabs.subscribe(({ tabs }, before) => {
    for (const { id } of before.tabs) {
      if (!tabs.some((tab) => tab.id === id)) void forgetData(tabOwner(id)).catch(() => undefined);
    }
  });
  return () => {
    clearTimeout(timer);
    stop();
    stopTabs();
  };
}
