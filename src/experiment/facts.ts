/** What is at a path of the machine that checks. */
export type PathStatus = 'file' | 'folder' | 'missing' | 'unreadable';

/** One data source as it lies on this machine. */
export interface SourceFacts {
  readonly status: PathStatus;
  /** Column names of the CSV's first record; undefined for a folder or when it could not be read. */
  readonly columns?: readonly string[];
  /** Captions of the first rows by their column, where the experiment has variants. */
  readonly captions?: Readonly<Record<string, readonly string[]>>;
}

/** A text file that the experiment names, as it lies on this machine. */
export interface TextFacts {
  readonly status: PathStatus;
  /** Undefined when it could not be read as UTF-8. */
  readonly text?: string;
}

/** What the machine that checks knows besides the file. Asked once, handed to the rules as data. */
export interface Facts {
  /** By the name of the source. */
  readonly sources: Readonly<Record<string, SourceFacts>>;
  /** MD5 lists of the filters, by their path as written. */
  readonly lists: Readonly<Record<string, PathStatus>>;
  /** Lists and dictionaries of `captions.classes`, by their path as written. */
  readonly classFiles: Readonly<Record<string, TextFacts>>;
  /** The hostfile, where the run is on several hosts. */
  readonly hostfile?: TextFacts;
  /** The weights file, when `model.weights` is a path. */
  readonly weights?: PathStatus;
  /** The adapter to go on from, when `method.weights` is a path. */
  readonly adapter?: PathStatus;
  /** Whether each network is there that the method needs, by its name; undefined where no checkout is on this machine. */
  readonly networks?: Readonly<Record<string, boolean>>;
}

/** The facts of a machine on which nothing was looked at: no rule that needs one fires. */
export const NO_FACTS: Facts = { sources: {}, lists: {}, classFiles: {} };
