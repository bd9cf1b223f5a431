"""Build a place to train in: a checkout of links beside tiny weights, and shards with an index of upstream's own tool.

usage: make_scratch.py CHECKOUT SCRATCH
"""

import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "machine"))
os.environ["DS_ACCELERATOR"] = "cpu"

import pyarrow
import torch
from PIL import Image, ImageDraw

from tiny_model import SHAPE, T5_WIDTH, TEXT_WIDTH, set_text_widths

SIZES = [(320, 320), (400, 300), (300, 400), (480, 270), (270, 480), (512, 256)]
NOUNS = ["青花瓷瓶", "白瓷碗", "彩绘盘子", "紫砂壶", "龙纹罐", "山水画"]
# Blocks of a DiT that a ControlNet of 19 blocks can steer.
CONTROL_DEPTH = 40
DEFAULT_SENTENCE = "随机生成一张图片"


def link_checkout(checkout, scratch):
    """Link every entry of the checkout into a folder that has its own `ckpts` and sizes of the image encoder."""
    scratch.mkdir(parents=True)
    for entry in checkout.iterdir():
        if entry.name not in ("ckpts", "ipadapter", ".git"):
            (scratch / entry.name).symlink_to(entry)
    (scratch / "ipadapter").mkdir()


def draw(number):
    """One picture as PNG bytes with its width and height."""
    width, height = SIZES[number % len(SIZES)]
    image = Image.new("RGB", (width, height), tuple(random.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(12):
        x, y, size = random.randrange(width), random.randrange(height), random.randrange(20, 120)
        pen.ellipse((x, y, x + size, y + size), fill=tuple(random.randrange(256) for _ in range(3)))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue(), width, height


def write_shards(folder, rows):
    """Write `rows` pictures with captions into two shards of the trainer's layout; return the captions."""
    folder.mkdir(parents=True)
    captions = ["一张{}的照片，编号{}".format(NOUNS[i % len(NOUNS)], i) for i in range(rows)]
    for shard in range(2):
        numbers = range(shard * rows // 2, (shard + 1) * rows // 2)
        drawn = [draw(number) for number in numbers]
        table = pyarrow.table(
            {
                "text_zh": [captions[number] for number in numbers],
                "md5": ["{:032x}".format(number) for number in numbers],
                "width": [each[1] for each in drawn],
                "height": [each[2] for each in drawn],
                "image": [each[0] for each in drawn],
            }
        )
        with pyarrow.OSFile(str(folder / "{:05d}.arrow".format(shard)), "wb") as sink:
            with pyarrow.RecordBatchFileWriter(sink, table.schema) as writer:
                writer.write_table(table)
    return captions


def write_indexes(checkout, packed):
    """Index the shards with upstream's tool, then make the Arrow paths relative to the index as ditc writes them."""
    index = packed / "index" / "porcelain"
    index.mkdir(parents=True)
    shards = sorted((packed / "shards" / "porcelain").glob("*.arrow"))
    source = "source:\n" + "".join("    - {}\n".format(path) for path in shards)
    (packed / "base.yaml").write_text(source)
    (packed / "multi.yaml").write_text(
        "src:\n    - {}\nbase_size: 256\nreso_step: 64\nmin_size: 256\n".format(index / "single.json")
    )
    idk(checkout, "base", packed / "base.yaml", index / "single.json")
    idk(checkout, "multireso", packed / "multi.yaml", index / "multi.json")
    for path in index.glob("*.json"):
        content = json.loads(path.read_text())
        content["arrow_files"] = [os.path.relpath(each, index) for each in content["arrow_files"]]
        path.write_text(json.dumps(content))


def idk(checkout, kind, config, target):
    """Run upstream's index tool from the checkout."""
    environment = dict(
        os.environ, PYTHONPATH="{0}/IndexKits:{0}".format(checkout), PYTHONDONTWRITEBYTECODE="1"
    )
    command = [
        sys.executable,
        str(checkout / "IndexKits" / "bin" / "idk"),
        kind,
        "-c",
        str(config),
        "-t",
        str(target),
    ]
    # It leaves a folder of temporary files where it runs.
    subprocess.run(command, cwd=str(target.parent), env=environment, check=True, stdout=subprocess.DEVNULL)


def write_vae(folder):
    """A VAE of four levels: factor 8, four latent channels."""
    from diffusers import AutoencoderKL

    AutoencoderKL(
        in_channels=3,
        out_channels=3,
        latent_channels=4,
        block_out_channels=(8, 8, 8, 8),
        layers_per_block=1,
        norm_num_groups=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        sample_size=256,
        scaling_factor=0.13025,
    ).save_pretrained(str(folder))


def write_bert(encoder, tokenizer, captions):
    """A BERT of one layer and a tokenizer that knows each character of the captions."""
    from transformers import BertConfig, BertModel

    characters = sorted({character for text in captions + [DEFAULT_SENTENCE] for character in text})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + characters
    tokenizer.mkdir(parents=True)
    (tokenizer / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    settings = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 77}
    (tokenizer / "tokenizer_config.json").write_text(json.dumps(settings))
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=TEXT_WIDTH,
        num_hidden_layers=1,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=512,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(str(encoder))


def write_mt5(folder, captions):
    """A two-layer mT5 encoder with a SentencePiece model of the captions."""
    import sentencepiece
    from transformers import MT5Config, T5EncoderModel

    folder.mkdir(parents=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(captions * 4),
        model_prefix=str(folder / "spiece"),
        vocab_size=60,
        hard_vocab_limit=False,
        character_coverage=1.0,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        minloglevel=2,
    )
    (folder / "spiece.vocab").unlink()
    settings = {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, "eos_token": "</s>", "pad_token": "<pad>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(dict(settings, unk_token="<unk>")))
    config = MT5Config(
        vocab_size=128,
        d_model=T5_WIDTH,
        d_kv=16,
        num_heads=4,
        d_ff=2 * T5_WIDTH,
        num_layers=2,
        feed_forward_proj="gated-gelu",
    )
    T5EncoderModel(config).half().save_pretrained(str(folder))


def write_image_encoder(checkout, configs, path):
    """Upstream's image encoder of one narrow layer, in the form of its own file."""
    configs.mkdir()
    for each in (checkout / "ipadapter" / "model_configs").iterdir():
        config = json.loads(each.read_text())
        if "vision_layers" in config:
            config.update(vision_layers=1, vision_width=64, vision_head_width=16)
        (configs / each.name).write_text(json.dumps(config))
    from hydit.utils.img_clip_emb import CLIP

    model_info = {}
    for each in configs.iterdir():
        model_info.update(json.loads(each.read_text()))
    path.parent.mkdir(parents=True)
    torch.save({"state_dict": CLIP(**model_info).state_dict(), "epoch": 1, "step": 1}, path)


def write_weights(path, depth):
    """A bare fp16 state dict of the tiny model of that depth, in the form of the public weights."""
    from hydit.config import get_args
    from hydit.modules.models import HunYuanDiT

    args = get_args(["--infer-mode", "torch"])
    set_text_widths(args)
    model = HunYuanDiT(
        args, input_size=(32, 32), patch_size=2, **dict(SHAPE, depth=depth), log_fn=lambda *_: None
    )
    for parameter in model.parameters():
        if parameter.detach().abs().max() == 0:  # upstream's zero layers would pass no gradient on
            torch.nn.init.normal_(parameter, std=0.02)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.half().state_dict(), path)


def main():
    """Make `SCRATCH/HunyuanDiT` and `SCRATCH/experiment/packed`."""
    checkout, scratch = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    random.seed(7)
    torch.manual_seed(0)
    linked, packed = scratch / "HunyuanDiT", scratch / "experiment" / "packed"
    link_checkout(checkout, linked)
    captions = write_shards(packed / "shards" / "porcelain", 24)
    write_indexes(checkout, packed)
    parts = linked / "ckpts" / "t2i"
    write_vae(parts / "sdxl-vae-fp16-fix")
    write_bert(parts / "clip_text_encoder", parts / "tokenizer", captions)
    write_mt5(parts / "mt5", captions)
    sys.path.insert(0, str(checkout))
    write_weights(parts / "model" / "pytorch_model_ema.pt", SHAPE["depth"])
    write_weights(parts / "model" / "pytorch_model_module.pt", CONTROL_DEPTH)
    # Where upstream's instructions download it to, not where its trainer looks.
    encoder = parts / "model" / "clip_img_encoder" / "clip_img_encoder.pt"
    write_image_encoder(checkout, linked / "ipadapter" / "model_configs", encoder)


if __name__ == "__main__":
    main()
