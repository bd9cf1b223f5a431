/** Special tokens by their names in tokenizer_config.json, and what they are when it says nothing. */
const SPECIAL = {
  unk_token: '[UNK]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  cls_token: '[CLS]',
  mask_token: '[MASK]',
};

/** Longer words are one unknown token. */
const CHARACTERS_OF_A_WORD = 100;

/**
 * The tokenizer.json that `BertTokenizer` stands for: `vocabulary` is the text of its vocab.txt, one token a line, and `config` what
 * tokenizer_config.json holds.
 */
export function bertTokenizer(vocabulary: string, config: Readonly<Record<string, unknown>>): object {
  const lines = vocabulary.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  const vocab = Object.fromEntries(lines.map((token, id) => [token, id]));
  const unknown = nameOf(config, 'unk_token');
  const special = (Object.keys(SPECIAL) as (keyof typeof SPECIAL)[])
    .map((key) => nameOf(config, key))
    .filter((token) => Object.hasOwn(vocab, token));
  return {
    added_tokens: special.map((content) => ({ id: vocab[content], content, special: true })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: spacesChinese(config),
      strip_accents: config['strip_accents'] ?? null,
      lowercase: config['do_lower_case'] ?? true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    model: {
      type: 'WordPiece',
      vocab,
      unk_token: unknown,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: CHARACTERS_OF_A_WORD,
    },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: nameOf(config, 'cls_token'), type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: nameOf(config, 'sep_token'), type_id: 0 } },
      ],
    },
    decoder: null,
  };
}

/** Spaces around Chinese characters beyond the first 65,536, which the JavaScript normalizer takes for parts of words. */
export function spaceRareChinese(text: string, config: Readonly<Record<string, unknown>>): string {
  return spacesChinese(config) ? text.replace(RARE_CHINESE, ' $& ') : text;
}

/** The ranges of `BasicTokenizer` in transformers; later extensions are not among them. */
const RARE_CHINESE =
  /[\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

function spacesChinese(config: Readonly<Record<string, unknown>>): boolean {
  return config['tokenize_chinese_chars'] !== false;
}

/** A token is written as text, or as an object with `content`. */
function nameOf(config: Readonly<Record<string, unknown>>, key: keyof typeof SPECIAL): string {
  const written = config[key];
  if (typeof written === 'string') return written;
  if (typeof written === 'object' && written !== null && 'content' in written) return String(written.content);
  return SPECIAL[key];
}
