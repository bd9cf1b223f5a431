/** The value must stay on this side of the number. */
export type Bound = { readonly atMost: number } | { readonly atLeast: number };

/** One figure with the target it is held against. */
export interface Measured {
  readonly kind: 'measured';
  readonly figure: string;
  readonly value: number;
  readonly unit: 'x' | 's' | 'files/s' | 'draws/s' | 'MiB';
  readonly target: Bound;
  /** What was measured, in words with absolute numbers, for both sides. */
  readonly ours: string;
  readonly peer: string;
}

/** A figure that could not be taken, and what is missing for it. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly figure: string;
  readonly missing: string;
}

export type Row = Measured | Skipped;

/** Whether a figure keeps its target. */
export function passes({ value, target }: Measured): boolean {
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}

/** A row for a figure whose tool or folder is not there. */
export function skipped(figure: string, missing: string): Skipped {
  return { kind: 'skipped', figure, missing };
}
