"""Draws the illustrations and writes the CSVs of examples/anime: invented characters, every line is computed.

    python scripts/draw-anime.py            writes images/, csv/, dict/characters.tsv and lists/takedown.txt
    python scripts/draw-anime.py 05 18      only the pictures whose names start so

Needs Pillow. Every picture has its own seed, so the same Pillow writes the same bytes again.
"""

from __future__ import annotations

import csv
import sys
from concurrent.futures import ProcessPoolExecutor
from hashlib import md5
from pathlib import Path

from PIL import Image

from anime.captions import COLUMNS, captions
from anime.cast import CAST
from anime.scenes import BATCHES, SCENES, Scene

EXAMPLE = Path(__file__).resolve().parent.parent / 'examples' / 'anime'
# The picture that someone asked to leave out.
TAKEN_DOWN = 20


def draw(index: int) -> str:
    """Renders one scene at twice its size, halves it and writes it in the format that its name says."""
    scene = SCENES[index]
    picture = scene.render().resize(scene.size, Image.Resampling.LANCZOS)
    path = _path(scene)
    if path.suffix == '.jpg':
        picture.save(path, quality=40 if 'jpeg artifacts' in scene.meta else 82, optimize=True, progressive=True)
    elif path.suffix == '.webp':
        picture.save(path, quality=82, method=6)
    else:
        # A palette keeps a lossless picture small; stored as RGB, because that is what trainers read.
        few = picture.quantize(96, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.convert('RGB').save(path, optimize=True)
    return f'{path.name}: {scene.size[0]}x{scene.size[1]}, {path.stat().st_size // 1000} kB'


def write_tables() -> None:
    """Writes one CSV a batch, with the md5 of each file as it is now."""
    (EXAMPLE / 'csv').mkdir(exist_ok=True)
    for batch in range(1, len(BATCHES) + 1):
        with (EXAMPLE / 'csv' / f'batch{batch}.csv').open('w', encoding='utf-8', newline='') as file:
            table = csv.writer(file, lineterminator='\n')
            table.writerow(['image_path', 'md5', 'width', 'height', *COLUMNS])
            for scene in SCENES:
                if scene.batch == batch:
                    # Paths start at the folder of the CSV.
                    table.writerow([f'../images/{scene.file}', _md5(scene), *scene.size, *captions(scene).values()])


def write_lists() -> None:
    """Writes the dictionary of names and the list of pictures that are left out."""
    for folder in ('dict', 'lists'):
        (EXAMPLE / folder).mkdir(exist_ok=True)
    rows = ['\t'.join((who.name, who.zh, '|'.join(who.aliases))) for who in CAST]
    (EXAMPLE / 'dict' / 'characters.tsv').write_text('\n'.join(rows) + '\n', encoding='utf-8')
    scene = SCENES[TAKEN_DOWN - 1]
    (EXAMPLE / 'lists' / 'takedown.txt').write_text(
        f'# Pictures that are not trained on, by md5; anything after # is a remark.\n{_md5(scene)}  # {scene.file}\n',
        encoding='utf-8',
    )


def _path(scene: Scene) -> Path:
    return EXAMPLE / 'images' / scene.file


def _md5(scene: Scene) -> str:
    return md5(_path(scene).read_bytes()).hexdigest()


def main(prefixes: list[str]) -> None:
    (EXAMPLE / 'images').mkdir(parents=True, exist_ok=True)
    wanted = [i for i, s in enumerate(SCENES) if not prefixes or s.file.startswith(tuple(prefixes))]
    with ProcessPoolExecutor() as pool:
        for line in pool.map(draw, wanted):
            print(line)
    write_tables()
    write_lists()


if __name__ == '__main__':
    main(sys.argv[1:])
