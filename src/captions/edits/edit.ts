/**
 * One edit, ready to run. `state` is that of the edit's stream at the sample; a function gives what it was given when nothing changes.
 * A form that is missing leaves captions of that kind alone.
 */
export interface Edit {
  readonly tags?: (tags: readonly string[], state: number, separator: string) => readonly string[];
  readonly prose?: (text: string, state: number) => string;
}
