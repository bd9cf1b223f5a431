import { posix } from 'node:path';
import { quote } from './quote.ts';

/** A path that is known where the script runs: relative to the experiment's folder or to the checkout, or absolute. */
export interface Place {
  readonly base: 'root' | 'checkout';
  readonly path: string;
}

/** The place as one word of shell, absolute when the script runs. */
export function placeWord({ base, path }: Place): string {
  return posix.isAbsolute(path) ? quote(path) : `"$${base}"/${quote(path)}`;
}
