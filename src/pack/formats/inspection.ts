/** What the bytes of an image say without decoding it. */
export interface Inspection {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  /** EXIF tag 274, 1 when there is none. */
  readonly orientation?: number;
  readonly alpha?: boolean;
  readonly animated?: boolean;
  /** Three words at most: `CMYK`, `YCCK`. */
  readonly fourInks?: string;
  readonly grey16?: boolean;
  /** What is missing at the end; set only when part of the picture is. */
  readonly truncated?: string;
  /** What is broken before the picture data, so that Pillow does not open the file. */
  readonly damaged?: string;
}

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'pnm' | 'other';
