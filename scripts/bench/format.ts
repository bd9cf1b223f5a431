/** Seconds with the digits that can be told apart. */
export function formatSeconds(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}

/** Memory in MiB, or what to say where it could not be measured. */
export function formatPeak(mebibytes: number | undefined): string {
  return mebibytes === undefined ? 'peak not measured' : `peak ${mebibytes.toFixed(0)} MiB`;
}
