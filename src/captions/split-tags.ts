/** The tags of a caption, without the blanks around them; empty ones vanish. `core` is the separator without its blanks. */
export function splitTags(text: string, core: string): string[] {
  const tags: string[] = [];
  for (const part of text.split(core)) {
    const tag = part.trim();
    if (tag !== '') tags.push(tag);
  }
  return tags;
}
