import type { SourceFile } from '../diagnostics/diagnostic.ts';

/** A machine of a hostfile, with the processes that it takes. */
export interface Host {
  readonly name: string;
  readonly slots: number;
}

/** The hosts of a hostfile, as far as DeepSpeed reads its lines (0.19.8 launcher/runner.py `_parse_hostfile`). */
export function hostsOf({ text }: SourceFile): readonly Host[] {
  return text.split('\n').flatMap((line) => {
    const [, name, slots] = /^\s*([^\s#]\S*)\s+slots=(\d+)/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, slots: Number(slots) }];
  });
}
