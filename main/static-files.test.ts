import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PageServer, servePage } from './serve';
import { answerFromFolder, fileOfAddress } from './static-files';

let root: string;
let server: PageServer;

beforeEach(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zlens-static-'));
  root = path.join(folder, 'page');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  mkdirSync(path.join(folder, 'page-secret'));
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'page-secret/secret.txt'), 'secret');
  writeFileSync(path.join(root, 'index.html'), '<p>page</p>');
  writeFileSync(path.join(root, 'assets/a b.js'), '1');
  server = await servePage({ root, port: 0 });
});

afterEach(async () => {
  await server.close();
  rmSync(path.dirname(root), { recursive: true, force: true });
});

/** Sends the path as it is: `fetch` would tidy it up. */
function get(
  pathname: string,
  options: { method?: string; host?: string } = {},
): Promise<{ status: number; type: string; body: string }> {
  const { port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port,
        path: pathname,
        method: options.method ?? 'GET',
        headers: { Host: options.host ?? `127.0.0.1:${port}` },
      },
      (response) => {
        let body = '';
        response.on('data', (data) => {
          body += data;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }),
        );
      },
    )
      .on('error', reject)
      .end();
  });
}

/** Every way that we know to write "one folder up", in every place. */
function* traversals(): Generator<string> {
  const ups = ['..', '%2e%2e', '.%2e', '%2E.', '%252e%252e', '..%00', '....', '..;', '%c0%ae%c0%ae'];
  const slashes = ['/', '%2f', '%2F', '\\', '%5c', '%5C', '%252f', '//', '/./'];
  for (const up of ups) {
    for (const slash of slashes) {
      for (const start of ['/', '/assets/', '//', '/assets/%2e/']) {
        yield `${start}${up}${slash}secret.txt`;
        yield `${start}${up}${slash}${up}${slash}secret.txt`;
        yield `${start}${up}${slash}page-secret${slash}secret.txt`;
      }
    }
  }
}

test('no way of writing a path leads out of the folder', async () => {
  let count = 0;
  for (const pathname of traversals()) {
    const file = fileOfAddress(root, pathname);
    if (file !== null) expect(file.startsWith(root + path.sep)).toBe(true);
    const { status, body } = await answerFromFolder(root, pathname);
    expect(status).not.toBe(200);
    expect(body).toBeNull();
    count++;
  }
  expect(count).toBeGreaterThan(200);
});

test('no way of writing a path leads out of the folder over the network', async () => {
  for (const pathname of [...traversals()].filter((_, i) => i % 7 === 0)) {
    const { status, body } = await get(pathname);
    expect([400, 404]).toContain(status);
    expect(body).toBe('');
  }
});

test('the page is served for the folder, and files with their type', async () => {
  expect(await get('/')).toMatchObject({ status: 200, body: '<p>page</p>', type: 'text/html; charset=utf-8' });
  expect(await get('/index.html?x#y')).toMatchObject({ status: 200 });
  expect(await get('/assets/a%20b.js')).toMatchObject({ status: 200, type: 'text/javascript; charset=utf-8' });
  expect(await get('/assets')).toMatchObject({ status: 404 });
});

test('another name for this machine is refused, so that no page elsewhere can read ours', async () => {
  expect(await get('/', { host: 'evil.example' })).toMatchObject({ status: 403, body: '' });
  expect(await get('/', { host: '127.0.0.1.evil.example:80' })).toMatchObject({ status: 403 });
  expect(await get('/', { host: 'localhost:1234' })).toMatchObject({ status: 200 });
});

test('only reading is possible', async () => {
  expect(await get('/', { method: 'POST' })).toMatchObject({ status: 405 });
  expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

test('a taken port is passed over', async () => {
  const port = Number(new URL(server.address).port);
  const second = await servePage({ root, port });
  expect(second.address).not.toBe(server.address);
  await second.close();
});
