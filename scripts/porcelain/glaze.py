"""From a cobalt density layer and a form to a picture: glaze, light, shadow, backdrop."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
# Pixel to (diffuse light, gloss), both 0..1.
Light = Callable[[float, float], tuple[float, float]]

COARSE = 8
COBALT: list[tuple[int, Colour]] = [
    (0, (250, 251, 250)), (40, (198, 212, 237)), (95, (118, 148, 209)), (150, (58, 92, 174)),
    (205, (20, 46, 132)), (255, (10, 22, 84)),
]
BODY: list[tuple[int, Colour]] = [(0, (70, 78, 104)), (90, (142, 150, 172)), (170, (214, 219, 228)), (255, (255, 255, 252))]


def ramp(stops: list[tuple[int, Colour]], grey: Image.Image) -> Image.Image:
    """Colours a grey image by linear interpolation between the stops."""
    tables: list[list[int]] = [[], [], []]
    for v in range(256):
        i = next(k for k in range(len(stops) - 1) if v <= stops[k + 1][0])
        (a, ca), (b, cb) = stops[i], stops[i + 1]
        t = (v - a) / (b - a)
        for channel in range(3):
            tables[channel].append(round(ca[channel] + (cb[channel] - ca[channel]) * t))
    return Image.merge('RGB', [grey.point(table) for table in tables])


def noise(size: tuple[int, int], cell: int, rng: Random) -> Image.Image:
    """Smooth grey noise with features about `cell` pixels wide."""
    w, h = size[0] // cell + 2, size[1] // cell + 2
    return Image.frombytes('L', (w, h), rng.randbytes(w * h)).resize(size, Image.Resampling.BICUBIC)


def backdrop(size: tuple[int, int], wall: Colour, table: Colour, horizon: float | None, rng: Random) -> Image.Image:
    """A softly lit wall and table top, or the table top alone when there is no horizon."""
    w, h = size
    coarse = Image.new('RGB', (w // COARSE, h // COARSE))
    pixels = coarse.load()
    for y in range(coarse.height):
        v = y / coarse.height
        ground = 1.0 if horizon is None else min(max((v - horizon) / 0.03 + 0.5, 0), 1)
        for x in range(coarse.width):
            u = x / coarse.width
            light = 1.1 - 0.42 * math.hypot(u - 0.36, v - 0.3) - (0.1 * (1 - ground) * v if horizon else 0)
            pixels[x, y] = tuple(
                min(255, max(0, round((a + (b - a) * ground) * light))) for a, b in zip(wall, table)
            )
    picture = coarse.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(COARSE))
    weave = noise(size, 90, rng).point([round(236 + v * 19 / 255) for v in range(256)])
    return ImageChops.multiply(picture, Image.merge('RGB', [weave] * 3))


def cast(picture: Image.Image, box: tuple[float, float, float, float], blur: float, strength: float) -> Image.Image:
    """Darkens the picture under an ellipse, blurred."""
    shade = Image.new('L', (picture.width // COARSE, picture.height // COARSE), 0)
    ImageDraw.Draw(shade).ellipse([c / COARSE for c in box], fill=round(255 * strength))
    shade = shade.filter(ImageFilter.GaussianBlur(blur / COARSE)).resize(picture.size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new('RGB', picture.size, (26, 24, 34)), picture, shade)


def fire(picture: Image.Image, mask: Image.Image, ink: Image.Image, light: Light, rng: Random) -> Image.Image:
    """Lays a glazed body on the picture: cobalt pooling in the glaze, light over it, gloss on top."""
    size = picture.size
    pool = noise(size, 46, rng).point([round(214 + v * 41 / 255) for v in range(256)])
    pool = ImageChops.multiply(pool, noise(size, 9, rng).point([round(232 + v * 23 / 255) for v in range(256)]))
    bleed = ink.filter(ImageFilter.GaussianBlur(size[0] / 320)).point([round(v * 0.42) for v in range(256)])
    ink = ImageChops.multiply(ImageChops.lighter(ink.filter(ImageFilter.GaussianBlur(1.1)), bleed), pool)
    box = mask.getbbox() or (0, 0, *size)
    diffuse, gloss = _light(size, box, light)
    body = ImageChops.multiply(ramp(COBALT, ink), ramp(BODY, diffuse))
    body = ImageChops.screen(body, Image.merge('RGB', [gloss] * 3))
    return Image.composite(body, picture, mask)


def _light(size: tuple[int, int], box: tuple[int, int, int, int], light: Light) -> tuple[Image.Image, Image.Image]:
    w, h = size[0] // COARSE, size[1] // COARSE
    layers = [Image.new('L', (w, h), 255), Image.new('L', (w, h), 0)]
    pixels = [layer.load() for layer in layers]
    for y in range(max(0, box[1] // COARSE - 2), min(h, box[3] // COARSE + 3)):
        for x in range(max(0, box[0] // COARSE - 2), min(w, box[2] // COARSE + 3)):
            for target, value in zip(pixels, light((x + 0.5) * COARSE, (y + 0.5) * COARSE)):
                target[x, y] = round(255 * min(max(value, 0.0), 1.0))
    diffuse, gloss = (layer.resize(size, Image.Resampling.BICUBIC) for layer in layers)
    return diffuse, gloss
