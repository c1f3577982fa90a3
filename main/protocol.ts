/** The desktop's own address, app://bundle/, from which the page is loaded with the headers that make it isolated. */
import { protocol } from 'electron';
import { answerFromFolder } from './static-files';

export const pageAddress = 'app://bundle/index.html';

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export function serveScheme(root: string): void {
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== 'bundle' || request.method !== 'GET') return new Response(null, { status: 400 });
    const { status, headers, body } = await answerFromFolder(root, pathname);
    return new Response(body, { status, headers });
  });
}

/** Whether an address is our own page. */
export function isOurPage(address: string, developmentAddress: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol: scheme, host, origin } = new URL(address);
  if (scheme === 'app:' && host === 'bundle') return true;
  return developmentAddress !== null && origin === new URL(developmentAddress).origin;
}
