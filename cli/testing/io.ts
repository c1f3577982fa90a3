/** Surroundings for a command in a test: a folder of its own, and what it wrote to each stream. */
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../commands';
import type { Io } from '../io';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export class Folder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), 'zlens-cli-'));

  write(name: string, data: string | Uint8Array | object): void {
    const plain = typeof data === 'string' || data instanceof Uint8Array;
    fs.writeFileSync(this.file(name), plain ? data : JSON.stringify(data));
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  read(name: string): string {
    return fs.readFileSync(this.file(name), 'utf8');
  }

  bytes(name: string): Uint8Array {
    return new Uint8Array(fs.readFileSync(this.file(name)));
  }

  /** Everything in it, hidden files too. */
  names(): string[] {
    return fs.readdirSync(this.path).sort();
  }

  /** Runs a command line in this folder. */
  async run(argv: string[], options: Partial<Io> = {}): Promise<Ran> {
    let out = '';
    let err = '';
    const io: Io = {
      cwd: this.path,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isTerminal: false,
      colours: { out: false, err: false },
      columns: () => 80,
      stop: new AbortController().signal,
      ...options,
    };
    const code = await runCommand(argv, io);
    return { code, out, err };
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}
