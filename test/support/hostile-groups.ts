import type { Compiled } from '../../src/compile.ts';
import {
  beginnings,
  compileSeated,
  type LaunchName,
  launchesOf,
  refusals,
  SEATS,
  type Seated,
  seatedForms,
} from './hostile-documents.ts';
import type { TextSeat } from './text-seats.ts';

/** Seats that one document has texts in at once, all of which are to be seen in the files of a launch. */
export interface Group {
  readonly beginning: Readonly<Record<string, unknown>>;
  readonly seats: readonly TextSeat[];
}

/** A text that is like no other in the files. */
export const PLAIN = 'zq';

/** Rows of stages and runs put texts where the seats that they lead to put them. */
const ROWS = /^(stages|runs)\[\]\.(?!id$)/;

/** Seats whose text is in a file of the launch that is more than data, in as few documents as they fit into. */
export async function groupsFor(launch: LaunchName, folder: string): Promise<readonly Group[]> {
  const groups: Group[] = [];
  for (const seat of SEATS.filter((each) => !ROWS.test(each.name) && launchesOf(each).includes(launch))) {
    const joined = await findGroup(folder, groups, seat);
    if (joined) {
      groups.splice(groups.indexOf(joined.old), 1, joined.group);
      continue;
    }
    const group = await firstGroup(folder, launch, seat);
    if (group) groups.push(group);
  }
  return groups;
}

async function findGroup(folder: string, groups: readonly Group[], seat: TextSeat) {
  for (const old of groups) {
    const group = { ...old, seats: [...old.seats, seat] };
    if ((await lookFor(folder, group)) === 'carried') return { old, group };
  }
  return undefined;
}

/** A document that takes the seat and shows nothing of it is the last: no other would. */
async function firstGroup(folder: string, launch: LaunchName, seat: TextSeat): Promise<Group | undefined> {
  for (const beginning of beginnings(launch)) {
    const group = { beginning, seats: [seat] };
    const found = await lookFor(folder, group);
    if (found !== 'refused') return found === 'carried' ? group : undefined;
  }
  return undefined;
}

/** Whether each seat's own plain text is in a file that a shell, a cluster or the trainer's argv reads. */
async function lookFor(
  folder: string,
  { beginning, seats }: Group,
): Promise<'carried' | 'unseen' | 'refused'> {
  const texts = seats.map((_, index) => `${PLAIN}${index}${PLAIN}`);
  const seated = await seatTexts(folder, beginning, seats, texts);
  if (seated === undefined || seated.seated.length < seats.length) return 'refused';
  const files = (seated.compiled.files ?? [])
    .filter(({ path }) => !path.endsWith('.json'))
    .map(({ path, content }) => `${path}\n${content}`)
    .join('\n');
  return texts.every((text) => files.includes(text)) ? 'carried' : 'unseen';
}

/** A document with texts in those seats that take them, compiled; undefined where no seat does. */
export async function seatTexts(
  folder: string,
  beginning: Group['beginning'],
  seats: readonly TextSeat[],
  texts: readonly string[],
): Promise<{ readonly seated: readonly Seated[]; readonly compiled: Compiled } | undefined> {
  let candidates = seats.map((seat, index) => seatedForms(seat, texts[index] ?? ''));
  for (;;) {
    const left = candidates.filter(([form]) => form !== undefined);
    const seated = left.flatMap(([form]) => (form ? [form] : []));
    if (seated.length === 0) return undefined;
    const compiled = await compileSeated(folder, beginning, seated);
    if (compiled.files) return { seated, compiled };
    const next = candidates.map((forms) => {
      const [form] = forms;
      return form && refusals(compiled, form).some(({ isThere }) => isThere) ? forms.slice(1) : forms;
    });
    if (next.every((forms, index) => forms.length === candidates[index]?.length)) return undefined;
    candidates = next;
  }
}
