/** A fenced block of a Markdown text. */
export interface Block {
  readonly language: string;
  /** Between the fences, with its last line break. */
  readonly text: string;
}

/** The fenced blocks of a text, in order. */
export function readBlocks(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}
