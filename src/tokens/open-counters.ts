import { join, posix, resolve } from 'node:path';
import { canReach } from '../disk/can-reach.ts';
import { readIfThere } from '../disk/read-if-there.ts';
import { bertTokenizer, spaceRareChinese } from './bert-tokenizer.ts';

/** How many tokens a text encoder is given of a caption. */
export interface TokenCounter {
  readonly encoder: string;
  /** Tokens that it reads; the rest is cut. */
  readonly limit: number;
  readonly count: (text: string) => number;
  /** The file that it was counted with, relative to the experiment's folder; undefined for an upper bound. */
  readonly tokenizer?: string;
  /** Why it is a bound. */
  readonly reason?: string;
}

/**
 * The counters of both text encoders, with the tokenizers of a checkout where they can be read. Places are those of
 * hydit/constants.py, limits those of hydit/config.py (`--text-len`, `--text-len-t5`), commit 368280e.
 */
export async function openCounters(checkout: string, folder: string): Promise<readonly TokenCounter[]> {
  return [
    await opened({ encoder: 'CLIP', limit: 77 }, posix.join(checkout, 'ckpts/t2i/tokenizer/vocab.txt'), {
      folder,
      open: openBert,
    }),
    await opened({ encoder: 'mT5', limit: 256 }, posix.join(checkout, 'ckpts/t2i/mt5/tokenizer.json'), {
      folder,
      open: openJson,
    }),
  ];
}

/** Counts the tokens of a text, start and end among them. */
type Count = TokenCounter['count'];

async function opened(
  encoder: Pick<TokenCounter, 'encoder' | 'limit'>,
  tokenizer: string,
  {
    folder,
    open,
  }: { readonly folder: string; readonly open: (text: string, beside: string) => Promise<Count> },
): Promise<TokenCounter> {
  const path = resolve(folder, tokenizer);
  try {
    const text = await readIfThere(path);
    if (text === undefined)
      return { ...encoder, count: atMost, reason: await whyMissing(tokenizer, join(path, '..')) };
    const count = await open(text, join(path, '..'));
    count(''); // a tokenizer that cannot count says so here
    return { ...encoder, count, tokenizer };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...encoder, count: atMost, reason: `\`${tokenizer}\` cannot be read: ${why}` };
  }
}

async function whyMissing(tokenizer: string, folder: string): Promise<string> {
  const model = 'spiece.model';
  const isSentencePiece = await canReach(join(folder, model));
  const beside = isSentencePiece ? `; \`${model}\` beside it is in a form that is not read here` : '';
  return `there is no \`${tokenizer}\`${beside}`;
}

async function openBert(vocabulary: string, folder: string): Promise<Count> {
  const config = await configOf(folder);
  const count = await counterOf(bertTokenizer(vocabulary, config), config);
  return (text) => count(spaceRareChinese(text, config));
}

async function openJson(json: string, folder: string): Promise<Count> {
  return counterOf(JSON.parse(json), await configOf(folder));
}

async function configOf(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const name = 'tokenizer_config.json';
  const text = await readIfThere(join(folder, name));
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`\`${name}\` beside it is not JSON`, { cause });
  }
}

/** The library is loaded for those who have a tokenizer. */
async function counterOf(tokenizer: object, config: object): Promise<Count> {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const made = new Tokenizer(tokenizer, config);
  return (text) => made.encode(text).ids.length;
}

/**
 * A token is a character or more once those that both tokenizers take apart (`한`, `…`) are apart. Start and end come to them, as does
 * the space that mT5 puts in front of the text in place of the start.
 */
function atMost(text: string): number {
  return [...text.normalize('NFKD')].length + 2;
}
