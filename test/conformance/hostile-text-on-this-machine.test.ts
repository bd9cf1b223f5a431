import { describe, expect, it } from 'vitest';
import { CARRIED, startAll, startScript } from '../support/hostile-starts.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';

describe('hostile text on this machine', () => {
  it('arrives as it is, and nothing of it is run', { timeout: 300_000 }, async () => {
    const started = await startAll('local', HOSTILE_TEXTS, startScript({}), 2);
    expect(started).toEqual(CARRIED);
  });
});
