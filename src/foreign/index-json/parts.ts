import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import type { Saying } from '../../source/finding.ts';
import type { JsonNode, JsonNumber, JsonText } from '../json/node.ts';

/** The parts of an index that all checks look at. */
export interface IndexParts {
  readonly file: SourceFile;
  /** Where the index lies on this machine. */
  readonly path: string;
  readonly root: JsonNode;
  readonly arrows: readonly JsonText[];
  readonly cumulative: readonly JsonNumber[];
}

export const unequalLength = (key: string, has: number, wants: number): Saying => ({
  code: 'index/length',
  message: `\`${key}\` has ${has} entries for ${wants} files`,
  help: 'The loader stops: it needs one for each arrow file. Make the index anew.',
});
