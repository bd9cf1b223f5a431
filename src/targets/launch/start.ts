import type { Machine } from '../../experiment/experiment.ts';
import { render } from '../../templates/render.ts';
import { templateOf } from '../template-of.ts';
import type { Templates } from '../target.ts';

/**
 * The part of `launch.sh` that sets the words of the launcher: DeepSpeed's on this machine, or torchrun for the node that the
 * environment names.
 */
export function startText(
  { nodes, gpus_per_node: gpus, launch }: Pick<Machine, 'nodes' | 'gpus_per_node' | 'launch'>,
  templates: Templates,
): string {
  const starter = launch.kind === 'local' ? 'local' : 'node';
  // The first line of the file is there for shellcheck, which reads it alone.
  const text = templateOf(templates, `launch/start/${starter}.sh`).replace(/^.*\n/, '').trimEnd();
  const own = launch.kind === 'local' ? { PORT: String(launch.port) } : { NODES: String(nodes) };
  return render(text, { GPUS: String(gpus), ...own });
}
