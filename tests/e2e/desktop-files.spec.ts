/** Files, drafts and closing on the desktop, through the bridge that the page has. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bridge } from '../../bridge/contract';
import { expect, test, type ZlensApp } from './app';

/** Runs a function in the page, with the bridge as its first argument. */
function withBridge<A, R>(app: ZlensApp, work: (bridge: Bridge, value: A) => Promise<R>, value: A): Promise<R> {
  return app.page.evaluate(
    ([text, given]) => {
      const { zlens } = window as unknown as { zlens: Bridge };
      // The driver may make a function of a text; the page's own policy stays as it is.
      // biome-ignore lint/security/noGlobalEval: the function comes from the test.
      // biome-ignore lint/complexity/noCommaOperator: an indirect call runs in the page's scope.
      return (0, eval)(`(${text})`)(zlens, given);
    },
    [work.toString(), value] as const,
  ) as Promise<R>;
}

test('a picked file is opened, saved in place, and listed as recent', async ({ app, folderWith }) => {
  const folder = folderWith({ 'one.json': '{"n":1}', 'data.csv': 'a,b\n1,2\n' });
  await app.nextOpenFile(path.join(folder, 'one.json'));
  const result = await withBridge(
    app,
    async (bridge) => {
      const opened = await bridge.openFile({ kind: 'graph' });
      if (opened === null) throw new Error('nothing was opened');
      const saved = await bridge.saveFile({ fileId: opened.fileId, text: '{"n":2}', stamp: opened.stamp });
      const table = await bridge.readBeside({ fileId: opened.fileId, path: 'data.csv' });
      const outside = await bridge.readBeside({ fileId: opened.fileId, path: '../data.csv' });
      return { opened, saved, table, outside, recent: await bridge.recentFiles() };
    },
    null,
  );
  expect(result.opened).toMatchObject({ name: 'one.json', text: '{"n":1}' });
  expect(result.saved).toMatchObject({ outcome: 'saved', name: 'one.json' });
  expect(result.table).toEqual({ text: 'a,b\n1,2\n' });
  expect(result.outside).toHaveProperty('error');
  expect(result.recent.map(({ name }) => name)).toContain('one.json');
  expect(readFileSync(path.join(folder, 'one.json'), 'utf8')).toBe('{"n":2}');
  expect(readFileSync(path.join(folder, 'one.json.bak'), 'utf8')).toBe('{"n":1}');
});

test('a cancelled dialog opens nothing', async ({ app }) => {
  await app.nextOpenFile(null);
  expect(await withBridge(app, (bridge) => bridge.openFile({ kind: 'graph' }), null)).toBeNull();
});

test('bytes are exported as they are', async ({ app, folderWith }) => {
  const file = path.join(folderWith(), 'weights.bin');
  const saved = await app.nextSaveFile(file);
  await withBridge(
    app,
    async (bridge) => {
      const data = Uint8Array.from({ length: 256 }, (_, i) => i);
      await bridge.exportFile({ suggestedName: 'w.bin', mime: 'application/octet-stream', data });
    },
    null,
  );
  await saved();
  expect([...readFileSync(file)]).toEqual(Array.from({ length: 256 }, (_, i) => i));
});

test('a request of a wrong form is refused with a plain message', async ({ app }) => {
  const message = await withBridge(
    app,
    (bridge) =>
      bridge.saveFile({ fileId: '/etc/passwd', text: 'x', stamp: null }).then(
        () => 'saved',
        (error: Error) => error.message,
      ),
    null,
  );
  expect(message).toBe('This file is not open any more. Open it again.');
});

test('a draft outlives the window', async ({ app }) => {
  await withBridge(app, (bridge) => bridge.autosave({ key: 'kept-by-test', text: 'draft' }), null);
  const file = path.join(app.userData ?? '', 'drafts/kept-by-test.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ text: 'draft' });
});

test('a window whose changes no draft can hold stays until the user has decided', async ({ app }) => {
  const { electronApp } = app;
  if (electronApp === null) throw new Error('this is a test of the desktop');
  // A file where the folder of the drafts should be: none can be written.
  const drafts = path.join(app.userData ?? '', 'drafts');
  rmSync(drafts, { recursive: true, force: true });
  writeFileSync(drafts, '');
  const answer = (response: number) =>
    electronApp.evaluate(({ dialog, BrowserWindow }, chosen) => {
      const asked = new Promise<void>((resolve) => {
        dialog.showMessageBox = async () => {
          resolve();
          return { response: chosen, checkboxChecked: false };
        };
      });
      BrowserWindow.getAllWindows()[0]?.close();
      return asked;
    }, response);
  await app.command('Add node: Dense');
  const title = () => electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '');
  await expect.poll(title).toContain('•');
  await answer(2);
  expect(electronApp.windows()).toHaveLength(1);
  const closed = app.page.waitForEvent('close');
  await answer(1).catch(() => undefined);
  await closed;
});

test.describe('started with a file', () => {
  const example = readFileSync(new URL('../../examples/hello-graph.json', import.meta.url), 'utf8');
  test.use({
    startWith: async ({ folderWith }, use) => use([path.join(folderWith({ 'given.json': example }), 'given.json')]),
  });

  test('the file is opened, and only read', async ({ app, startWith: [given = ''] }) => {
    const title = () =>
      app.electronApp?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '');
    await expect.poll(title).toContain('given');
    expect(existsSync(`${given}.bak`)).toBe(false);
    expect(readFileSync(given, 'utf8')).toBe(example);
  });
});
