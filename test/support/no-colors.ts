import pc from 'picocolors';
import type { Colors } from '../../src/report/reporter.ts';

/** Colours that leave a text as it is. */
export const noColors: Colors = pc.createColors(false);
