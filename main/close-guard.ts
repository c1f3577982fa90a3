/** Keeps a window open whose changes are neither saved nor in a draft, until the user has decided what becomes of them. */

export type Choice = 'save' | 'discard' | 'cancel';

export interface CloseGuardOptions {
  /** Asks the page to put its changes into drafts; done once it has tried. */
  readonly keep: () => Promise<void>;
  /** Asks the user. */
  readonly ask: () => Promise<Choice>;
  /** Asks the page to save. */
  readonly save: () => void;
  /** Closes the window for good. */
  readonly close: () => void;
  /** The user decided to stay. */
  readonly stayed: () => void;
}

export class CloseGuard {
  readonly #options: CloseGuardOptions;
  #dirty = false;
  #asking = false;
  #closeWhenSaved = false;

  constructor(options: CloseGuardOptions) {
    this.#options = options;
  }

  /** True: the window may close now. False: the user is being asked, and the window closes later or not at all. */
  mayClose(): boolean {
    if (!this.#dirty) return true;
    if (!this.#asking) void this.#ask();
    return false;
  }

  /** The page says whether closing would lose changes. */
  setDirty(dirty: boolean): void {
    this.#dirty = dirty;
    if (!dirty && this.#closeWhenSaved) {
      this.#closeWhenSaved = false;
      this.#options.close();
    }
  }

  /** The save that was asked for did not happen: the dialog was cancelled, or the disk is full. */
  saveFailed(): void {
    if (!this.#closeWhenSaved) return;
    this.#closeWhenSaved = false;
    this.#options.stayed();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    let choice: Choice;
    try {
      await this.#options.keep();
      choice = this.#dirty ? await this.#options.ask() : 'save';
    } finally {
      this.#asking = false;
    }
    if (choice === 'discard') {
      this.#dirty = false;
      this.#options.close();
    } else if (choice === 'cancel') {
      this.#options.stayed();
    } else if (!this.#dirty) {
      this.#options.close();
    } else {
      this.#closeWhenSaved = true;
      this.#options.save();
    }
  }
}
