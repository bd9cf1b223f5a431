import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Draft } from './draft.ts';

/** What fixes change in a file, as `git apply` and `patch -p1` read it; empty when they change nothing. */
export function unifiedDiff({ shown, mark, before, now }: Draft): string {
  if (before === mark + now) return '';
  return createTwoFilesPatch(`a/${shown}`, `b/${shown}`, before, mark + now, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
