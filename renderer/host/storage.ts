/** Tables of the browser's own database: drafts, the handles of recent files (which only it can store), and data files. */

const databaseName = 'zlens';
/** A table that is added takes the next version. */
const version = 2;
const tables = ['drafts', 'recent', 'data', 'dataSizes'] as const;
export type Table = (typeof tables)[number];

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(databaseName, version);
    request.onupgradeneeded = () => {
      for (const table of tables) {
        if (!request.result.objectStoreNames.contains(table)) request.result.createObjectStore(table);
      }
    };
    request.onsuccess = () => {
      // Another window of a newer edition must not wait for this one.
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  }).catch((error: unknown) => {
    // A later call may be luckier: a private window that has since been given storage, for instance.
    opened = null;
    throw error;
  });
  return opened;
}

async function run<T>(
  table: Table,
  mode: IDBTransactionMode,
  action: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await database()).transaction(table, mode);
  const request = action(transaction.objectStore(table));
  return new Promise((resolve, reject) => {
    // Not `onsuccess`: what is written counts once the transaction is through.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export function read(table: Table, key: string): Promise<unknown> {
  return run(table, 'readonly', (store) => store.get(key));
}

export function readAll(table: Table): Promise<unknown[]> {
  return run<unknown[]>(table, 'readonly', (store) => store.getAll());
}

export async function write(table: Table, key: string, value: unknown): Promise<void> {
  await run(table, 'readwrite', (store) => store.put(value, key));
}

export async function remove(table: Table, key: string): Promise<void> {
  await run(table, 'readwrite', (store) => store.delete(key));
}
