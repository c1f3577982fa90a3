/**
 * How a browser lets the user pick files: File System Access where there is one, else an input element and a download.
 */

/** A file that the user picked. Only one with a handle can be written in place or found again later. */
export interface PickedFile {
  readonly name: string;
  readonly handle: FileSystemFileHandle | null;
}

interface FileType {
  readonly description: string;
  readonly accept: Readonly<Record<string, readonly string[]>>;
}

interface PickerWindow {
  showOpenFilePicker?(options: { types: readonly FileType[]; multiple: false }): Promise<FileSystemFileHandle[]>;
  showSaveFilePicker?(options: { types: readonly FileType[]; suggestedName: string }): Promise<FileSystemFileHandle>;
}

interface PermissionHandle extends FileSystemFileHandle {
  queryPermission?(descriptor: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
}

export const fileTypes = {
  graph: { description: 'Zlens graph', accept: { 'application/json': ['.json'] } },
  csv: { description: 'Table', accept: { 'text/csv': ['.csv', '.tsv', '.txt'] } },
} as const satisfies Record<string, FileType>;

function pickers(): PickerWindow {
  return window as unknown as PickerWindow;
}

/** Null: the user cancelled. */
export async function pickToOpen(kind: keyof typeof fileTypes): Promise<{ picked: PickedFile; file: File } | null> {
  const type = fileTypes[kind];
  const show = pickers().showOpenFilePicker;
  if (show === undefined) {
    const file = await pickWithInput(Object.values(type.accept).flat().join(','));
    return file === null ? null : { picked: { name: file.name, handle: null }, file };
  }
  const handles = await unlessCancelled(show.call(window, { types: [type], multiple: false }));
  const handle = handles?.[0];
  return handle === undefined ? null : { picked: { name: handle.name, handle }, file: await handle.getFile() };
}

/** Null: the user cancelled. Without File System Access the file is downloaded, and there is no handle. */
export async function pickToSave(suggestedName: string, text: string): Promise<PickedFile | null> {
  const show = pickers().showSaveFilePicker;
  if (show === undefined) {
    download(suggestedName, 'application/json', text);
    return { name: suggestedName, handle: null };
  }
  const handle = await unlessCancelled(show.call(window, { types: [fileTypes.graph], suggestedName }));
  if (handle === null) return null;
  await writeInPlace(handle, text);
  return { name: handle.name, handle };
}

/** The browser writes beside the file and swaps at `close`, so a failed save leaves the old file whole. */
export async function writeInPlace(handle: FileSystemFileHandle, text: string): Promise<void> {
  const stream = await handle.createWritable();
  try {
    await stream.write(text);
  } catch (error) {
    await stream.abort();
    throw error;
  }
  await stream.close();
}

/** Whether the browser has been told already, so that nobody is asked. */
export async function mayUseAlready(handle: FileSystemFileHandle, mode: 'read' | 'readwrite'): Promise<boolean> {
  const asking = handle as PermissionHandle;
  return asking.queryPermission === undefined || (await asking.queryPermission({ mode })) === 'granted';
}

/** Asks only where the browser has not been told already. */
export async function mayUse(handle: FileSystemFileHandle, mode: 'read' | 'readwrite'): Promise<boolean> {
  const asking = handle as PermissionHandle;
  if (asking.queryPermission === undefined || asking.requestPermission === undefined) return true;
  if ((await asking.queryPermission({ mode })) === 'granted') return true;
  return (await asking.requestPermission({ mode })) === 'granted';
}

export function download(name: string, mime: string, data: string | Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([data], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has started by then, but not every browser has read the address at once.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function pickWithInput(accept: string): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.style.display = 'none';
    const finish = (file: File | null) => {
      input.remove();
      resolve(file);
    };
    input.addEventListener('change', () => finish(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => finish(null));
    document.body.append(input);
    input.click();
  });
}

async function unlessCancelled<T>(picking: Promise<T>): Promise<T | null> {
  try {
    return await picking;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
