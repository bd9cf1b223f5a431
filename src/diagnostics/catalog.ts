/**
 * What a finding about a file means, by its code, in full sentences; `explain` prints it. Rules (`rule/…`) have pages of
 * their own beside their source.
 */
export const catalog: Readonly<Record<string, string>> = {
  'yaml/ambiguous-word':
    '`yes`, `no`, `on` and `off` are booleans in YAML 1.1 (PyYAML) and text in YAML 1.2. Write `true` or `false`, or quote the word.',
  'yaml/anchor-or-tag': 'An anchor (`&`), an alias (`*`) or a tag (`!`) stands where YAML does not allow it.',
  'yaml/block-text': 'After `|` or `>` the text starts on the next line.',
  'yaml/comment-space': '`#` starts a comment only behind a space.',
  'yaml/control-character':
    'Control characters and invisible characters are refused: nobody sees them, readers differ on them, and they can make a text look like another.',
  'yaml/curly-quotes': 'Curly quotes are letters to YAML. Only `"` and `\'` quote.',
  'yaml/directive':
    'A line with `%` at the top changes how a file is read. Experiments are YAML 1.2, without directives.',
  'yaml/document-start': '`---` starts a document and stands alone on its line; a file needs none.',
  'yaml/duplicate-key': 'A key stands twice in one block. Readers differ on which of the two counts.',
  'yaml/empty': 'The file has no content but comments.',
  'yaml/escape': 'Inside double quotes a backslash starts an escape such as `\\n`; others are errors.',
  'yaml/extra-comma': 'There is nothing between two commas of a list or a map.',
  'yaml/full-width':
    'A character of an East Asian input method, or an unusual space, stands where YAML or the language wants the ASCII one. In captions and descriptions such characters are fine.',
  'yaml/indentation': 'Keys of one block, and items of one list, start in the same column.',
  'yaml/key': 'Keys are words. A number, `null` or a list as a key becomes something else in some readers.',
  'yaml/leading-zero': '`0123` is 83 in YAML 1.1 (PyYAML) and 123 in YAML 1.2.',
  'yaml/list-on-key-line': 'A list with `- ` starts on the line below its key.',
  'yaml/long-key': 'A key has 1024 characters at most; usually a text with a colon was meant.',
  'yaml/merge-key': '`<<` copies keys in YAML 1.1 and is an ordinary key in YAML 1.2.',
  'yaml/missing-colon': 'A line of a map has no `: ` between key and value.',
  'yaml/missing-comma': 'Entries inside braces and brackets are separated by commas.',
  'yaml/missing-dash': 'Every item of a list starts with `- `.',
  'yaml/missing-space': 'Without a space behind its colon a key and its value are one word.',
  'yaml/nested-key': 'A second `: ` stands on a line, or a line is indented too far.',
  'yaml/not-utf8':
    'The file is in another encoding than UTF-8. It is not guessed at, because a wrong guess changes paths and captions.',
  'yaml/number': 'Whole numbers above 2^53 are rounded by many readers; `.nan` and `.inf` are no quantities.',
  'yaml/portable-number':
    '`1e-4` is a number in YAML 1.2 and text in YAML 1.1 (PyYAML). `1.0e-4` is a number in both.',
  'yaml/portable-text': '`1:30` is text in YAML 1.2 and a number to the base 60 in YAML 1.1 (PyYAML).',
  'yaml/quote-needed': 'A plain value cannot start with `@`, a backtick, `%` and some others. Quote it.',
  'yaml/second-document': 'One file is one experiment; a second document would be ignored by some readers.',
  'yaml/syntax': 'The file is not YAML at this place.',
  'yaml/tab': 'YAML indents with spaces. A tab is as wide as each reader likes.',
  'yaml/tag':
    'Tags (`!name`) ask a reader to build objects. Experiments have none; some readers would run code.',
  'yaml/too-deep': 'The file is nested deeper than any experiment.',
  'yaml/too-large': 'The file is larger than any experiment; probably it is another file.',
  'yaml/too-many-aliases':
    'Aliases of aliases multiply; a small file can stand for one that fills the memory.',
  'yaml/unclosed': 'A quote, a bracket or a brace is opened and not closed.',
  'yaml/unexpected': 'Text follows behind the end of a value.',
  'yaml/unknown-alias':
    'An alias (`*name`) has no anchor (`&name`) before it, or lies inside of what it repeats.',
  'yaml/unopened': 'A bracket or a brace is closed that was not opened.',
  'captions/duplicate-name': 'A name or a tag stands in a list or dictionary twice.',
  'captions/empty-translation': 'A name of a dictionary has no translation; it would vanish from captions.',
  'captions/name-within-name':
    'A name of a dictionary is the beginning of another. In prose the longest name that fits is taken.',
  'captions/shared-translation':
    'Two names of a dictionary have one translation: behind it nobody could tell them apart.',
  'captions/unreadable-row': 'A line of a list or dictionary has not the form of one.',
  'override/nested':
    'A stage or a run replaces single values, each by its dotted path. A block would have to be merged, and nobody agrees on how.',
  'override/no-such-value':
    'The dotted path of an override leads to no value of the experiment as it is at that point.',
  'override/not-here':
    'Some values are the same in all stages or runs: the language, the name, the machine, and for stages the model and the method.',
  'override/plain-over-tuned':
    'A stage or a run writes a plain number over a value that follows the batch. It holds for one batch only.',
  'override/replaces-stage': 'A run replaces a value that a stage replaces too. The run has the last word.',
  'override/same-id': 'Two stages, or two runs, have one id. It names their folders.',
  'override/start': 'A stage starts from weights that the stage before does not leave.',
  'override/unknown-source': 'A stage uses a source that the experiment does not have.',
  'override/unused-source': 'A source is used by no stage.',
  'schema/missing-key': 'A key that has no default is not written.',
  'schema/out-of-range': 'A number is smaller or larger than what it can mean.',
  'schema/unknown-key': 'A key is not part of the language here. Nothing is accepted and then ignored.',
  'schema/unknown-value': 'A value is not one of those that the key takes.',
  'schema/wrong-count': 'A list or a map has too few or too many entries.',
  'schema/wrong-form': 'A text has not the form that the key takes; its unit may be missing.',
  'schema/wrong-name': 'A name of yours has characters that it may not have.',
  'schema/wrong-type': 'A value has another type than the key takes: text for a number, or a word for a map.',
  'allow/unused': 'An exception under `allow` is not needed, or names a rule that does not exist.',
};
