import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { findingAt } from '../../source/finding.ts';

/** Which tool a file is for, and what of it an experiment can say. */
export function toolNote(
  file: SourceFile,
  start: number,
  end: number,
  kind: 'dataset' | 'training',
): Diagnostic {
  const help = {
    dataset:
      'It lists folders of images with `.txt` captions: such a folder is a source with `folder:` in an experiment.',
    training:
      'An experiment can say its method and rank, batch, rate, length, resolution, seed and folder of images. Its targets of LoRA, its optimizers and schedules are others, and it knows no average of the weights.',
  }[kind];
  return findingAt(file, start, end, {
    ...{ code: 'kohya/tool', severity: 'info' },
    ...{ message: `a ${kind} file of kohya_ss-hydit, another trainer`, help },
  });
}
