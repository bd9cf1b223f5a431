import { describe, expect, it } from 'vitest';
import type { Compiled } from '../../src/compile.ts';
import {
  beginnings,
  compileSeated,
  launchesOf,
  refusals,
  SEATS,
  type Seated,
  seatedForms,
} from '../support/hostile-documents.ts';
import { PLAIN } from '../support/hostile-groups.ts';
import { makeHostileSite } from '../support/hostile-site.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';
import type { TextSeat } from '../support/text-seats.ts';

/** Forms of a text that a seat may take, or its bare form, which it refuses. */
function formsOf(seat: TextSeat, hostile: string): readonly Seated[] {
  const forms = seatedForms(seat, hostile);
  return forms.length > 0 ? forms : [{ seat, value: hostile, form: 0 }];
}

/** Whether a text is taken, or refused where it stands; anything else is a fault, and comes back. */
function judge(compiled: Compiled, seated: Seated): 'taken' | 'refused' | readonly string[] {
  const found = refusals(compiled, seated);
  if (found.length === 0) return 'taken';
  if (found.some(({ isThere }) => isThere)) return 'refused';
  return found.map(({ code, message }) => `${code} ${message}`);
}

/** The beginning in which a plain text at a seat is taken, or at least judged where it stands. */
async function beginningFor(folder: string, seat: TextSeat) {
  const [launch = 'local'] = launchesOf(seat);
  let judging;
  for (const beginning of beginnings(launch))
    for (const seated of formsOf(seat, PLAIN)) {
      const verdict = judge(await compileSeated(folder, beginning, [seated], 'rules'), seated);
      if (verdict === 'taken') return beginning;
      if (verdict === 'refused') judging ??= beginning;
    }
  return judging;
}

/** Rows of stages and runs take what the places take that they lead to: some texts are enough. */
const textsFor = ({ name }: TextSeat): readonly string[] =>
  /^(stages|runs)\b/.test(name) ? ['$(touch pwned)', 'it\'s\n"', ' -x'] : HOSTILE_TEXTS;

describe('every place that takes text', () => {
  it('is found in the schema', () => {
    const names = SEATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(250);
    expect(names).toEqual(
      expect.arrayContaining([
        'model.weights',
        'machine',
        'machine.env.<name>',
        'machine.env.vases',
        'trainer.flags.vases[]',
        'machine.launch hosts.hostfile',
        'machine.launch kubernetes.volumes.vases.mount',
        'stages[].captions.edits.<name>.replace.with',
        'runs[].method ipadapter.weights',
      ]),
    );
  });

  it.each(SEATS)('takes hostile text, or refuses it there: $name', { timeout: 60_000 }, async (seat) => {
    const { folder } = makeHostileSite();
    const beginning = await beginningFor(folder, seat);
    if (beginning === undefined)
      throw new Error('no document has a place for it: test/support/hostile-documents.ts');
    const faults = [];
    for (const seated of textsFor(seat).flatMap((hostile) => formsOf(seat, hostile))) {
      const verdict = judge(await compileSeated(folder, beginning, [seated], 'rules'), seated);
      if (typeof verdict !== 'string') faults.push({ value: seated.value, verdict });
    }
    expect(faults).toEqual([]);
  });
});
