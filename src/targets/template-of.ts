import type { Templates } from './target.ts';

/** The text of a template; one that is not there is a fault of ours and throws. */
export function templateOf(templates: Templates, path: string): string {
  const template = templates.get(path);
  if (template === undefined) throw new TypeError(`no template ${path}`);
  return template;
}
