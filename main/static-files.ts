/**
 * Serves the built page, and nothing else on the disk: the desktop's own protocol and the small server of the page
 * edition both answer from here, so that there is one place where a path is checked.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pageHeaders } from '../bridge/headers';

export interface StaticAnswer {
  readonly status: 200 | 400 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
};

/**
 * The file that an address means, or null where it means none: the path is decoded once, and must stay below the root.
 * Our own files have neither backslashes nor encoded slashes in their names, so an address with one is refused outright.
 */
export function fileOfAddress(root: string, pathname: string): string | null {
  if (/%2f|%5c|\\/i.test(pathname)) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  if (decoded.split('/').some((part) => part === '..' || part.includes(':'))) return null;
  const base = path.resolve(root);
  const file = path.resolve(base, `.${decoded.endsWith('/') ? `${decoded}index.html` : decoded}`);
  return file.startsWith(base + path.sep) ? file : null;
}

export async function answerFromFolder(root: string, pathname: string): Promise<StaticAnswer> {
  const file = fileOfAddress(root, pathname);
  if (file === null) return { status: 400, headers: pageHeaders, body: null };
  try {
    if (!(await stat(file)).isFile()) return { status: 404, headers: pageHeaders, body: null };
    const body = new Uint8Array(await readFile(file));
    return { status: 200, headers: { ...pageHeaders, ...contentHeaders(file) }, body };
  } catch {
    return { status: 404, headers: pageHeaders, body: null };
  }
}

function contentHeaders(file: string): Record<string, string> {
  return {
    'Content-Type': mimeTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    // Built files carry a hash in their name; the page itself does not.
    'Cache-Control': file.includes(`${path.sep}assets${path.sep}`) ? 'max-age=31536000, immutable' : 'no-cache',
  };
}
