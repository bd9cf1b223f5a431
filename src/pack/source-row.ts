/** One of several captions of a row. */
export interface Variant {
  /** Its column in the CSV. */
  readonly column: string;
  /** Which field of the row it is, from 0. */
  readonly field: number;
  readonly text: string;
}

/** One row of a source as it was written, before anything is looked at on disk. */
export interface SourceRow {
  /** 1-based among the data rows. */
  readonly number: number;
  /** 1-based line where the row starts; 0 in a folder. */
  readonly line: number;
  /** Byte offset of the row in the CSV, to find columns again without keeping text. */
  readonly start: number;
  /** Which fields of the row the image and `caption` are, from 0. */
  readonly fields: { readonly image: number; readonly caption: number };
  /** As written: absolute, or relative to the source's data root. */
  readonly image: string;
  /** Of several variants the first that says something. Undefined when a folder has no `.txt` beside the image. */
  readonly caption: string | undefined;
  /** All captions as written, in the order of the step, where it has several. */
  readonly variants?: readonly Variant[];
  /** A judgement that the reader already passed on the caption. */
  readonly captionTrouble?: 'caption-encoding';
  /** As written in the CSV, where those columns exist. */
  readonly md5?: string;
  readonly width?: string;
  readonly height?: string;
}
