import fc from 'fast-check';

// The same cases at each run, so that a run tells about the change that it was made for; `DITC_SEED=7 npm test` tries others.
fc.configureGlobal({ seed: Number(process.env['DITC_SEED'] ?? 1) });
