export type Severity = 'error' | 'warning' | 'info';

/** What one kind of trouble means for the row (or, with `file`, for the whole CSV) it is found in. */
export interface Reason {
  readonly effect: 'file' | 'skip' | 'keep';
  /** For a check that packs nothing. A row that is kept never has an error. */
  readonly severity: Severity;
  /** Plural sentence part for a summary: `3 rows: the file is missing`. */
  readonly summary: string;
  readonly help?: string;
}

/**
 * Every judgement the packer knows, in reporting order. `skip` rows are left out of the shards and listed in `skipped.csv`;
 * `keep` rows are packed and counted. What Pillow 10.4 opens without plug-ins decides which formats are supported,
 * because upstream decodes with `Image.open(...).convert("RGB")` (HunyuanDiT 368280e, IndexKits `arrow_index_v2.py`).
 */
export const reasons = {
  'csv-encoding': {
    effect: 'file',
    severity: 'error',
    summary: 'the CSV is not UTF-8',
    help: 'Save the file as UTF-8, with or without a byte order mark.',
  },
  'csv-nul': {
    effect: 'file',
    severity: 'error',
    summary: 'a NUL byte in the CSV',
    help: 'Remove the byte: other tools cut the caption there without a word.',
  },
  'csv-quote': {
    effect: 'file',
    severity: 'error',
    summary: 'a quote is not closed or not doubled',
    help: 'Put the whole field in quotes and write each quote inside it twice: `"a ""big"" dog"`.',
  },
  'csv-separator': {
    effect: 'file',
    severity: 'error',
    summary: 'the separator is no comma',
    help: 'Save the file with commas between the fields, and with quotes around captions that hold commas.',
  },
  'csv-no-header': {
    effect: 'file',
    severity: 'error',
    summary: 'the CSV has no header row',
    help: 'Write the names of the columns into the first line, for example `image_path,text`.',
  },
  'csv-duplicate-column': {
    effect: 'file',
    severity: 'error',
    summary: 'a column is given twice',
    help: 'Rename or remove one of the two, so that it is clear which one is meant.',
  },
  'csv-missing-column': { effect: 'file', severity: 'error', summary: 'a column is missing' },
  'csv-empty': {
    effect: 'file',
    severity: 'error',
    summary: 'the CSV has no rows',
    help: 'Add rows below the header.',
  },
  'csv-fields': {
    effect: 'file',
    severity: 'error',
    summary: 'the number of fields differs from the header',
    help: 'Put captions that hold commas in quotes, and remove commas at the end of lines.',
  },
  'csv-windows-path': {
    effect: 'file',
    severity: 'error',
    summary: 'Windows paths on a machine without drives',
    help: 'Write paths with `/`, relative to the folder of the CSV or to `machine.data_root`.',
  },
  'csv-rows': {
    effect: 'file',
    severity: 'error',
    summary: 'the CSV does not have as many rows as promised',
    help: 'Fetch the whole file again, or correct `rows` of the source.',
  },
  'csv-nameless-column': {
    effect: 'keep',
    severity: 'warning',
    summary: 'a column without a name',
    help: 'Remove the comma at the end of the header and of the rows.',
  },
  'missing-image': {
    effect: 'skip',
    severity: 'error',
    summary: 'the file is not there',
    help: 'Relative paths start at the folder of the CSV, or at `machine.data_root` where that is set.',
  },
  'link-loop': { effect: 'skip', severity: 'error', summary: 'a link that leads to itself' },
  'unreadable-image': { effect: 'skip', severity: 'error', summary: 'the file cannot be read' },
  'not-a-file': { effect: 'skip', severity: 'error', summary: 'a folder or a device, not a file' },
  'image-url': {
    effect: 'skip',
    severity: 'error',
    summary: 'a URL, not a file',
    help: 'Download the images first.',
  },
  'empty-image': { effect: 'skip', severity: 'error', summary: 'the file has 0 bytes' },
  'not-an-image': { effect: 'skip', severity: 'error', summary: 'the file is not an image' },
  'unsupported-format': {
    effect: 'skip',
    severity: 'error',
    summary: 'a format that the trainer cannot read',
    help: 'Convert these images to PNG, JPEG or WebP.',
  },
  'damaged-image': { effect: 'skip', severity: 'error', summary: 'the head of the file is damaged' },
  'truncated-image': { effect: 'skip', severity: 'error', summary: 'the file ends inside the picture' },
  'zero-size': { effect: 'skip', severity: 'error', summary: 'width or height is zero' },
  'too-many-pixels': {
    effect: 'skip',
    severity: 'error',
    summary: 'more than 178,956,970 pixels, which Pillow refuses',
    help: 'Scale these images down; the trainer would use a white picture instead.',
  },
  'image-too-large': { effect: 'skip', severity: 'error', summary: 'the file has 2 GiB or more' },
  'grey-16-bit': {
    effect: 'skip',
    severity: 'error',
    summary: '16-bit grey, of which everything above 255 turns white in the trainer',
    help: 'Convert these images to 8 bits.',
  },
  'animated-image': {
    effect: 'skip',
    severity: 'warning',
    summary: 'animated, of which only the first picture would be used',
  },
  'cmyk-image': {
    effect: 'skip',
    severity: 'warning',
    summary: 'CMYK, whose colours would be converted without a profile',
    help: 'Convert these images to sRGB.',
  },
  'no-caption': { effect: 'skip', severity: 'error', summary: 'no `.txt` of the same stem beside the image' },
  'caption-encoding': { effect: 'skip', severity: 'error', summary: 'the caption file is not UTF-8' },
  'nul-in-caption': { effect: 'skip', severity: 'error', summary: 'a NUL character in the caption' },
  'empty-caption': {
    effect: 'skip',
    severity: 'error',
    summary: 'the caption is empty',
    help: 'Upstream trains such rows with a stand-in sentence or with the word “None”.',
  },
  'null-word': {
    effect: 'skip',
    severity: 'warning',
    summary: 'the caption is a word for a missing value',
    help: 'Upstream reads such words as nothing and trains the caption “None”.',
  },
  mojibake: {
    effect: 'skip',
    severity: 'warning',
    summary: 'the caption was read in a wrong encoding',
    help: 'Make the file anew from its source with UTF-8 at every step.',
  },
  'misnamed-image': { effect: 'keep', severity: 'info', summary: 'the extension does not fit the format' },
  'exif-orientation': {
    effect: 'keep',
    severity: 'warning',
    summary: 'turned by an EXIF tag that the trainer does not read',
    help: 'Turn the pixels themselves, for example with `exiftran -a` or ImageMagick `-auto-orient`.',
  },
  'alpha-channel': {
    effect: 'keep',
    severity: 'warning',
    summary: 'an alpha channel, which the trainer drops so that hidden colours show',
    help: 'Flatten these images onto a background.',
  },
  'long-strip': {
    effect: 'keep',
    severity: 'warning',
    summary: 'so narrow that most of the picture is cropped away',
    help: 'Remove them with `data.filters: - max_aspect: 4.0`.',
  },
  'small-image': {
    effect: 'keep',
    severity: 'warning',
    summary: 'smaller than it is trained, and blown up',
    help: 'Leave them out with `data.filters: - min_side: 1024`, or train at a smaller size.',
  },
  'long-caption': {
    effect: 'keep',
    severity: 'warning',
    summary: 'a caption far longer than the text encoders read',
  },
  'control-in-caption': {
    effect: 'keep',
    severity: 'warning',
    summary: 'a control character in the caption',
    help: 'Nobody sees it, and an encoder may read it. Remove it from the CSV.',
  },
  'empty-variant': {
    effect: 'keep',
    severity: 'warning',
    summary: 'one of several captions is empty or a word for a missing value',
    help: 'These rows are trained with their other captions.',
  },
  'repeated-caption': {
    effect: 'keep',
    severity: 'warning',
    summary: 'a caption that an earlier row has too',
  },
  'md5-differs': {
    effect: 'keep',
    severity: 'warning',
    summary: 'the md5 of the CSV is not that of the file, which is the one that counts',
  },
  'size-differs': {
    effect: 'keep',
    severity: 'warning',
    summary: 'width or height of the CSV is not that of the file, which is the one that counts',
  },
  'stray-caption': { effect: 'keep', severity: 'warning', summary: '`.txt` files without an image' },
} satisfies Record<string, Reason>;

export type ReasonSlug = keyof typeof reasons;

/** One judgement on one row. */
export interface Remark {
  readonly reason: ReasonSlug;
  /** What this row has, one sentence part. */
  readonly detail: string;
  readonly field: 'image' | 'caption';
  /** Of several captions the one in this column of the CSV; otherwise the row's `caption`. */
  readonly column?: string;
  /** Characters of the caption before the trouble. */
  readonly offset?: number;
}

/** What a judgement is counted as: its reason, and the column too where a caption is missing among several. */
export function countedAs({ reason, column }: Pick<Remark, 'reason' | 'column'>): string {
  return reason === 'empty-variant' && column !== undefined ? `${reason}:${column}` : reason;
}

/** The remark for which a row is left out, if any; the first one decides. */
export function findSkip(remarks: readonly Remark[]): Remark | undefined {
  return remarks.find((remark) => reasons[remark.reason].effect === 'skip');
}
