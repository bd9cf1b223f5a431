/** The values of a file of JSON lines that are objects; what a kill has left half written is left out. */
export function jsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text.split('\n').flatMap((line) => {
    try {
      const found: unknown = JSON.parse(line);
      return isObject(found) ? [found] : [];
    } catch {
      return [];
    }
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
