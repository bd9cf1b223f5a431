"""The bodies that carry the ornament: a plate from above, a turned vessel from the side."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw

from porcelain.brush import Brush, Point, smooth
from porcelain.glaze import cast, fire

TAU = 2 * math.pi


@dataclass(frozen=True)
class Surface:
    """Where a painter may draw: `band(low, high)` runs round, `field` is flat and isotropic."""

    band: Callable[[float, float], Brush]
    field: Callable[[float, float, float], Brush]


Painter = Callable[[Surface], None]


def plate(picture: Image.Image, x: float, y: float, radius: float, paint: Painter, rng: Random) -> Image.Image:
    """A round plate from above; bands are given in shares of the radius, the field is the disc with radius 1."""
    ink = Image.new('L', picture.size, 0)
    draw, unit = ImageDraw.Draw(ink), radius / 170

    def band(low: float, high: float) -> Brush:
        def frame(s: float, t: float) -> Point:
            r = radius * (low + (high - low) * t)
            return (x + r * math.sin(TAU * s), y - r * math.cos(TAU * s))

        return Brush(draw, frame, unit)

    paint(Surface(band, lambda cx, cy, size: Brush(draw, lambda u, v: (x + radius * (cx + size * u), y - radius * (cy + size * v)), unit)))
    mask = Image.new('L', picture.size, 0)
    ImageDraw.Draw(mask).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    for grow, drop, blur, strength in ((1.03, 0.14, 0.11, 0.42), (1.0, 0.05, 0.03, 0.4)):
        r, dx, dy = radius * grow, radius * drop * 0.8, radius * drop
        picture = cast(picture, (x - r + dx, y - r + dy, x + r + dx, y + r + dy), radius * blur, strength)
    return fire(picture, mask, ink, lambda px, py: _plate_light((px - x) / radius, (py - y) / radius), rng)


def _plate_light(u: float, v: float) -> tuple[float, float]:
    r, towards = math.hypot(u, v), 0.0
    if r > 1e-6:
        towards = -(u * 0.62 + v * 0.78) / r
    # The wall between the well (to 0.66) and the rim (from 0.76) faces the centre; the lip (from 0.97) falls outwards.
    wall = math.exp(-(((r - 0.71) / 0.045) ** 2))
    lip = min(max((r - 0.965) / 0.035, 0), 1)
    value = 0.9 - 0.25 * wall * towards + 0.28 * lip * towards - 0.12 * lip - 0.05 * (u * 0.6 + v * 0.8)
    value -= 0.05 * math.exp(-(((r - 0.64) / 0.03) ** 2))
    gloss = 0.5 * wall * max(0.0, -towards) ** 14 + 0.55 * math.exp(-(((r - 0.955) / 0.012) ** 2)) * max(0.0, towards) ** 4
    gloss += 0.34 * math.exp(-(((u + 0.34) / 0.2) ** 2 + ((v + 0.4) / 0.13) ** 2))
    return value, gloss


def vessel(
    picture: Image.Image, x: float, foot: float, height: float, outline: list[Point], tilt: float, paint: Painter, rng: Random,
    lidded: bool = False,
) -> Image.Image:
    """A turned vessel on its foot. `outline` is [(height share 0..1, radius in heights)] from foot to mouth;
    bands are given in height shares, `field(angle, height, size)` in radians, shares and heights."""
    curve = smooth(outline, 20)

    def radius(h: float) -> float:
        h = min(max(h, 0.0), 1.0)
        i = next((k for k in range(len(curve) - 1) if curve[k + 1][0] >= h), len(curve) - 2)
        (a, ra), (b, rb) = curve[i], curve[i + 1]
        return height * (ra + (rb - ra) * ((h - a) / (b - a) if b > a else 0))

    table = [radius(i / 400) for i in range(401)]

    def lookup(h: float) -> float:
        return table[min(max(round(h * 400), 0), 400)]

    def project(angle: float, h: float) -> Point | None:
        if abs(angle) > 1.52:
            return None
        r = lookup(h)
        return (x + r * math.sin(angle), foot - h * height + r * math.cos(angle) * tilt)

    ink = Image.new('L', picture.size, 0)
    draw, unit = ImageDraw.Draw(ink), height * max(r for _, r in outline) ** 0.5 / 330

    def band(low: float, high: float) -> Brush:
        # Once round from behind, so that s = 0.5 faces the viewer.
        return Brush(draw, lambda s, t: project(TAU * (s - 0.5), low + (high - low) * t), unit)

    def field(angle: float, h: float, size: float) -> Brush:
        r = lookup(h) / height
        return Brush(draw, lambda u, v: project(angle + size * u / r, h + size * v), unit)

    paint(Surface(band, field))
    mask = Image.new('L', picture.size, 0)
    shape = ImageDraw.Draw(mask)
    for i, r in enumerate(table):
        cy = foot - i / 400 * height
        shape.ellipse((x - r, cy - r * tilt, x + r, cy + r * tilt), fill=255)
    base, belly = table[0], max(table)
    picture = cast(picture, (x - belly * 0.7, foot - belly * 0.2, x + belly * 1.9, foot + belly * 0.34), belly * 0.22, 0.42)
    picture = cast(picture, (x - base * 1.08, foot - base * 0.3, x + base * 1.2, foot + base * (tilt + 0.12)), base * 0.1, 0.66)
    picture = fire(picture, mask, ink, _turned_light(x, foot, height, lookup, tilt), rng)
    return picture if lidded else _mouth(picture, x, foot - height, table[-1], tilt, rng)


def _turned_light(x: float, foot: float, height: float, radius: Callable[[float], float], tilt: float) -> Callable[[float, float], tuple[float, float]]:
    def light(px: float, py: float) -> tuple[float, float]:
        h = (foot - py) / height
        q = 0.0
        for _ in range(2):
            r = max(radius(h), 1.0)
            q = min(max((px - x) / r, -1), 1)
            h = (foot + r * tilt * math.sqrt(1 - q * q) - py) / height
        slope = (radius(h + 0.012) - radius(h - 0.012)) / (0.024 * height)
        c = 1 / math.hypot(1, slope)
        n = (q * c, -slope * c, math.sqrt(1 - q * q) * c)
        lambert = max(0.0, -0.5 * n[0] + 0.46 * n[1] + 0.73 * n[2])
        mirror = max(0.0, -0.27 * n[0] + 0.25 * n[1] + 0.93 * n[2])
        value = 0.36 + 0.62 * lambert + 0.14 * max(0.0, q - 0.72) / 0.28 - 0.1 * max(0.0, 0.06 - h) / 0.06
        window = math.exp(-(((q + 0.52) / 0.075) ** 2)) * max(0.0, 1 - abs(slope) * 0.9)
        return value, 0.75 * mirror**90 + 0.3 * window + 0.07 * lambert**6
    return light


def _mouth(picture: Image.Image, x: float, y: float, radius: float, tilt: float, rng: Random) -> Image.Image:
    lip = Image.new('L', picture.size, 0)
    ImageDraw.Draw(lip).ellipse((x - radius, y - radius * tilt, x + radius, y + radius * tilt), fill=255)
    hole = Image.new('L', picture.size, 0)
    edge = max(radius * 0.045, 5)
    box = (x - radius + edge, y - radius * tilt + edge * 0.6, x + radius - edge, y + radius * tilt - edge * 0.75)
    ImageDraw.Draw(hole).ellipse(box, fill=255)
    ink = Image.new('L', picture.size, 0)
    draw = ImageDraw.Draw(ink)
    for share, width in ((0.9, 0.016), (0.84, 0.007)):
        r = radius * share
        draw.arc((x - r, y - r * tilt + radius * (1 - share) * 0.8, x + r, y + r * tilt + radius * (1 - share) * 1.6), 180, 360, fill=190, width=max(2, round(radius * width)))
    deep = 0.34 if tilt < 0.2 else 0.0

    def inside(px: float, py: float) -> tuple[float, float]:
        u, v = (px - x) / radius, (py - y) / (radius * tilt)
        value = 0.66 + 0.22 * u - 0.16 * v - deep * max(0.0, 0.6 + 0.5 * v)
        return value, 0.25 * math.exp(-(((u - 0.55) / 0.12) ** 2 + ((v + 0.25) / 0.3) ** 2))

    blank = Image.new('L', picture.size, 0)
    picture = fire(picture, lip, blank, lambda px, py: (0.97 - 0.1 * (px - x) / radius, 0.1), rng)
    return fire(picture, ImageChops.multiply(hole, lip), ink, inside, rng)
