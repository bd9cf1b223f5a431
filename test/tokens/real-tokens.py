"""Tokenizers as the trainer loads them, small: makes a checkout's folders, and counts the tokens of captions with them.

    python real-tokens.py checkout < captions.json > counts.json    # records what tokens.test.ts reads; then prettier

Input: {"captions": [...], "corpus": [...], "config": {...}}, what to count, what to make vocabularies of, and what else
tokenizer_config.json of CLIP says. Output: token counts, {"CLIP": [...], "CLIP, fast": [...], "mT5": [...]}. The table of
characters that mT5's normalizer was compiled to is left out of the tokenizer.json that is written; counts are made with it.
"""

import json
import re
import sys
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertTokenizerFast
from transformers.models.bert.tokenization_bert_legacy import BertTokenizerLegacy


def make_bert(folder: Path, corpus: list[str], config: dict) -> None:
    """A vocabulary with some Chinese characters, some words, and every second letter's pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(corpus)
    chinese = sorted(set(re.findall(r"[\u4e00-\u9fff\U00020000-\U0002a6df]", text)))
    words = sorted(set(re.findall(r"[a-z]+", text.lower())))
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"!\"#$%&'()*+,-./:;<=>?@，。、：《》"]
    tokens += chinese[::2] + [f"##{each}" for each in chinese[::4]] + list(letters)
    tokens += [f"##{each}" for each in letters[:-4]] + words[::2] + [f"##{each[2:]}" for each in words if len(each) > 4]
    vocab = "".join(f"{token}\n" for token in dict.fromkeys(tokens))
    (folder / "vocab.txt").write_text(vocab, encoding="utf-8", newline="\n")
    config = {"do_lower_case": True, "strip_accents": None, "tokenize_chinese_chars": True, "tokenizer_class": "BertTokenizer"} | config
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


def make_t5(folder: Path, corpus: list[str]) -> Tokenizer:
    """What transformers makes of a SentencePiece model (convert_slow_tokenizer.py, `T5Converter`)."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as area:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(corpus), model_prefix=f"{area}/spiece", vocab_size=500, hard_vocab_limit=False,
            model_type="unigram", normalization_rule_name="nmt_nfkc", character_coverage=0.98,
            pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2, num_threads=1,
        )
        model = sentencepiece_model_pb2.ModelProto.FromString(Path(f"{area}/spiece.model").read_bytes())
    vocab = [(piece.piece, piece.score) for piece in model.pieces]
    tokenizer = Tokenizer(models.Unigram(vocab, unk_id=2, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([
        # mT5's table is of 2020, when the joiner of emoji still became a space (google/sentencepiece#630).
        normalizers.Replace("\u200d", " "),
        normalizers.Precompiled(model.normalizer_spec.precompiled_charsmap),
        normalizers.Strip(left=False, right=True),
        normalizers.Replace(Regex(" {2,}"), "▁"),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(single=["$A", "</s>"], special_tokens=[("</s>", 1)])
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>"])
    small = json.loads(tokenizer.to_str())
    small["normalizer"]["normalizers"].pop(0)
    small["normalizer"]["normalizers"][0]["precompiled_charsmap"] = ""
    (folder / "tokenizer.json").write_text(json.dumps(small, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return tokenizer


def counts_of(tokenize, captions: list[str]) -> list[int]:
    return [len(tokenize(caption)) for caption in captions]


def main() -> None:
    checkout = Path(sys.argv[1]) / "ckpts" / "t2i"
    given = json.load(sys.stdin)
    make_bert(checkout / "tokenizer", given["corpus"], given.get("config", {}))
    t5 = make_t5(checkout / "mt5", given["corpus"])
    slow = BertTokenizerLegacy.from_pretrained(checkout / "tokenizer")
    fast = BertTokenizerFast.from_pretrained(checkout / "tokenizer")
    captions = given["captions"]
    json.dump({
        "CLIP": counts_of(lambda each: slow(each).input_ids, captions),
        "CLIP, fast": counts_of(lambda each: fast(each).input_ids, captions),
        "mT5": counts_of(lambda each: t5.encode(each).ids, captions),
    }, sys.stdout)


main()
