"""The 48 illustrations: who stands where, in which shape of picture, and what its meta tags say."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image

from anime.backdrops import BACKDROPS, Backdrop
from anime.cast import CAST, Character, Word
from anime.figure import FEET, draw_figure
from anime.pen import Pen

BATCHES = (15, 12, 14, 7)
TALL = ((512, 1024), (576, 1024), (640, 960), (600, 900), (683, 1024))
SQUARE = ((512, 512), (768, 768), (640, 768), (832, 704), (700, 700), (560, 640))
WIDE = ((1024, 512), (1024, 576), (960, 640), (1000, 562), (900, 600))

FULL, UPPER, PORTRAIT = Word('full body', '全身'), Word('upper body', '上半身'), Word('portrait', '头像')
POSES = (Word('standing', '站着', 'standing'), Word('waving', '挥手', 'waving'), Word('holding book', '捧着一本书', 'holding an open book'))
FACES = {
    'smile': Word('smile', '面带微笑', 'smiles'),
    'open mouth': Word('open mouth', '张开嘴，似乎在喊人', 'seems to call someone'),
    'closed eyes': Word('closed eyes', '闭着眼睛', 'has closed both eyes'),
    'serious': Word('expressionless', '神情平静', 'looks calm'),
    'blush': Word('blush', '微微脸红', 'blushes a little'),
}
META = ('signed', 'commentary', 'jpeg artifacts', 'dated', 'scan', 'translated')


@dataclass(frozen=True)
class Scene:
    number: int
    batch: int
    file: str
    size: tuple[int, int]
    cast: tuple[Character, ...]
    backdrop: Backdrop
    framing: Word
    poses: tuple[Word, ...]
    face: str
    years: tuple[str, ...]
    meta: tuple[str, ...]

    def render(self) -> Image.Image:
        """The picture at twice the final size."""
        rng = Random(self.file)
        w, h = (2 * side for side in self.size)
        picture = self.backdrop.draw((w, h), rng)
        above = 2.75 if any(who.extra == 'hat' for who in self.cast) else 1.95
        below = {FULL: FEET + 0.25, UPPER: 3.7, PORTRAIT: 2.2}[self.framing]
        unit = min(h / (above + below), w / (4.4 * len(self.cast)))
        places = (0.5,) if len(self.cast) == 1 and w < 1.3 * h else (rng.choice((0.38, 0.62)),) if len(self.cast) == 1 else (0.29, 0.71)
        for who, pose, x in zip(self.cast, self.poses, places):
            # A figure that ends at the edge of the picture stands on that edge.
            draw_figure(Pen(picture, w * x, h - below * unit, unit, rng.choice((1, -1)) if x == 0.5 else 1 if x < 0.5 else -1), who, pose.tag, self.face)
        if 'signed' in self.meta:
            pen = Pen(picture, w * 0.9, h * 0.95, min(w, h) * 0.04)
            pen.line([(-1.2, 0), (-0.9, -0.5), (-0.6, 0.2), (-0.3, -0.3), (0, 0.1), (0.4, -0.4), (0.6, 0.1), (1.2, -0.1)], (70, 56, 70), 0.12)
        return picture


def _scene(number: int, batch: int) -> Scene:
    rng = Random(f'scene {number}')
    # Twelve characters and nine backdrops: no pair of them comes twice in 36 pictures.
    who = CAST[number % len(CAST)]
    places = list(BACKDROPS)
    backdrop = BACKDROPS[places[(number + number // 36 * 4) % len(places)]]
    shape = (TALL, SQUARE, WIDE, TALL, SQUARE)[number % 5]
    pair = shape is WIDE and number % 3 == 0
    framing = FULL if shape is TALL else UPPER if shape is WIDE or rng.random() < 0.6 else PORTRAIT
    size = rng.choice(shape)
    poses = tuple(POSES[0] if framing is PORTRAIT else rng.choice(POSES) for _ in range(2))
    year = rng.randint(2014, 2024)
    era = 'newest' if year > 2021 else 'recent' if year > 2018 else 'mid' if year > 2015 else 'early'
    meta = [tag for tag, least in (('highres', 900), ('absurdres', 1024)) if max(size) >= least]
    ending = 'png' if number % 7 == 3 else 'webp' if number % 7 == 5 else 'jpg'
    return Scene(
        number=number + 1,
        batch=batch,
        file=f'{number + 1:02d}-{who.name.split()[0]}.{ending}',
        size=size,
        cast=(who, CAST[(number + 5) % len(CAST)]) if pair else (who,),
        backdrop=backdrop,
        framing=framing,
        poses=poses,
        face=rng.choice(list(FACES)),
        years=rng.choice(((f'year {year}',), (era,), (f'year {year}', era))),
        meta=(*meta, *rng.sample(META, rng.choice((0, 1, 1, 2)))),
    )


SCENES = tuple(
    _scene(number, batch)
    for batch, rows in enumerate(BATCHES, 1)
    for number in range(sum(BATCHES[: batch - 1]), sum(BATCHES[: batch - 1]) + rows)
)
