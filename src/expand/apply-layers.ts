import { type Diagnostic, dotted, type Path } from '../diagnostics/diagnostic.ts';
import { locate } from '../source/locate.ts';
import { replaceAt, resolvePath } from './dotted-path.ts';
import type { Layer, Origin } from './layer.ts';
import { nearestPath } from './nearest-path.ts';

/** A value with layers over it, where each new part came from, and what was wrong with an override. */
export interface Layered {
  readonly value: unknown;
  readonly origins: readonly Origin[];
  readonly findings: readonly Diagnostic[];
}

/** First steps of paths that are the same in every stage: what names folders, the place, and the rows themselves. */
const FIXED = ['ditc', 'name', 'machine', 'trainer', 'allow', 'stages', 'runs'];
/** And what a stage takes over from the one before. */
const FIXED_IN_STAGE = [...FIXED, 'description', 'seed', 'model', 'method', 'data.columns', 'data.shard'];

/** Values whose form is chosen as a whole, so that a map is one value. */
const WHOLE = new Set([
  'method',
  'resolution',
  'ema',
  'optimizer.lr',
  'ema.decay',
  'machine.gpu',
  'machine.launch',
]);

/** Puts layers over a value, the later one above; each override replaces one value that is there. */
export function applyLayers(value: unknown, layers: readonly Layer[]): Layered {
  let current = value;
  const origins: Origin[] = [];
  const findings: Diagnostic[] = [];
  for (const layer of layers) {
    for (const [key, part] of Object.entries(layer.values)) {
      const resolved = resolvePath(current, key);
      const refusal = refuse(layer, key, part, current, resolved);
      if (refusal !== undefined) {
        findings.push(refusal);
        continue;
      }
      const before = origins.find(
        ({ layer: { kind }, steps }) => kind === 'stage' && dotted(steps) === dotted(resolved.steps),
      );
      if (layer.kind === 'run' && before !== undefined) findings.push(replacesStage(layer, key, before));
      current = replaceAt(current, resolved.steps, part);
      origins.push({ steps: resolved.steps, layer, key });
    }
  }
  return { value: current, origins, findings };
}

function refuse(
  layer: Layer,
  key: string,
  part: unknown,
  value: unknown,
  resolved: ReturnType<typeof resolvePath>,
): Diagnostic | undefined {
  const fixed = fixedPath(layer, key);
  if (fixed !== undefined) {
    return finding(layer, key, 'key', {
      code: 'override/not-here',
      message: `\`${fixed}\` is the same in every ${layer.kind}`,
      help:
        fixed === 'machine'
          ? 'Take another machine with `--machine FILE`: it changes nothing that is learned.'
          : `Write it at the top of the file, or in an experiment of its own${layer.kind === 'stage' ? ', or in a run' : ''}.`,
    });
  }
  if ('missing' in resolved) {
    const near = nearestPath(value, key);
    return finding(layer, key, 'key', {
      code: 'override/no-such-value',
      message: `there is no value at \`${key}\``,
      help: `${near === undefined ? '' : `Did you mean \`${near}\`? `}An override is a dotted path to one value of the experiment; items of a list are addressed by their \`id\`.`,
    });
  }
  if (typeof part !== 'object' || part === null || Array.isArray(part) || WHOLE.has(key)) return undefined;
  const paths = Object.keys(part).map((name) => `\`${key}.${name}\``);
  return finding(layer, key, 'value', {
    code: 'override/nested',
    message: `\`${key}\` is a block, and an override replaces one value`,
    help: `Nothing is merged here. Write ${paths.join(', ') || 'the path of one value'}.`,
  });
}

function fixedPath({ kind }: Layer, key: string): string | undefined {
  if (kind === 'command') return ['ditc', 'stages', 'runs'].find((path) => begins(key, path));
  return (kind === 'stage' ? FIXED_IN_STAGE : FIXED).find((path) => begins(key, path));
}

const begins = (key: string, path: string): boolean => key === path || key.startsWith(`${path}.`);

function replacesStage(layer: Layer, key: string, before: Origin): Diagnostic {
  const stage = dotted(before.layer.at);
  return {
    ...finding(layer, key, 'key', {
      code: 'override/replaces-stage',
      message: `\`${key}\` replaces what \`${stage}\` says too`,
      help: 'The run has the last word in every stage.',
    }),
    severity: 'info',
  };
}

function finding(
  { parsed, at }: Layer,
  key: string,
  what: 'key' | 'value',
  { code, message, help }: { code: string; message: string; help: string },
): Diagnostic {
  const path: Path = [...at, key];
  return { code, severity: 'error', message, path, span: locate(parsed, path, what), help };
}
