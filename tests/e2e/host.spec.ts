/** What the page may and may not do in its host. */
import { contract } from '../../bridge/contract';
import { expect, test } from './app';

const functions = [
  ...Object.entries(contract)
    .filter(([, channel]) => channel.direction === 'request')
    .map(([name]) => name),
  'on',
].sort();

test('the page is cross-origin isolated', async ({ app }) => {
  const facts = await app.page.evaluate(() => ({
    isolated: crossOriginIsolated,
    shared: new SharedArrayBuffer(8).byteLength,
    secure: isSecureContext,
  }));
  expect(facts).toEqual({ isolated: true, shared: 8, secure: true });
});

test('the page is sent with its policy and isolation headers', async ({ app }) => {
  const headers = await app.page.evaluate(async () => Object.fromEntries((await fetch('./index.html')).headers));
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).not.toContain('unsafe-eval;');
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('text is never run as code', async ({ app }) => {
  const tried = await app.page.evaluate(async () => {
    const attempts: Record<string, string> = {};
    // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested.
    const ways: Record<string, () => unknown> = { eval: () => eval('1'), Function: () => new Function('return 1')() };
    for (const [name, way] of Object.entries(ways)) {
      try {
        way();
        attempts[name] = 'ran';
      } catch (error) {
        attempts[name] = (error as Error).name;
      }
    }
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    const link = document.createElement('a');
    link.href = 'javascript:window.linkRan = true';
    document.body.append(link);
    link.click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { ...attempts, inline: 'inlineRan' in window, link: 'linkRan' in window };
  });
  expect(tried).toEqual({ eval: 'EvalError', Function: 'EvalError', inline: false, link: false });
});

test('WebAssembly compiles under the policy', async ({ app }) => {
  const size = await app.page.evaluate(
    async () => (await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))) instanceof WebAssembly.Module,
  );
  expect(size).toBe(true);
});

test('nothing is asked of another address', async ({ app }) => {
  const refused = await app.page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'answered',
      () => 'refused',
    ),
  );
  expect(refused).toBe('refused');
});

test('files outside the built page cannot be fetched', async ({ app }) => {
  const paths = [
    '/../main/index.js',
    '/..%2fmain%2findex.js',
    '/%2e%2e/main/index.js',
    '/..%5cmain%5cindex.js',
    '/..%252fmain%252findex.js',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/%00',
    '//etc/passwd',
  ];
  const answers = await app.page.evaluate(
    (all) => Promise.all(all.map(async (one) => (await fetch(new URL(location.origin + one).href)).status)),
    paths,
  );
  for (const status of answers) expect([400, 404]).toContain(status);
});

test('the page sees exactly the functions of the contract and nothing of the machine', async ({ app }) => {
  test.skip(app.hostKind === 'page', 'a browser gives the page nothing');
  const seen = await app.page.evaluate(() => ({
    functions: Object.keys((window as unknown as { zlens: object }).zlens).sort(),
    machine: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', '__dirname'].filter(
      (name) => name in window,
    ),
  }));
  expect(seen).toEqual({ functions, machine: [] });
});

test('the window never leaves the page', async ({ app }) => {
  test.skip(app.hostKind === 'page', 'a browser belongs to its user');
  const before = app.page.url();
  await app.page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await app.page.waitForTimeout(300);
  expect(app.page.url()).toBe(before);
});

test('the page opens no second window', async ({ app }) => {
  test.skip(app.hostKind === 'page', 'a browser belongs to its user');
  const opened = await app.page.evaluate(() => window.open('https://example.com/') === null);
  await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  await app.page.waitForTimeout(300);
  expect(opened).toBe(true);
  expect(app.electronApp?.windows()).toHaveLength(1);
});

test('only https addresses reach the browser of the user', async ({ app }) => {
  test.skip(app.electronApp === null, 'the desktop has its own way out');
  await app.electronApp?.evaluate(({ shell }) => {
    const asked: string[] = [];
    Reflect.set(globalThis, 'askedOutside', asked);
    shell.openExternal = async (address) => {
      asked.push(address);
    };
  });
  const answers = await app.page.evaluate(async () => {
    const { zlens } = window as unknown as { zlens: { openExternal(r: { url: string }): Promise<{ opened: boolean }> } };
    const urls = ['file:///etc/passwd', 'javascript:alert(1)', 'http://example.com', 'https://u:p@example.com', 'smb://x'];
    const refused = await Promise.all(urls.map((url) => zlens.openExternal({ url })));
    return [...refused, await zlens.openExternal({ url: 'https://example.com/paper' })].map(({ opened }) => opened);
  });
  expect(answers).toEqual([false, false, false, false, false, true]);
  const asked = await app.electronApp?.evaluate(() => Reflect.get(globalThis, 'askedOutside') as string[]);
  expect(asked).toEqual(['https://example.com/paper']);
});
