/** What the page may and may not do in its host. */
import { expect, test } from './app';

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
    // The test's own code may eval at once, but not in a later task.
    await new Promise((resolve) => setTimeout(resolve));
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
    async () =>
      (await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))) instanceof WebAssembly.Module,
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
