/** Exit statuses, as `ditc --help` lists them. `run` passes on the status of the trainer. */
export const EXIT = {
  ok: 0,
  /** Findings with severity error, or stale files under `build --check`. */
  findings: 1,
  /** Wrong use of the command line. */
  usage: 2,
  /** A bug of ditc. */
  internal: 3,
  /** It could not be done: a file, a permission, the disk, a missing tool. */
  trouble: 4,
} as const;
