"""A pen that draws filled, outlined shapes in units of half a head, wherever the figure stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """The colour that far on the way from a to b."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b))


def dark(colour: Colour, share: float = 0.35) -> Colour:
    return mix(colour, (30, 22, 44), share)


def light(colour: Colour, share: float = 0.35) -> Colour:
    return mix(colour, (255, 252, 246), share)


def curve(points: list[Point], closed: bool, steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    n = len(points)
    at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    out: list[Point] = []
    for i in range(n if closed else n - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = at(i - 1), at(i), at(i + 1), at(i + 2)
        for k in range(steps):
            t = k / steps
            u, v, w = t, t * t, t * t * t
            out.append((
                bx + (cx - ax) * u / 2 + (2 * ax - 5 * bx + 4 * cx - dx) * v / 2 + (3 * bx - ax - 3 * cx + dx) * w / 2,
                by + (cy - ay) * u / 2 + (2 * ay - 5 * by + 4 * cy - dy) * v / 2 + (3 * by - ay - 3 * cy + dy) * w / 2,
            ))
    return out if closed else [*out, points[-1]]


@dataclass(frozen=True)
class Pen:
    """Half a head is `unit` pixels, the middle of the head is at (x, y); `side` -1 mirrors."""

    picture: Image.Image
    x: float
    y: float
    unit: float
    side: int = 1

    @property
    def paper(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.picture)

    def mirrored(self) -> Pen:
        return Pen(self.picture, self.x, self.y, self.unit, -self.side)

    def place(self, points: Iterable[Point]) -> list[Point]:
        return [(self.x + self.side * px * self.unit, self.y + py * self.unit) for px, py in points]

    def shape(self, points: list[Point], fill: Colour, smooth: bool = True, edge: float = 0.035) -> None:
        """A filled shape with an edge of its own darker colour; no edge where its width is 0."""
        path = self.place(curve(points, True) if smooth else points)
        self.paper.polygon(path, fill=fill)
        if edge > 0:
            width = max(2, round(edge * self.unit))
            self.paper.line([*path, path[0], path[1]], fill=dark(fill, 0.5), width=width, joint='curve')

    def line(self, points: list[Point], colour: Colour, width: float, smooth: bool = True) -> None:
        path = self.place(curve(points, False) if smooth else points)
        wide = max(2, round(width * self.unit))
        self.paper.line(path, fill=colour, width=wide, joint='curve')
        for px, py in (path[0], path[-1]):
            r = wide / 2 - 0.5
            self.paper.ellipse((px - r, py - r, px + r, py + r), fill=colour)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour, edge: float = 0.0) -> None:
        [(px, py)] = self.place([(x, y)])
        box = (px - rx * self.unit, py - ry * self.unit, px + rx * self.unit, py + ry * self.unit)
        width = max(2, round(edge * self.unit)) if edge > 0 else 0
        self.paper.ellipse(box, fill=fill, outline=dark(fill, 0.5) if edge > 0 else None, width=width)
