/** The page edition: the built page on an address of this machine, for where there is no desktop. Plain Node. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFromFolder } from './static-files';

export interface ServeOptions {
  /** The folder of the built page. */
  readonly root: string;
  /** Tried first; if it is taken, the ones after it, then any. Zero: any. */
  readonly port: number;
}

export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

const portsTried = 20;

export async function servePage({ root, port }: ServeOptions): Promise<PageServer> {
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => {
      response.writeHead(500).end();
    });
  });
  const bound = await listen(server, port);
  return {
    address: `http://127.0.0.1:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  // A page elsewhere can give its own name our address; then the name it asks for is not ours.
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (name !== '127.0.0.1' && name !== 'localhost') {
    response.writeHead(403).end();
    return;
  }
  const pathname = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  const { status, headers, body } = await answerFromFolder(root, pathname);
  response.writeHead(status, { ...headers, 'Content-Length': String(body?.byteLength ?? 0) });
  response.end(request.method === 'HEAD' ? undefined : (body ?? undefined));
}

async function listen(server: Server, first: number): Promise<number> {
  const ports = first === 0 ? [0] : [...Array.from({ length: portsTried }, (_, i) => first + i), 0];
  for (const port of ports) {
    const bound = await tryPort(server, port);
    if (bound !== null) return bound;
  }
  throw new Error('no free port on 127.0.0.1');
}

function tryPort(server: Server, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
