import type { Machine } from '../../experiment/experiment.ts';
import { quote } from './quote.ts';

/**
 * Lines that set the trainer's environment. Ours come first where `machine.env` may change them: the tokenizers' threads do not
 * survive the loader's forks, and nothing is looked up in the network (T139).
 */
export function environmentLines({ env }: Pick<Machine, 'env'>): readonly string[] {
  const ours = { TOKENIZERS_PARALLELISM: 'false', HF_HUB_OFFLINE: '1' };
  return Object.entries({ ...ours, ...env }).map(([name, value]) => `export ${name}=${quote(String(value))}`);
}

/** Lines that end the script when a secret is not set where it runs. */
export function secretLines({ secrets }: Pick<Machine, 'secrets'>): readonly string[] {
  return secrets.map((name) => `need_secret ${name}`);
}
