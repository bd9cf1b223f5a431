import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts';
import type { TrainerFlagName } from '../../generated/trainer-flags.ts';
import { placeOf, type Reading } from '../reading.ts';
import { finding } from '../word.ts';

/** A finding about a flag at its place, or about the whole where it is not given. */
export const say = (
  reading: Reading,
  name: TrainerFlagName,
  severity: Severity,
  slug: string,
  message: string,
  help: string,
): Diagnostic => finding(placeOf(reading, name), severity, slug, message, help);
