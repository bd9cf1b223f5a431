import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A file that a training adds to. What is added is with the system at once, so that a kill loses nothing. A full disk must not
 * end the training: the first failure goes to `onFailure`, and from then on nothing is written.
 */
export class GrowingFile {
  readonly #path: string;
  readonly #onFailure: (error: unknown) => void;
  #failed = false;

  constructor(path: string, onFailure: (error: unknown) => void) {
    this.#path = path;
    this.#onFailure = onFailure;
  }

  append(content: Buffer | string): void {
    this.#attempt(() => appendFileSync(this.#path, content));
  }

  /** Replaces the content by what `change` makes of it, whole at every moment. */
  rewrite(change: (content: string) => string): void {
    this.#attempt(() => {
      if (!existsSync(this.#path)) return;
      const aside = `${this.#path}.new`;
      writeFileSync(aside, change(readFileSync(this.#path, 'utf8')));
      renameSync(aside, this.#path);
    });
  }

  #attempt(write: () => void): void {
    if (this.#failed) return;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      write();
    } catch (error) {
      this.#failed = true;
      this.#onFailure(error);
    }
  }
}
