"""What stands behind the figures. Each backdrop fills a picture of any shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from anime.cast import Word
from anime.pen import Colour, dark, light, mix


@dataclass(frozen=True)
class Backdrop:
    word: Word
    also: tuple[Word, ...]
    draw: Callable[[tuple[int, int], Random], Image.Image]


def _sky(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """A sky in even steps: flat colours keep the files small."""
    picture = Image.new('RGB', size, top)
    paper, (w, h), steps = ImageDraw.Draw(picture), size, 14
    for k in range(steps):
        paper.rectangle((0, h * k // steps, w, h * (k + 1) // steps), fill=mix(top, bottom, k / (steps - 1)))
    return picture


def _hills(picture: Image.Image, rng: Random, height: float, fill: Colour) -> None:
    (w, h), x = picture.size, -0.1
    paper = ImageDraw.Draw(picture)
    paper.rectangle((0, h * height, w, h), fill=fill)
    while x < 1.1:
        wide, high = rng.uniform(0.2, 0.4) * w, rng.uniform(0.06, 0.13) * h
        paper.ellipse((x * w - wide, h * height - high, x * w + wide, h * height + high), fill=fill)
        x += rng.uniform(0.25, 0.4)


def _cloud(picture: Image.Image, x: float, y: float, size: float, fill: Colour) -> None:
    paper = ImageDraw.Draw(picture)
    for dx, dy, r in ((-1, 0.15, 0.55), (-0.35, -0.2, 0.75), (0.4, -0.05, 0.65), (1, 0.2, 0.45)):
        paper.ellipse((x + (dx - r) * size, y + (dy - r) * size, x + (dx + r) * size, y + (dy + r) * size), fill=fill)


def _night(size: tuple[int, int], rng: Random) -> Image.Image:
    picture = _sky(size, (28, 32, 78), (96, 92, 150))
    paper, (w, h) = ImageDraw.Draw(picture), size
    for _ in range(70):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h * 0.8), rng.uniform(1.5, 4.5)
        paper.ellipse((x - r, y - r, x + r, y + r), fill=(250, 244, 210))
    r, x, y = min(size) * 0.11, w * 0.8, h * 0.16
    paper.ellipse((x - r, y - r, x + r, y + r), fill=(252, 240, 190))
    _hills(picture, rng, 0.86, (36, 40, 74))
    return picture


def _sea(size: tuple[int, int], rng: Random) -> Image.Image:
    picture = _sky(size, (246, 150, 120), (254, 222, 164))
    paper, (w, h) = ImageDraw.Draw(picture), size
    r, x, y = min(size) * 0.15, w * 0.24, h * 0.58
    paper.ellipse((x - r, y - r, x + r, y + r), fill=(255, 240, 200))
    paper.rectangle((0, h * 0.6, w, h), fill=(88, 110, 168))
    for k in range(26):
        y = h * (0.62 + 0.38 * rng.random() ** 1.3)
        x, long = rng.uniform(0, w), rng.uniform(0.04, 0.14) * w
        paper.line((x, y, x + long, y), fill=(250, 200, 160) if k % 2 else (126, 146, 196), width=5)
    return picture


def _forest(size: tuple[int, int], rng: Random) -> Image.Image:
    picture = _sky(size, (196, 226, 210), (232, 242, 214))
    paper, (w, h) = ImageDraw.Draw(picture), size
    for row, (foot, fill) in enumerate(((0.74, (128, 178, 148)), (0.82, (92, 148, 116)), (0.9, (62, 116, 92)))):
        x = rng.uniform(-0.05, 0.02)
        while x < 1.08:
            high, wide = (0.32 + 0.09 * row) * h * rng.uniform(0.8, 1.15), min(size) * (0.07 + 0.02 * row)
            for k in range(3):
                top, low = h * foot - high * (1 - k * 0.26), h * foot - high * (0.5 - k * 0.22)
                paper.polygon([(x * w, top), (x * w - wide * (0.6 + k * 0.25), low), (x * w + wide * (0.6 + k * 0.25), low)], fill=fill)
            x += wide / w * rng.uniform(1.5, 2.4)
        paper.rectangle((0, h * (foot - 0.05), w, h), fill=fill)
    paper.rectangle((0, h * 0.9, w, h), fill=(112, 152, 92))
    return picture


def _city(size: tuple[int, int], rng: Random) -> Image.Image:
    picture = _sky(size, (128, 130, 190), (244, 190, 176))
    paper, (w, h) = ImageDraw.Draw(picture), size
    for fill, low, high in (((126, 112, 158), 0.35, 0.62), ((72, 66, 108), 0.5, 0.75)):
        x = 0.0
        while x < w:
            wide, top = rng.uniform(0.07, 0.13) * max(size), h * rng.uniform(low, high)
            paper.rectangle((x, top, x + wide, h), fill=fill)
            for row in range(int((h * 0.94 - top) / (h * 0.05))):
                for column in range(3):
                    if rng.random() < 0.4:
                        px, py = x + wide * (0.16 + 0.26 * column), top + h * (0.025 + 0.05 * row)
                        paper.rectangle((px, py, px + wide * 0.15, py + h * 0.02), fill=light(fill, 0.2) if rng.random() < 0.5 else (250, 220, 140))
            x += wide * 1.04
    paper.rectangle((0, h * 0.92, w, h), fill=(56, 52, 84))
    return picture


def _room(size: tuple[int, int], rng: Random) -> Image.Image:
    w, h = size
    picture = Image.new('RGB', size, (238, 222, 200))
    paper = ImageDraw.Draw(picture)
    for x in range(0, w, max(40, w // 16)):
        paper.line((x, 0, x, h), fill=(230, 212, 188), width=6)
    wide, high, left, top = min(size) * 0.42, min(size) * 0.5, w * 0.06, h * 0.1
    paper.rectangle((left - 14, top - 14, left + wide + 14, top + high + 14), fill=(150, 108, 84))
    paper.rectangle((left, top, left + wide, top + high), fill=(170, 212, 238))
    _cloud(picture, left + wide * 0.5, top + high * 0.45, wide * 0.17, (246, 250, 252))
    paper.line((left + wide / 2, top, left + wide / 2, top + high), fill=(150, 108, 84), width=12)
    paper.line((left, top + high / 2, left + wide, top + high / 2), fill=(150, 108, 84), width=12)
    paper.rectangle((0, h * 0.86, w, h), fill=(176, 128, 96))
    for k in range(1, 5):
        paper.line((0, h * (0.86 + 0.035 * k), w, h * (0.86 + 0.035 * k)), fill=(158, 112, 84), width=5)
    return picture


def _meadow(size: tuple[int, int], rng: Random) -> Image.Image:
    picture = _sky(size, (126, 190, 236), (216, 238, 246))
    (w, h), paper = size, ImageDraw.Draw(picture)
    for _ in range(4):
        _cloud(picture, rng.uniform(0.05, 0.95) * w, rng.uniform(0.08, 0.36) * h, min(size) * rng.uniform(0.06, 0.11), (250, 252, 254))
    _hills(picture, rng, 0.66, (150, 202, 128))
    _hills(picture, rng, 0.8, (118, 180, 104))
    for _ in range(60):
        x, y, r = rng.uniform(0, w), rng.uniform(0.76, 0.99) * h, rng.uniform(4, 9)
        paper.ellipse((x - r, y - r, x + r, y + r), fill=rng.choice(((250, 246, 236), (250, 214, 110), (244, 160, 176))))
    return picture


def _library(size: tuple[int, int], rng: Random) -> Image.Image:
    w, h = size
    picture = Image.new('RGB', size, (92, 62, 52))
    paper, shelf, colours = ImageDraw.Draw(picture), max(150, min(size) // 5), ((150, 74, 66), (84, 110, 126), (188, 150, 92), (104, 122, 86), (122, 92, 130))
    for top in range(0, h, shelf):
        x = 8.0
        while x < w:
            wide, high = rng.uniform(22, 44), shelf * rng.uniform(0.62, 0.84)
            fill = rng.choice(colours)
            paper.rectangle((x, top + shelf - high - 14, x + wide - 5, top + shelf - 14), fill=fill)
            paper.rectangle((x, top + shelf - high * 0.8, x + wide - 5, top + shelf - high * 0.8 + 8), fill=light(fill, 0.4))
            x += wide if rng.random() < 0.93 else wide + 40
        paper.rectangle((0, top + shelf - 14, w, top + shelf), fill=(126, 88, 68))
    return picture


def _snow(size: tuple[int, int], rng: Random) -> Image.Image:
    picture = _sky(size, (150, 172, 206), (220, 228, 240))
    (w, h), paper = size, ImageDraw.Draw(picture)
    _hills(picture, rng, 0.72, (206, 218, 236))
    _hills(picture, rng, 0.84, (242, 246, 250))
    for _ in range(110):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(3, 8)
        paper.ellipse((x - r, y - r, x + r, y + r), fill=(255, 255, 255))
    return picture


def _plain(size: tuple[int, int], rng: Random) -> Image.Image:
    w, h = size
    ground = rng.choice(((250, 226, 220), (222, 234, 244), (236, 230, 246), (244, 240, 216)))
    picture, gap = Image.new('RGB', size, ground), min(size) // 9
    paper, spot = ImageDraw.Draw(picture), dark(ground, 0.08)
    for row, y in enumerate(range(gap // 2, h + gap, gap)):
        for x in range(gap // 2 if row % 2 else 0, w + gap, gap):
            r = gap * 0.2
            paper.ellipse((x - r, y - r, x + r, y + r), fill=spot)
    return picture


BACKDROPS = {
    'night': Backdrop(Word('night sky', '星空下', 'under a night sky'), (Word('full moon', '圆月', 'a full moon'), Word('star (sky)', '繁星', 'many stars')), _night),
    'sea': Backdrop(Word('sunset', '日落时分的海边', 'by the sea at sunset'), (Word('ocean', '海面', 'the calm water'), Word('orange sky', '橙色的天空', 'an orange sky')), _sea),
    'forest': Backdrop(Word('forest', '森林里', 'in a forest'), (Word('pine tree', '松树', 'rows of pine trees'), Word('mist', '薄雾', 'a light mist')), _forest),
    'city': Backdrop(Word('cityscape', '傍晚的城市前', 'in front of a city at dusk'), (Word('building', '楼房', 'tall buildings'), Word('lights', '灯火', 'lit windows')), _city),
    'room': Backdrop(Word('indoors', '房间里', 'in a quiet room'), (Word('window', '窗户', 'a window'), Word('wooden floor', '木地板', 'a wooden floor')), _room),
    'meadow': Backdrop(Word('meadow', '草地上', 'on a meadow'), (Word('blue sky', '蓝天', 'a blue sky'), Word('flower field', '花丛', 'small flowers')), _meadow),
    'library': Backdrop(Word('library', '图书馆里', 'in a library'), (Word('bookshelf', '书架', 'full bookshelves'), Word('many books', '成排的书', 'rows of old books')), _library),
    'snow': Backdrop(Word('snowing', '雪地里', 'in falling snow'), (Word('winter', '冬日', 'snow-covered hills'), Word('snowflakes', '雪花', 'large snowflakes')), _snow),
    'plain': Backdrop(Word('simple background', '简单的背景前', 'before a simple background'), (Word('polka dot background', '圆点图案', 'a pattern of dots'), Word('pastel colors', '柔和的色调', 'pastel colours')), _plain),
}
