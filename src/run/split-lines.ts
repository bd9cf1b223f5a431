import { StringDecoder } from 'node:string_decoder';

/** Cuts bytes that arrive in pieces into lines; a bar that is redrawn after a carriage return counts as several. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** The lines that are complete now. */
  push(bytes: Buffer): readonly string[] {
    const lines = `${this.#rest}${this.#decoder.write(bytes)}`.split(/[\r\n]/);
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '');
  }
}
