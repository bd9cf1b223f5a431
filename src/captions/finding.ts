/** What is wrong with a line of a list or dictionary. Line and column count from 1 in UTF-16 units; `end` is the column behind. */
export interface Finding {
  readonly line: number;
  readonly column: number;
  readonly end: number;
  readonly code:
    | 'captions/unreadable-row'
    | 'captions/empty-translation'
    | 'captions/shared-translation'
    | 'captions/duplicate-name'
    | 'captions/name-within-name';
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly help: string;
}
