"""Ornament that runs round a vessel. Drawing space: s in 0..1 once round, t in 0..1 across the band, 1 outwards or up."""

from __future__ import annotations

import math

from porcelain.brush import Brush, Point, arc, smooth, spiral, stroke, wash


def ring(brush: Brush, t: float, width: float = 1.0, density: int = 205) -> None:
    """A line all the way round."""
    stroke(brush, [(i / 360, t) for i in range(361)], width, density)


def tint(brush: Brush, low: float, high: float, density: int) -> None:
    """A flat wash all the way round."""
    for i in range(240):
        a, b = i / 240, (i + 1.2) / 240
        # In steps, so that the wash follows the belly.
        for k in range(24):
            bottom, top = (low + (high - low) * share / 24 for share in (k, k + 1.2 if k < 23 else 24))
            wash(brush, [(a, bottom), (b, bottom), (b, top), (a, top)], density)


def fret(brush: Brush, count: int) -> None:
    """回纹: squared spirals."""
    path = [(0, 0.1), (0.86, 0.1), (0.86, 0.9), (0.14, 0.9), (0.14, 0.32), (0.62, 0.32), (0.62, 0.66), (0.36, 0.66)]
    for i in range(count):
        stroke(brush, _dense([((i + u) / count, v) for u, v in path]), 0.9, 200)


def waves(brush: Brush, count: int, rows: int = 3) -> None:
    """海水纹: overlapping scales of concentric arcs."""
    for row in reversed(range(rows)):
        for i in range(count):
            middle, base = i + 0.5 * (row % 2), row / rows
            for k, (r, d) in enumerate(((1.0, 190), (0.72, 150), (0.45, 120))):
                scale = arc(middle / count, base, 0.5 * r / count, 1.55 * r / rows, 0, math.pi, 18)
                wash(brush, scale, (26, 14, 60)[k])
                stroke(brush, scale, 0.8, d)


def petals(brush: Brush, count: int, up: bool = True) -> None:
    """莲瓣纹: a row of lotus panels, each with a spiral inside."""
    for i in range(count):
        def point(u: float, v: float, i: int = i) -> Point:
            return ((i + 0.5 + u) / count, v if up else 1 - v)

        outer = smooth([(-0.45, 0), (-0.45, 0.55), (-0.34, 0.82), (0, 1), (0.34, 0.82), (0.45, 0.55), (0.45, 0)], 8)
        inner = [(u * 0.72, v * 0.84) for u, v in outer]
        wash(brush, (point(*p) for p in outer), 30)
        wash(brush, (point(*p) for p in inner), 105)
        stroke(brush, (point(*p) for p in outer), 1.2, 215)
        stroke(brush, (point(*p) for p in inner), 0.7, 185)
        eye = [(u, 0.34 + v) for u, v in spiral(0, 0, 0.2, 1.3, -math.pi / 2)]
        wash(brush, (point(*p) for p in arc(0, 0.34, 0.23, 0.23, 0, 2 * math.pi)), 12)
        stroke(brush, (point(*p) for p in eye), 0.8, 210)


def leaves(brush: Brush, count: int, up: bool = True) -> None:
    """蕉叶纹: tall plantain leaves with a midrib and veins, a second row peeping out behind."""
    outline = smooth([(-0.46, 0), (-0.4, 0.35), (-0.2, 0.75), (0, 1), (0.2, 0.75), (0.4, 0.35), (0.46, 0)], 8)
    for shift, scale, pale in ((0.5, 0.82, 60), (0.0, 1.0, 24)):
        for i in range(count):
            def point(u: float, v: float, i: int = i, shift: float = shift, scale: float = scale) -> Point:
                return ((i + 0.5 + shift + u) / count, v * scale if up else 1 - v * scale)

            wash(brush, (point(*p) for p in outline), pale)
            stroke(brush, (point(*p) for p in outline), 1.1, 210)
            if shift:
                continue
            wash(brush, (point(*p) for p in [(-0.07, 0), (0, 0.9), (0.07, 0)]), 150)
            for k in range(1, 8):
                v = k * 0.105
                for side in (-1, 1):
                    reach = 0.34 * (1 - v) ** 0.75
                    stroke(brush, [point(side * 0.06 * (1 - v), v), point(side * reach, v + 0.12)], 0.7, 165)


