import { compilePattern } from './make-class-test.ts';
import { foreignSyntax } from './pattern/foreign-syntax.ts';
import { widthTrouble } from './pattern/width-trouble.ts';

/**
 * What is wrong with a regular expression that JavaScript and Python are both to read, as a clause for a message; undefined when they find
 * the same matches. A dot matches every character; `\d`, `\w` and `\b` know ASCII. What is replaced may not be empty as well: the two
 * go on differently behind an empty match.
 */
export function portabilityTrouble(
  pattern: string,
  use: 'search' | 'replace' = 'search',
): string | undefined {
  const foreign = foreignSyntax(pattern);
  if (foreign !== undefined) return foreign;
  try {
    compilePattern(pattern, '');
  } catch (cause) {
    return reason(cause);
  }
  return widthTrouble(pattern, use === 'replace');
}

/** The end of V8's `Invalid regular expression: /…/us: Unterminated group`. */
function reason(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const words = message.slice(message.lastIndexOf(': ') + 2);
  return `it is not a regular expression (${words.charAt(0).toLowerCase()}${words.slice(1)})`;
}
