/** Whether weights are the word of a public file: a path has a `/`, and `random` is no file. */
export function isPublic(weights: string): boolean {
  return !weights.includes('/') && weights !== 'random';
}