def ruyi(brush: Brush, count: int, up: bool = True) -> None:
    """如意云头纹: trefoil cloud heads with curled shoulders."""
    half = [(0, 1), (0.16, 0.8), (0.3, 0.72), (0.46, 0.5), (0.36, 0.24), (0.18, 0.24), (0.2, 0.05)]
    outline = smooth([*half, *((-u, v) for u, v in reversed(half[1:]))], 8)
    for i in range(count):
        def point(u: float, v: float, i: int = i) -> Point:
            return ((i + 0.5 + u) / count, v if up else 1 - v)

        wash(brush, (point(*p) for p in outline), 95)
        wash(brush, (point(u * 0.68, 0.12 + v * 0.7) for u, v in outline), 22)
        stroke(brush, (point(*p) for p in outline), 1.2, 215)
        for side in (-1, 1):
            curl = [(side * u, v) for u, v in spiral(0.2, 0.44, 0.13, 1.1, -0.6)]
            stroke(brush, (point(*p) for p in curl), 0.8, 190)


def lattice(brush: Brush, count: int) -> None:
    """锦地纹: a diaper of crossing lines with a dot in each lozenge."""
    for i in range(count):
        for a, b in ((0, 1), (1, 0)):
            stroke(brush, _dense([((i + a) / count, 0), ((i + b) / count, 1)]), 0.6, 165)
        for u, v in ((0.5, 0.84), (0.5, 0.16), (0.0, 0.5)):
            wash(brush, [((i + u + 0.12 * c) / count, v + 0.1 * d) for c, d in ((0, 1), (1, 0), (0, -1), (-1, 0))], 190)


def scroll(brush: Brush, count: int) -> None:
    """缠枝纹: a vine in waves with curled tendrils, leaves and a flower in every bend; `count` must be even."""
    vine = [(i / 480, 0.5 + 0.27 * math.sin(math.pi * count * i / 480)) for i in range(481)]
    for i in range(count):
        hand = 1 if i % 2 == 0 else -1
        flower(brush, (i + 0.5) / count, 0.5 - hand * 0.17, 0.24 / count, 0.25, hand)
        for u, r, turns in ((0.02, 0.17, 1.3), (0.98, 0.17, 1.3)):
            side = 1 if u < 0.5 else -1
            curl = spiral(0, 0, r, turns, math.pi / 2 * hand, -side * hand)
            stroke(brush, (((i + u + side * 0.1 + x) / count, 0.5 - hand * 0.3 + y * 1.1) for x, y in curl), 0.8, 185)
        for u in (0.22, 0.5, 0.78):
            base = 0.5 + 0.27 * hand * math.sin(math.pi * u)
            tip = [(0, 0), (-0.1, hand * 0.1), (-0.03, hand * 0.25), (0.09, hand * 0.1)]
            shape = smooth([((i + u + x) / count, base + y * 0.8) for x, y in tip], 6, closed=True)
            wash(brush, shape, 175)
    stroke(brush, vine, 1.3, 205)


def flower(brush: Brush, s: float, t: float, rs: float, rt: float, hand: int = 1) -> None:
    """A small scrolling lotus: seven petals round a dark heart; `rs` and `rt` are its half sizes."""
    for k in range(7):
        a = (k - 3) * 0.62
        x, y = math.sin(a), math.cos(a) * hand
        side = (y, -x)
        shape = [(0.25, -0.1), (0.6, -0.34), (1.0, -0.1), (1.12, 0), (1.0, 0.1), (0.6, 0.34), (0.25, 0.1)]
        petal = smooth([(s + rs * (x * f + side[0] * w), t + rt * (y * f + side[1] * w)) for f, w in shape], 4)
        wash(brush, petal, 80 if k % 2 else 120)
        stroke(brush, petal, 0.7, 200)
    heart = arc(s, t, rs * 0.3, rt * 0.3, 0, 2 * math.pi)
    wash(brush, heart, 210)


def _dense(corners: list[Point]) -> list[Point]:
    return [
        (a[0] + (b[0] - a[0]) * k / 6, a[1] + (b[1] - a[1]) * k / 6) for a, b in zip(corners, corners[1:]) for k in range(7)
    ]
