"""The twenty-four pieces: what each file shows, how large it is, and how it is captioned."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image

from porcelain import bands, motifs
from porcelain.forms import Painter, Surface, plate, vessel
from porcelain.glaze import backdrop

TAU = 2 * math.pi
LINEN, WALNUT, SLATE, CELADON, ROSE = (226, 217, 202), (112, 82, 62), (88, 98, 112), (178, 194, 186), (206, 184, 172)
SAND, PEARL, INK = (214, 200, 176), (222, 224, 226), (52, 58, 74)

# Half silhouettes, foot to mouth: (share of the height, radius in heights).
MEIPING = [(0, 0.14), (0.02, 0.142), (0.2, 0.145), (0.45, 0.195), (0.68, 0.262), (0.8, 0.268), (0.88, 0.21), (0.925, 0.09), (0.95, 0.068), (0.975, 0.08), (1, 0.088)]
PEAR = [(0, 0.16), (0.025, 0.165), (0.06, 0.15), (0.2, 0.235), (0.34, 0.265), (0.5, 0.215), (0.66, 0.115), (0.82, 0.075), (0.93, 0.095), (1, 0.15)]
GOURD = [(0, 0.13), (0.02, 0.135), (0.12, 0.21), (0.28, 0.265), (0.45, 0.215), (0.56, 0.115), (0.64, 0.12), (0.76, 0.165), (0.86, 0.135), (0.93, 0.06), (0.97, 0.052), (1, 0.06)]
GLOBE = [(0, 0.14), (0.02, 0.145), (0.09, 0.215), (0.26, 0.3), (0.42, 0.26), (0.54, 0.13), (0.6, 0.1), (0.8, 0.09), (0.95, 0.098), (1, 0.108)]
FLASK = [(0, 0.15), (0.03, 0.155), (0.06, 0.16), (0.2, 0.31), (0.4, 0.365), (0.6, 0.3), (0.73, 0.13), (0.78, 0.095), (0.92, 0.09), (1, 0.11)]
BEAKER = [(0, 0.2), (0.03, 0.2), (0.2, 0.13), (0.33, 0.115), (0.37, 0.15), (0.47, 0.16), (0.55, 0.15), (0.59, 0.115), (0.78, 0.15), (0.93, 0.225), (1, 0.265)]
GARLIC = [(0, 0.14), (0.02, 0.145), (0.12, 0.21), (0.27, 0.25), (0.42, 0.19), (0.56, 0.09), (0.74, 0.062), (0.82, 0.075), (0.89, 0.105), (0.95, 0.09), (1, 0.05)]
ROULEAU = [(0, 0.165), (0.015, 0.18), (0.05, 0.19), (0.4, 0.197), (0.68, 0.2), (0.74, 0.19), (0.785, 0.1), (0.82, 0.085), (0.93, 0.085), (0.96, 0.11), (0.985, 0.118), (1, 0.116)]
GUAN = [(0, 0.3), (0.03, 0.305), (0.22, 0.37), (0.5, 0.505), (0.72, 0.52), (0.87, 0.4), (0.93, 0.3), (0.96, 0.29), (1, 0.3)]
GENERAL = [(0, 0.165), (0.02, 0.175), (0.2, 0.19), (0.45, 0.27), (0.6, 0.285), (0.68, 0.24), (0.725, 0.15), (0.735, 0.2), (0.75, 0.205), (0.8, 0.18), (0.87, 0.1), (0.9, 0.03), (0.925, 0.045), (0.96, 0.05), (0.99, 0.02), (1, 0.004)]
GINGER = [(0, 0.23), (0.03, 0.24), (0.2, 0.33), (0.45, 0.4), (0.66, 0.36), (0.77, 0.24), (0.785, 0.2), (0.795, 0.225), (0.9, 0.225), (0.96, 0.2), (0.985, 0.1), (1, 0.004)]
WATERPOT = [(0, 0.42), (0.04, 0.43), (0.25, 0.66), (0.5, 0.78), (0.75, 0.66), (0.92, 0.4), (1, 0.32)]
BOWL = [(0, 0.34), (0.09, 0.33), (0.12, 0.36), (0.25, 0.66), (0.45, 0.88), (0.7, 1.0), (0.9, 1.06), (1, 1.1)]
DEEPBOWL = [(0, 0.3), (0.09, 0.3), (0.12, 0.34), (0.25, 0.55), (0.5, 0.71), (0.75, 0.78), (1, 0.82)]
STEMCUP = [(0, 0.25), (0.03, 0.25), (0.1, 0.16), (0.25, 0.105), (0.4, 0.1), (0.46, 0.13), (0.54, 0.31), (0.7, 0.42), (0.88, 0.46), (1, 0.49)]
TEACUP = [(0, 0.34), (0.08, 0.33), (0.12, 0.36), (0.3, 0.56), (0.6, 0.66), (1, 0.72)]


@dataclass(frozen=True)
class Scene:
    """One file: `draw` gets the backdrop at twice the final size and returns the finished picture."""

    file: str
    size: tuple[int, int]
    wall: tuple[int, int, int]
    table: tuple[int, int, int]
    horizon: float | None
    draw: Callable[[Image.Image, Random], Image.Image]
    caption: str

    def render(self, rng: Random) -> Image.Image:
        """The picture at twice the final size."""
        w, h = self.size
        return self.draw(backdrop((2 * w, 2 * h), self.wall, self.table, self.horizon, rng), rng)


def _plate(paint: Painter, share: float = 0.43) -> Callable[[Image.Image, Random], Image.Image]:
    return lambda p, rng: plate(p, p.width / 2, p.height / 2, min(p.size) * share, paint, rng)


def _vessel(outline: list[tuple[float, float]], height: float, tilt: float, paint: Painter, foot: float = 0.88, lidded: bool = False) -> Callable[[Image.Image, Random], Image.Image]:
    return lambda p, rng: vessel(p, p.width / 2, p.height * foot, p.height * height, outline, tilt, paint, rng, lidded)


def _rims(s: Surface, *lines: tuple[float, float]) -> None:
    whole = s.band(0, 1)
    for t, width in lines:
        bands.ring(whole, t, width)


def _dragon_plate(s: Surface) -> None:
    bands.waves(s.band(0.77, 0.945), 26, 3)
    _rims(s, (0.975, 2.6), (0.955, 0.8), (0.76, 1.2), (0.66, 1.6), (0.635, 0.7))
    b = s.field(0, 0, 0.6)
    for x, y, size, flip in ((-0.78, 0.1, 0.13, True), (0.62, -0.66, 0.13, True), (0.36, 0.84, 0.11, False), (-0.62, -0.6, 0.14, False), (0.78, 0.1, 0.11, False)):
        motifs.cloud(b, x, y, size, flip)
    spine = [(-0.2, 0.02), (-0.42, -0.16), (-0.26, -0.42), (0.1, -0.3), (0.36, -0.52), (0.7, -0.2), (0.5, 0.22), (0.12, 0.06), (-0.18, 0.32), (-0.5, 0.26), (-0.62, 0.62), (-0.2, 0.8), (0.08, 0.62)]
    motifs.dragon(b, spine, 0.1)
    motifs.pearl(b, 0.62, 0.5, 0.1)


def _peony_plate(s: Surface) -> None:
    bands.scroll(s.band(0.75, 0.96), 12)
    _rims(s, (0.98, 2.2), (0.75, 1.0), (0.66, 1.8), (0.63, 0.7))
    b = s.field(0, 0, 0.6)
    for k in range(9):
        a = TAU * k / 9 + 0.2
        motifs.foliage(b, 0.5 * math.cos(a), 0.5 * math.sin(a), a + 0.25, 0.48)
    motifs.peony(b, 0, 0, 0.62, 3)


def _lattice_plate(s: Surface) -> None:
    bands.lattice(s.band(0.78, 0.95), 44)
    _rims(s, (0.97, 2.4), (0.955, 0.8), (0.775, 1.4), (0.665, 1.6))
    bands.ruyi(s.band(0.44, 0.63), 12)
    _rims(s, (0.43, 1.2))
    motifs.lotus(s.field(0, -0.02, 0.3), 0, 0, 0.95)


def _carp_plate(s: Surface) -> None:
    bands.fret(s.band(0.82, 0.93), 48)
    _rims(s, (0.965, 2.6), (0.945, 0.8), (0.805, 1.0), (0.66, 1.6), (0.635, 0.7))
    b = s.field(0, 0, 0.6)
    for x, y, size, seed in ((-0.5, -0.84, 0.5, 1), (0.62, -0.72, 0.5, 2), (-0.72, 0.1, 0.42, 5), (0.78, 0.05, 0.4, 8)):
        motifs.reeds(b, x, y, size, seed)
    motifs.carp(b, -0.12, 0.4, 0.5, math.pi + 0.3, True)
    motifs.carp(b, 0.12, -0.36, 0.5, 0.3)


def _pond_plate(s: Surface) -> None:
    bands.petals(s.band(0.77, 0.955), 32)
    _rims(s, (0.975, 2.2), (0.765, 1.2), (0.66, 1.6))
    b = s.field(0, 0, 0.62)
    for path in ([(-0.3, -0.8), (-0.22, -0.3), (-0.32, 0.2)], [(0.3, -0.8), (0.36, -0.4), (0.3, -0.1)], [(-0.05, -0.8), (0.05, 0.0), (0.16, 0.5)]):
        bands.stroke(b, bands.smooth(path, 10), 1.8, 200)
    motifs.lotus_leaf(b, 0.5, -0.52, 0.36)
    motifs.lotus_leaf(b, -0.5, -0.6, 0.34)
    motifs.lotus_leaf(b, -0.62, 0.08, 0.28)
    motifs.lotus(b, -0.3, 0.36, 0.3)
    motifs.lotus(b, 0.38, 0.02, 0.34)
    motifs.lotus(b, 0.16, 0.66, 0.2)
    for k in range(9):
        motifs.stroke(b, [(-0.55 + 0.13 * k, -0.8 + 0.03 * (k % 3)), (-0.45 + 0.13 * k, -0.79 + 0.03 * (k % 3))], 0.8, 140)


def _chrysanthemum_plate(s: Surface) -> None:
    bands.leaves(s.band(0.6, 0.955), 28)
    _rims(s, (0.975, 2.4), (0.595, 1.2), (0.565, 0.7))
    motifs.chrysanthemum(s.field(0, 0, 0.53), 0, 0, 1.0, 5)


def _landscape_plate(s: Surface) -> None:
    bands.ruyi(s.band(0.78, 0.955), 30, up=False)
    _rims(s, (0.975, 2.4), (0.775, 0.8), (0.665, 1.8), (0.64, 0.7))
    motifs.landscape(s.field(0, 0, 0.63), 0, 0, 1.0, 4)


def _two_plates(picture: Image.Image, rng: Random) -> Image.Image:
    w, h = picture.size

    def small(s: Surface) -> None:
        bands.waves(s.band(0.78, 0.95), 26, 2)
        _rims(s, (0.975, 2.4), (0.77, 1.0), (0.66, 1.4))
        motifs.chrysanthemum(s.field(0, 0, 0.6), 0, 0, 0.95, 4)

    def large(s: Surface) -> None:
        bands.scroll(s.band(0.76, 0.955), 16)
        _rims(s, (0.975, 2.4), (0.76, 1.0), (0.66, 1.4), (0.635, 0.7))
        motifs.plum(s.field(0, 0, 0.5), 0, 0, 1.0, 8)

    picture = plate(picture, w * 0.36, h * 0.5, h * 0.42, large, rng)
    return plate(picture, w * 0.77, h * 0.62, h * 0.3, small, rng)


def _meiping(s: Surface) -> None:
    bands.petals(s.band(0.02, 0.2), 12)
    _rims(s, (0.015, 2), (0.21, 1.2), (0.225, 0.6), (0.7, 0.6), (0.715, 1.2), (0.885, 1.4), (0.96, 1.0))
    bands.ruyi(s.band(0.725, 0.875), 10, up=False)
    for angle in (-1.05, 0.0, 1.05):
        b = s.field(angle, 0.47, 0.2)
        for k in range(7):
            a = TAU * k / 7 + 0.4 + angle
            motifs.foliage(b, 0.4 * math.cos(a), 0.4 * math.sin(a), a + 0.3, 0.5)
        motifs.peony(b, 0, 0, 0.52, 5 + round(angle))


def _pear(s: Surface) -> None:
    bands.leaves(s.band(0.62, 0.97), 10)
    bands.petals(s.band(0.07, 0.17), 20)
    bands.scroll(s.band(0.2, 0.5), 8)
    _rims(s, (0.02, 1.6), (0.065, 1.0), (0.18, 1.2), (0.52, 1.2), (0.985, 1.6))
    bands.fret(s.band(0.54, 0.595), 26)
    _rims(s, (0.53, 0.8), (0.605, 0.8))


def _gourd(s: Surface) -> None:
    bands.scroll(s.band(0.1, 0.42), 8)
    bands.scroll(s.band(0.66, 0.84), 8)
    bands.ruyi(s.band(0.85, 0.93), 10)
    bands.fret(s.band(0.555, 0.605), 22)
    bands.petals(s.band(0.015, 0.085), 20)
    _rims(s, (0.095, 1.0), (0.44, 1.2), (0.46, 0.6), (0.545, 1.0), (0.615, 1.0), (0.64, 0.6), (0.845, 1.0), (0.985, 1.6))


def _globe_dragon(s: Surface) -> None:
    bands.waves(s.band(0.02, 0.1), 24, 2)
    bands.leaves(s.band(0.72, 0.955), 10)
    bands.ruyi(s.band(0.56, 0.66), 10)
    _rims(s, (0.11, 1.0), (0.675, 0.8), (0.71, 1.0), (0.975, 1.8))
    b = s.field(0, 0.29, 0.27)
    for x, y, size, flip in ((-0.3, 0.8, 0.1, True), (0.35, 0.8, 0.12, False), (0.98, -0.36, 0.12, True), (-0.98, -0.5, 0.12, False)):
        motifs.cloud(b, x, y, size, flip)
    spine = [(-1.05, -0.15), (-0.75, 0.1), (-0.5, -0.3), (-0.1, -0.42), (0.2, 0.0), (0.55, -0.25), (0.85, 0.1), (0.6, 0.45), (0.15, 0.3), (-0.2, 0.5), (-0.42, 0.42)]
    motifs.dragon(b, spine, 0.115)
    motifs.pearl(b, -0.86, 0.56, 0.1)


def _flask(s: Surface) -> None:
    bands.leaves(s.band(0.78, 0.96), 10)
    _rims(s, (0.02, 1.6), (0.05, 0.8), (0.765, 1.0), (0.975, 1.6))
    b = s.field(0, 0.4, 0.27)
    for r, width in ((1.0, 1.8), (0.94, 0.7)):
        motifs.stroke(b, motifs.arc(0, 0, r, r, 0, TAU, 120), width, 210)
    motifs.landscape(b, 0, 0, 0.93, 9)
    bands.ruyi(s.band(0.69, 0.755), 14)
    bands.petals(s.band(0.06, 0.115), 24)


def _beaker(s: Surface) -> None:
    bands.leaves(s.band(0.63, 0.965), 12)
    bands.leaves(s.band(0.05, 0.3), 12, up=False)
    bands.scroll(s.band(0.385, 0.535), 8)
    bands.fret(s.band(0.565, 0.61), 24)
    bands.fret(s.band(0.315, 0.355), 24)
    _rims(s, (0.02, 1.8), (0.365, 1.0), (0.375, 0.6), (0.55, 1.0), (0.62, 0.8), (0.31, 0.8), (0.98, 1.8))


def _garlic(s: Surface) -> None:
    bands.petals(s.band(0.015, 0.1), 16)
    bands.leaves(s.band(0.5, 0.8), 8)
    bands.petals(s.band(0.83, 0.96), 12)
    bands.ruyi(s.band(0.39, 0.475), 12, up=False)
    _rims(s, (0.11, 1.2), (0.38, 1.0), (0.485, 1.2), (0.815, 1.0), (0.985, 1.4))
    for angle in (-1.0, 1.0):
        motifs.lotus(s.field(angle, 0.24, 0.1), 0, 0, 0.8)
    b = s.field(0, 0.24, 0.13)
    motifs.lotus(b, 0, 0.1, 0.72)
    for side in (-1, 1):
        motifs.foliage(b, 0.1 * side, -0.4, math.pi / 2 - side * 1.35, 0.7)


def _rouleau(s: Surface) -> None:
    bands.lattice(s.band(0.68, 0.735), 30)
    bands.fret(s.band(0.03, 0.075), 26)
    bands.ruyi(s.band(0.83, 0.925), 8)
    _rims(s, (0.02, 1.4), (0.085, 1.0), (0.67, 1.0), (0.745, 1.0), (0.815, 0.8), (0.985, 1.8))
    motifs.bamboo(s.field(0, 0.375, 0.245), 0.0, 0.0, 1.0, 6)


def _guan(s: Surface) -> None:
    bands.petals(s.band(0.03, 0.2), 24)
    bands.ruyi(s.band(0.78, 0.91), 20, up=False)
    _rims(s, (0.215, 1.2), (0.23, 0.6), (0.755, 0.6), (0.77, 1.2), (0.985, 1.8), (0.93, 0.8))
    b = s.field(0, 0.48, 0.26)
    for x, seed in ((-1.5, 1), (-0.75, 2), (1.0, 3), (1.6, 4), (0.25, 6)):
        motifs.reeds(b, x, -0.82, 1.0, seed)
    motifs.carp(b, -0.75, 0.05, 0.62, 0.1)
    motifs.carp(b, 0.85, 0.3, 0.55, math.pi + 0.12, True)


def _general(s: Surface) -> None:
    bands.petals(s.band(0.02, 0.14), 20)
    bands.ruyi(s.band(0.6, 0.7), 14, up=False)
    bands.scroll(s.band(0.75, 0.86), 10)
    _rims(s, (0.15, 1.2), (0.165, 0.6), (0.585, 1.0), (0.71, 1.0), (0.742, 1.2), (0.87, 1.0), (0.93, 2.0))
    for angle, seed in ((-1.1, 2), (0.0, 7), (1.1, 4)):
        b = s.field(angle, 0.38, 0.185)
        for k in range(8):
            a = TAU * k / 8 + 0.2 + angle
            motifs.foliage(b, 0.42 * math.cos(a), 0.42 * math.sin(a), a + 0.2, 0.46)
        motifs.peony(b, 0, 0, 0.55, seed)


def _ginger(s: Surface) -> None:
    bands.tint(s.band(0.08, 0.72), 0, 1, 178)
    # Blossoms scattered on cracked ice: the ground is blue, the flowers are left white.
    rng = Random(11)
    whole = s.band(0.08, 0.72)
    for _ in range(120):
        a, t = rng.uniform(0.22, 0.78), rng.uniform(0, 1)
        line = [(a, t), (a + rng.uniform(-0.02, 0.02), t + rng.uniform(-0.1, 0.1)), (a + rng.uniform(-0.04, 0.04), t + rng.uniform(-0.16, 0.16))]
        motifs.stroke(whole, [(u, min(max(v, 0.0), 1.0)) for u, v in line], 0.8, 235)
    branches = [[(-0.7, -1.1), (-0.2, -0.5), (-0.4, 0.1), (0.1, 0.5), (0.0, 1.1)], [(-0.3, -0.3), (0.15, -0.1), (0.4, 0.35)]]
    for angle in (-1.0, 0.1, 1.15):
        b = s.field(angle, 0.4, 0.25)
        for path, width in zip(branches, (4.6, 3.0)):
            motifs.stroke(b, motifs.smooth(path, 10), width, 14, (1, 0.3))
        for path in branches:
            for x, y in motifs.smooth(path, 4)[2::2]:
                motifs.blossom(b, x + rng.uniform(-0.16, 0.16), y + rng.uniform(-0.1, 0.1), rng.uniform(0.13, 0.21), rng.uniform(0, TAU))
    bands.ruyi(s.band(0.8, 0.9), 14)
    _rims(s, (0.03, 1.6), (0.075, 1.2), (0.725, 1.2), (0.745, 0.8), (0.795, 1.0), (0.915, 1.0), (0.97, 1.4))


def _waterpot(s: Surface) -> None:
    bands.scroll(s.band(0.22, 0.74), 12)
    bands.petals(s.band(0.04, 0.19), 30)
    bands.fret(s.band(0.8, 0.9), 34)
    _rims(s, (0.03, 1.2), (0.205, 1.2), (0.755, 1.2), (0.78, 0.6), (0.92, 0.8), (0.985, 1.4))


def _wave_bowl(s: Surface) -> None:
    bands.waves(s.band(0.14, 0.6), 30, 4)
    bands.fret(s.band(0.83, 0.94), 60)
    _rims(s, (0.04, 1.2), (0.125, 1.2), (0.66, 0.8), (0.81, 1.0), (0.97, 2.0))
    for angle, flip in ((-1.0, False), (-0.5, True), (0.0, False), (0.5, True), (1.0, False)):
        motifs.cloud(s.field(angle, 0.71, 0.075), 0, 0, 1.0, flip)


def _lotus_bowl(s: Surface) -> None:
    bands.petals(s.band(0.13, 0.36), 24)
    bands.scroll(s.band(0.42, 0.88), 12)
    _rims(s, (0.04, 1.2), (0.12, 1.0), (0.385, 1.2), (0.91, 1.0), (0.965, 2.0))


def _stemcup(s: Surface) -> None:
    bands.leaves(s.band(0.06, 0.4), 10, up=False)
    _rims(s, (0.025, 1.6), (0.42, 1.0), (0.5, 0.8), (0.94, 0.8), (0.975, 1.8))
    bands.petals(s.band(0.47, 0.58), 20)
    _rims(s, (0.6, 0.8))
    b = s.field(0, 0.76, 0.15)
    motifs.plum(b, 0.0, 0.05, 0.95, 3)
    for angle in (-0.85, 0.85):
        motifs.bamboo(s.field(angle, 0.76, 0.14), 0, 0.05, 0.9, 5)


def _still_life(picture: Image.Image, rng: Random) -> Image.Image:
    w, h = picture.size
    picture = vessel(picture, w * 0.25, h * 0.82, h * 0.76, PEAR, 0.16, _pear, rng)
    picture = vessel(picture, w * 0.72, h * 0.83, h * 0.6, GINGER, 0.18, _ginger, rng, True)
    picture = vessel(picture, w * 0.465, h * 0.92, h * 0.23, TEACUP, 0.3, _teacup, rng)
    return picture


def _teacup(s: Surface) -> None:
    bands.scroll(s.band(0.22, 0.84), 10)
    _rims(s, (0.05, 1.0), (0.16, 0.8), (0.88, 0.8), (0.96, 1.6))


S = '青花瓷风格，'
SCENES = [
    Scene('01-plate.jpg', (1024, 1024), LINEN, LINEN, None, _plate(_dragon_plate), S + '俯视的圆盘，盘心一条四爪云龙盘曲追逐火珠，四周饰祥云，盘沿绘一圈海水纹，米色背景'),
    Scene('02-plate.png', (768, 768), SLATE, SLATE, None, _plate(_peony_plate), S + '俯视的圆盘，盘心一朵盛开的牡丹，叶片环绕，盘沿为缠枝莲纹，灰蓝色背景'),
    Scene('03-plate.webp', (1280, 1024), WALNUT, WALNUT, None, _plate(_lattice_plate, 0.46), S + '深棕色桌面上的圆盘，盘心一朵荷花，外绕如意云头纹，盘沿为菱格锦地纹'),
    Scene('04-plate.jpg', (1024, 1280), CELADON, CELADON, None, _plate(_carp_plate, 0.46), S + '圆盘中两条鲤鱼首尾相逐，水草摇曳，盘沿为回纹，淡青色背景，竖幅'),
    Scene('05-plate.webp', (1152, 896), ROSE, ROSE, None, _plate(_pond_plate, 0.46), S + '圆盘中绘荷塘，三朵荷花与荷叶立于水面，盘沿为莲瓣纹，浅粉褐色背景'),
    Scene('06-plate.png', (896, 896), INK, INK, None, _plate(_chrysanthemum_plate), S + '圆盘中心一朵层层绽放的菊花，外围放射状的蕉叶纹，墨蓝色背景'),
    Scene('07-plate.webp', (1024, 1024), SAND, SAND, None, _plate(_landscape_plate), S + '圆盘中绘山水，远山层叠，岸边有亭与松树，一叶小舟泊于水上，盘沿为如意云头纹'),
    Scene('08-plates.jpg', (1536, 1024), WALNUT, WALNUT, None, _two_plates, S + '一大一小两只盘子叠放在深色木桌上，大盘绘梅枝与缠枝纹，小盘绘菊花与海水纹'),
    Scene('09-vase.jpg', (768, 1536), PEARL, SAND, 0.82, _vessel(MEIPING, 0.8, 0.14, _meiping), S + '修长的梅瓶，腹部绘牡丹花叶，肩部为如意云头纹，近足处为莲瓣纹，浅灰背景'),
    Scene('10-vase.png', (768, 1152), CELADON, LINEN, 0.8, _vessel(PEAR, 0.78, 0.15, _pear), S + '玉壶春瓶，长颈饰蕉叶纹，颈下一道回纹，圆腹绘缠枝莲，淡青色背景'),
    Scene('11-vase.webp', (768, 1344), ROSE, WALNUT, 0.82, _vessel(GOURD, 0.8, 0.15, _gourd), S + '葫芦瓶，上下两节圆腹均绘缠枝花卉，束腰处一圈回纹，粉褐色墙面与木桌'),
    Scene('12-vase.jpg', (896, 1344), SLATE, INK, 0.82, _vessel(GLOBE, 0.8, 0.15, _globe_dragon), S + '天球瓶，球形腹上一条巨龙在云间逐珠，直颈饰蕉叶纹，近足处为海浪，深色背景'),
    Scene('13-flask.png', (896, 1152), LINEN, SAND, 0.82, _vessel(FLASK, 0.78, 0.13, _flask), S + '圆腹瓶，正面圆形开光内绘山水亭松与小舟，短颈饰蕉叶纹，米色背景'),
    Scene('14-beaker.png', (768, 1280), PEARL, CELADON, 0.83, _vessel(BEAKER, 0.78, 0.16, _beaker), S + '撇口花觚，上下饰长蕉叶纹，中部绘缠枝花，间以回纹，浅灰与淡青背景'),
    Scene('15-vase.jpg', (832, 1472), SAND, WALNUT, 0.82, _vessel(GARLIC, 0.82, 0.13, _garlic), S + '蒜头瓶，细长颈绘蕉叶，蒜头形瓶口饰莲瓣，圆腹绘荷花，暖黄色背景'),
    Scene('16-vase.webp', (768, 1408), CELADON, SLATE, 0.83, _vessel(ROULEAU, 0.8, 0.13, _rouleau), S + '棒槌瓶，筒形瓶身绘三竿修竹，肩部为菱格锦地纹，颈部饰如意云头，青灰背景'),
    Scene('17-jar.png', (1024, 896), SAND, ROSE, 0.76, _vessel(GUAN, 0.7, 0.2, _guan, 0.84), S + '宽肩大罐，罐身绘两条鲤鱼游于水草之间，肩部为如意云头纹，足部为莲瓣纹'),
    Scene('18-jar.webp', (896, 1280), INK, WALNUT, 0.82, _vessel(GENERAL, 0.82, 0.15, _general, 0.89, True), S + '带盖将军罐，宝珠钮圆盖绘缠枝纹，罐身绘大朵牡丹，墨蓝色墙面与深色木桌'),
    Scene('19-jar.jpg', (960, 1152), PEARL, LINEN, 0.8, _vessel(GINGER, 0.76, 0.18, _ginger, 0.87, True), S + '蓝地冰梅纹盖罐，深蓝底上留白的梅花与枝条，盖上饰如意云头纹，素净背景'),
    Scene('20-waterpot.png', (1152, 768), LINEN, WALNUT, 0.7, _vessel(WATERPOT, 0.52, 0.24, _waterpot, 0.78), S + '矮圆的水盂，腹部一周缠枝莲纹，口沿下为回纹，摆在深色木桌上，横幅'),
    Scene('21-bowl.jpg', (1536, 768), CELADON, SAND, 0.66, _vessel(BOWL, 0.58, 0.26, _wave_bowl, 0.82), S + '敞口大碗，外壁绘层层海水与祥云，口沿一圈回纹，宽幅构图，淡青背景'),
    Scene('22-bowl.png', (1088, 832), ROSE, LINEN, 0.7, _vessel(DEEPBOWL, 0.56, 0.28, _lotus_bowl, 0.8), S + '深腹碗，外壁绘缠枝莲，下部一周莲瓣纹，可见白净的碗内壁，浅色桌面'),
    Scene('23-stemcup.webp', (896, 1024), SLATE, PEARL, 0.8, _vessel(STEMCUP, 0.68, 0.22, _stemcup, 0.86), S + '高足杯，杯身绘一枝梅花与两侧修竹，高足饰倒垂蕉叶纹，灰蓝墙面'),
    Scene('24-still-life.webp', (1536, 864), LINEN, WALNUT, 0.66, _still_life, S + '静物：玉壶春瓶、冰梅纹盖罐与一只小茶杯陈设于木桌上，柔和的侧光'),
]
