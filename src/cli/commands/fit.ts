import { gpus } from '../../hardware/gpus.ts';
import { fitText } from '../../report/fit-text.ts';
import { fitEverywhere } from '../../settle/fit.ts';
import { type Selection, settleOrReport, stageOf } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface FitOptions extends Selection {
  readonly gpus: readonly number[];
  readonly gpu?: readonly string[];
  readonly stage?: string;
  readonly format: string;
}

/** What the experiment would be settled to on other cards, and on more or fewer of them. */
export async function fit(file: string, options: FitOptions, context: Context): Promise<number> {
  const settled = await settleOrReport(file, options, context);
  if (!settled) return EXIT.findings;
  const { written, experiment } = stageOf(settled, options.stage);
  const fits = fitEverywhere(written, experiment.ema, options.gpu ?? [...gpus.keys()], options.gpus);
  context.stdout.write(options.format === 'json' ? `${JSON.stringify(fits, undefined, 2)}\n` : fitText(fits));
  return EXIT.ok;
}
