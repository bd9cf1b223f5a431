/** One thing that was looked at. */
export interface Check {
  /** What, in a word or two: `checkout`, `flash-attn`. */
  readonly name: string;
  /** `missing`: training cannot start, or would not train what was meant. */
  readonly status: 'ok' | 'warning' | 'missing';
  /** What was found, in one clause. */
  readonly found: string;
  /** What to do about it, in full sentences. */
  readonly fix?: string;
}

/** All that was looked at, as `--format json` prints it. */
export interface Examination {
  readonly formatVersion: 1;
  /** The experiment that it is about; left out for the machine as such. */
  readonly experiment?: string;
  /** Whether nothing is missing. */
  readonly ready: boolean;
  readonly checks: readonly Check[];
}

export const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });

export const warning = (name: string, found: string, fix: string): Check => ({
  name,
  status: 'warning',
  found,
  fix,
});

export const missing = (name: string, found: string, fix: string): Check => ({
  name,
  status: 'missing',
  found,
  fix,
});
