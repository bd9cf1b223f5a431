"""Draws the pictures and the CSV of examples/porcelain: no photograph, every stroke is computed.

    python scripts/draw-porcelain.py            writes examples/porcelain/images/ and porcelain.csv
    python scripts/draw-porcelain.py 05 18      only the pictures whose names start so

Needs Pillow. Every picture has its own seed, so the same Pillow writes the same bytes again.
"""

from __future__ import annotations

import csv
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from PIL import Image

from porcelain.scenes import SCENES

EXAMPLE = Path(__file__).resolve().parent.parent / 'examples' / 'porcelain'


def draw(index: int) -> str:
    """Renders one scene at twice its size, halves it and writes it in the format that its name says."""
    scene = SCENES[index]
    picture = scene.render(Random(scene.file)).resize(scene.size, Image.Resampling.LANCZOS)
    path = EXAMPLE / 'images' / scene.file
    if path.suffix == '.jpg':
        picture.save(path, quality=84, optimize=True, progressive=True)
    elif path.suffix == '.webp':
        picture.save(path, quality=82, method=6)
    else:
        # A palette keeps a lossless picture small; stored as RGB, because that is what trainers read.
        few = picture.quantize(160, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.convert('RGB').save(path, optimize=True)
    return f'{path.name}: {scene.size[0]}x{scene.size[1]}, {path.stat().st_size // 1000} kB'


def write_table() -> None:
    """Writes porcelain.csv: the path of each picture and its caption."""
    with (EXAMPLE / 'porcelain.csv').open('w', encoding='utf-8', newline='') as file:
        table = csv.writer(file, lineterminator='\n')
        table.writerow(['image_path', 'text'])
        table.writerows([f'images/{scene.file}', scene.caption] for scene in SCENES)


def main(prefixes: list[str]) -> None:
    (EXAMPLE / 'images').mkdir(parents=True, exist_ok=True)
    wanted = [i for i, s in enumerate(SCENES) if not prefixes or s.file.startswith(tuple(prefixes))]
    with ProcessPoolExecutor() as pool:
        for line in pool.map(draw, wanted):
            print(line)
    write_table()


if __name__ == '__main__':
    main(sys.argv[1:])
