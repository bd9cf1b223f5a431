"""A brush that lays cobalt as density (0 none, 255 deepest) through any mapping from drawing space to pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PIL import ImageDraw

Point = tuple[float, float]
# None: the point lies on the side of the vessel that nobody sees.
Frame = Callable[[float, float], Point | None]


@dataclass(frozen=True)
class Brush:
    """`frame` maps drawing space to pixels; `unit` is the width in pixels of a stroke of width 1."""

    draw: ImageDraw.ImageDraw
    frame: Frame
    unit: float

    def at(self, x: float, y: float, size: float, turn: float = 0.0, flip: bool = False) -> Brush:
        """The same brush in a space centred on (x, y), `size` units large, turned by `turn` radians."""
        cos, sin, sign = math.cos(turn) * size, math.sin(turn) * size, -1.0 if flip else 1.0
        outer = self.frame
        return Brush(
            self.draw,
            lambda u, v: outer(x + cos * u * sign - sin * v, y + sin * u * sign + cos * v),
            self.unit,
        )


def smooth(points: Sequence[Point], steps: int = 12, closed: bool = False) -> list[Point]:
    """A Catmull-Rom curve through all the points."""
    n = len(points)
    out: list[Point] = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = (
            points[j % n] if closed else points[min(max(j, 0), n - 1)] for j in (i - 1, i, i + 1, i + 2)
        )
        for k in range(steps):
            t = k / steps
            out.append(tuple(_catmull(a, b, c, d, t) for a, b, c, d in zip(p0, p1, p2, p3)))  # type: ignore[arg-type]
    return out if closed else [*out, points[-1]]


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def stroke(
    brush: Brush, points: Iterable[Point], width: float = 1.0, density: int = 205, taper: tuple[float, float] = (1, 1)
) -> None:
    """One pull of the brush; `taper` is the share of the width left at the two ends, full in the middle."""
    mapped = [brush.frame(*p) for p in points]
    last = max(len(mapped) - 1, 1)
    before: Point | None = None
    for i, point in enumerate(mapped):
        if point is not None:
            t = i / last
            end = taper[0] if t < 0.5 else taper[1]
            swell = end + (1 - end) * math.sin(math.pi * min(max(t, 0), 1)) ** 0.6 if end < 1 else 1.0
            half = max(brush.unit * width * swell / 2, 0.55)
            if before is not None:
                brush.draw.line([before, point], fill=density, width=max(1, round(half * 2)))
            x, y = point
            brush.draw.ellipse((x - half, y - half, x + half, y + half), fill=density)
        before = point


def wash(brush: Brush, points: Iterable[Point], density: int = 70) -> None:
    """A filled area, pale unless told otherwise."""
    mapped = [p for p in (brush.frame(*q) for q in points) if p is not None]
    if len(mapped) > 2:
        brush.draw.polygon(mapped, fill=density)


def dot(brush: Brush, x: float, y: float, width: float, density: int = 220) -> None:
    """A round touch of the brush, `width` in stroke widths."""
    stroke(brush, [(x, y)], width, density)


def spiral(x: float, y: float, radius: float, turns: float, start: float, hand: int = 1) -> list[Point]:
    """A spiral running inwards from `radius` at the angle `start`."""
    steps = max(8, round(turns * 22))
    return [
        (x + r * math.cos(a), y + r * math.sin(a))
        for r, a in (
            (radius * (1 - 0.9 * i / steps), start + hand * 2 * math.pi * turns * i / steps) for i in range(steps + 1)
        )
    ]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 24) -> list[Point]:
    """Part of an ellipse, angles in radians."""
    angles = (start + (end - start) * i / steps for i in range(steps + 1))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def leaf(x: float, y: float, angle: float, length: float, width: float, bend: float = 0.0) -> list[Point]:
    """The outline of a pointed leaf that starts at (x, y) and grows towards `angle`."""
    cos, sin = math.cos(angle), math.sin(angle)
    side = [(t, math.sin(math.pi * t**0.8) * width / 2) for t in (i / 14 for i in range(15))]
    outline = [*side, *((t, -w) for t, w in reversed(side))]
    return [
        (x + length * (t * cos - (w + bend * t * t) * sin), y + length * (t * sin + (w + bend * t * t) * cos))
        for t, w in outline
    ]
