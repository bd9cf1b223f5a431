import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { flagOf, placeOf, textsOf } from '../reading.ts';
import { finding, shown, sourceOf, type Word } from '../word.ts';
import type { Judged } from './judge.ts';

/** What the name of the run leads to (T1). */
export function judgeName({ reading, launch }: Judged): readonly Diagnostic[] {
  if (launch?.isOverlay) return [];
  const setting = reading.settings.get(flagOf('--task-flag').dest);
  const [word] = setting?.words ?? [];
  const [name = 'DiT-g-2'] = textsOf(reading, '--task-flag');
  const place = word && !reading.isRecord ? sourceOf(word) : placeOf(reading, '--task-flag');
  return [
    ...(name.includes('dit') || word?.unknown
      ? []
      : [
          finding(
            place,
            'warning',
            'run-folder-reused',
            `the name of the run, ${shown(name)}, has no \`dit\` in it`,
            'The trainer counts run folders with `dit` in their names only: every run of this name goes into folder 001 and writes over the one before. An experiment has a folder of its own.',
          ),
        ]),
    ...(/\s/.test(knownPart(name, word))
      ? [
          finding(
            place,
            'warning',
            'blank-in-name',
            `the name of the run, ${shown(name)}, has a blank in it`,
            'It names folders. The experiment has a hyphen there.',
          ),
        ]
      : []),
  ];
}

/** The name without what the run makes of it, such as `$(date +%F)`. */
const knownPart = (name: string, word: Word | undefined): string =>
  (word?.unknown ?? []).reduce((text, part) => text.replace(part, ''), name);
