/** The Chromium under the stand-in: one process, one page, and the app's own scheme served on an address of this machine. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { findChromium } from '../../../scripts/lib/chromium.mjs';
import { browserFlags } from '../flags.mjs';
import { preloadScript } from './page.mjs';

export class Browser {
  #process;
  #connection;
  #server;
  #port;

  async start({ userData, switches, answer, onExit }) {
    await this.#serve(answer);
    const parameters = [...browserFlags, ...switches, '--headless', '--no-startup-window', '--remote-debugging-port=0'];
    this.#process = spawn(findChromium(), [...parameters, `--user-data-dir=${userData}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process.once('exit', onExit);
    process.once('exit', () => this.#process.kill('SIGKILL'));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => process.exit(0));
    for await (const line of createInterface({ input: this.#process.stderr })) {
      const endpoint = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1];
      if (endpoint === undefined) continue;
      this.#connection = await chromium.connectOverCDP(endpoint);
      // This is the line that Playwright waits for.
      process.stderr.write(`${line}\n`);
      break;
    }
  }

  async stop() {
    this.#process.removeAllListeners('exit');
    this.#server.close();
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    const session = await this.#connection.newBrowserCDPSession();
    // Killed, it would leave children behind that still write into its folder.
    await session.send('Browser.close').catch(() => this.#process.kill('SIGKILL'));
    await ended;
  }

  /** app://bundle/x is http://app--bundle.localhost:PORT/x here: Chromium knows no scheme of ours. */
  #outside(address) {
    const { protocol, host, pathname, search } = new URL(address);
    if (protocol === 'http:' || protocol === 'https:') return address;
    return `http://${protocol.slice(0, -1)}--${host}.localhost:${this.#port}${pathname}${search}`;
  }

  #inside(address) {
    const match = /^http:\/\/([a-z]+)--([a-z]+)\.localhost:(\d+)(.*)$/.exec(address);
    return match !== null && Number(match[3]) === this.#port ? `${match[1]}://${match[2]}${match[4]}` : address;
  }

  #serve(answer) {
    this.#server = createServer(async (request, response) => {
      const address = this.#inside(`http://${request.headers.host}${request.url}`);
      const scheme = address.split(':', 1)[0];
      const result = await answer(scheme, { url: address, method: request.method });
      response.writeHead(result.status, Object.fromEntries(result.headers));
      response.end(Buffer.from(await result.arrayBuffer()));
    });
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        this.#port = this.#server.address().port;
        resolve();
      });
    });
  }

  async open({ size, preload, call, mayNavigate, popup, navigated, loaded, closed }) {
    const context = this.#connection.contexts()[0];
    const page = await context.newPage();
    await page.setViewportSize(size);
    const session = await context.newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    await page.exposeFunction('__standInCall', call);
    await page.addInitScript({ content: preloadScript(preload) });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) navigated(this.#inside(frame.url()));
    });
    page.on('load', loaded);
    page.on('popup', async (opened) => {
      popup(opened.url());
      await opened.close();
    });
    page.on('close', closed);
    let first = true;
    session.on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
      const leaves = frameId === targetInfo.targetId && !first && !mayNavigate(this.#inside(request.url));
      first = false;
      void session.send(
        leaves ? 'Fetch.failRequest' : 'Fetch.continueRequest',
        leaves ? { requestId, errorReason: 'Aborted' } : { requestId },
      );
    });
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
    return {
      go: (address) => page.goto(this.#outside(address)),
      targetId: targetInfo.targetId,
      tell: (channel, text) => page.evaluate(([name, payload]) => window.__standInTell(name, payload), [channel, text]),
      close: async () => {
        page.removeAllListeners('close');
        await page.close();
      },
    };
  }
}
