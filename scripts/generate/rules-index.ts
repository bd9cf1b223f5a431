import type { AnyRule } from '../../src/rules/rule.ts';

/** `docs/rules/README.md`: every rule with what holds when it is silent, and where that comes from. */
export function generateRulesIndex(rules: readonly AnyRule[]): string {
  return `${[
    '# Rules',
    '',
    'What `ditc check` knows beyond the form of the file: facts about two values, other files, or arithmetic. An **error** would crash, lie or be ignored;',
    'a **warning** is likely not meant; an **info** is a remark and never stops anything. `ditc explain ID` prints the page of a rule.',
    '',
    'An exception is written into the experiment, with its reason: `allow: [{rule: ID, at: PATH, why: …}]`.',
    '',
    `| rule | finding | what holds when it is silent | from |`,
    '|---|---|---|---|',
    ...rules.map(
      ({ id, severity, summary, source }) =>
        `| [${id}](../../src/rules/${id}.md) | ${severity} | ${summary} | ${source.replaceAll('|', '\\|')} |`,
    ),
  ].join('\n')}\n`;
}
