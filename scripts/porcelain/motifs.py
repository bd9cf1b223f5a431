"""Pictures painted in the middle of a plate or on a belly. Drawing space: about -1..1 both ways, y up."""

from __future__ import annotations

import math
from random import Random

from porcelain.brush import Brush, Point, arc, dot, leaf, smooth, spiral, stroke, wash

TAU = 2 * math.pi


def dragon(brush: Brush, spine: list[Point], girth: float) -> None:
    """A scaled dragon along `spine`, from tail to head, `girth` its half thickness in drawing units."""
    path = smooth(spine, 26)
    last = len(path) - 1
    sides: list[tuple[Point, Point, Point]] = []
    for i, (x, y) in enumerate(path):
        (ax, ay), (bx, by) = path[max(i - 2, 0)], path[min(i + 2, last)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length, (bx - ax) / length
        t = i / last
        w = girth * min(1.0, 0.12 + 1.9 * t) * (1 - 0.3 * max(0.0, t - 0.75) / 0.25)
        sides.append(((x + nx * w, y + ny * w), (x - nx * w, y - ny * w), (nx, ny)))
    for i in range(6, last - 8, 5):
        (lx, ly), _, (nx, ny) = sides[i]
        (mx, my), _, _ = sides[min(i + 6, last)]
        fin = girth * (0.25 + 0.35 * i / last)
        wash(brush, [(lx, ly), (lx + nx * fin - (mx - lx) * 0.5, ly + ny * fin - (my - ly) * 0.5), (mx, my)], 190)
    for where, sign in ((0.34, 1), (0.4, -1), (0.72, 1), (0.78, -1)):
        _leg(brush, path, sides, int(where * last), girth, sign)
    # Piece by piece along the spine, so that a coil lies over what it crosses.
    for i in range(last):
        wash(brush, [sides[i][0], sides[i + 1][0], sides[i + 1][1], sides[i][1]], 74)
        if i % 3 == 0 and 4 < i < last - 3:
            _scales(brush, path, sides, i, girth)
        for side in (0, 1):
            stroke(brush, [sides[i][side], sides[i + 1][side]], 1.0, 220)
    _head(brush, path, girth)


def _scales(brush: Brush, path: list[Point], sides: list[tuple[Point, Point, Point]], i: int, girth: float) -> None:
    (lx, ly), (rx, ry), (nx, ny) = sides[i]
    width = math.hypot(lx - rx, ly - ry)
    heading = math.atan2(-nx, ny)
    for k in range(4):
        f = (k + (0.5 if i % 2 else 0.25)) / 4
        cx, cy = lx + (rx - lx) * f, ly + (ry - ly) * f
        bow = arc(0, 0, width * 0.13, width * 0.14, heading + 1.9, heading + 4.4, 6)
        stroke(brush, ((cx + x, cy + y) for x, y in bow), 0.55, 185)


def _leg(
    brush: Brush, path: list[Point], sides: list[tuple[Point, Point, Point]], i: int, girth: float, sign: int
) -> None:
    x, y = path[i]
    nx, ny = (c * sign for c in sides[i][2])
    hx, hy = ny * sign, -nx * sign
    knee = (x + nx * girth * 1.9 - hx * girth * 0.9, y + ny * girth * 1.9 - hy * girth * 0.9)
    foot = (knee[0] + nx * girth * 0.7 + hx * girth * 1.3, knee[1] + ny * girth * 0.7 + hy * girth * 1.3)
    limb = smooth([(x, y), knee, foot], 10)
    for r, d in ((0.62, 215), (0.45, 90)):
        for k, (lx, ly) in enumerate(limb):
            w = girth * r * (1 - 0.5 * k / len(limb))
            wash(brush, arc(lx, ly, w, w, 0, TAU, 10), d)
    turn = math.atan2(hy + ny * 0.6, hx + nx * 0.6)
    for k in range(4):
        a = turn + (k - 1.5) * 0.62
        claw = [foot, (foot[0] + math.cos(a) * girth * 0.7, foot[1] + math.sin(a) * girth * 0.7)]
        claw.append((claw[1][0] + math.cos(a - 0.7) * girth * 0.32, claw[1][1] + math.sin(a - 0.7) * girth * 0.32))
        stroke(brush, smooth(claw, 5), 1.5, 225, (1, 0.25))
    for k in range(3):
        hair = [knee, (knee[0] - hx * girth * (0.7 + 0.3 * k) + nx * girth * 0.3 * k, knee[1] - hy * girth * (0.7 + 0.3 * k))]
        stroke(brush, hair, 0.9, 190, (1, 0.3))


def _head(brush: Brush, path: list[Point], girth: float) -> None:
    (ax, ay), (bx, by) = path[-8], path[-1]
    turn = math.atan2(by - ay, bx - ax)
    # The jaw hangs to the belly side: keep the head upright for a viewer.
    b = brush.at(bx, by, girth * 2.1, turn, flip=False)
    if math.cos(turn) < 0:
        b = Brush(b.draw, lambda u, v, f=b.frame: f(u, -v), b.unit)
    for k in range(8):
        a = 1.75 + k * 0.36
        mane = [(-0.1, 0.1), (0.2 + 0.75 * math.cos(a), 0.75 * math.sin(a)), (-0.2 + 1.25 * math.cos(a + 0.25), 1.2 * math.sin(a + 0.25))]
        stroke(b, smooth(mane, 7), 1.5, 195, (1, 0.2))
    for rise in (0.0, 0.22):
        horn = smooth([(-0.05, 0.38 + rise), (-0.45, 0.72 + rise), (-0.95, 0.8 + rise), (-1.25, 1.05 + rise)], 7)
        stroke(b, horn, 2.4, 225, (1, 0.25))
        stroke(b, smooth([(-0.5, 0.74 + rise), (-0.6, 1.0 + rise), (-0.5, 1.18 + rise)], 6), 1.4, 225, (1, 0.2))
    upper = [(-0.4, 0.4), (0.0, 0.55), (0.3, 0.42), (0.62, 0.34), (0.85, 0.5), (1.08, 0.36), (1.02, 0.1), (0.6, 0.06), (0.25, -0.05)]
    lower = [(0.25, -0.05), (0.6, -0.18), (0.88, -0.2), (0.82, -0.42), (0.4, -0.48), (0.0, -0.42), (-0.4, -0.3)]
    skull = smooth([*upper, *lower[1:]], 6, closed=True)
    wash(b, skull, 88)
    stroke(b, [*skull, skull[0]], 1.1, 228)
    for x in (0.5, 0.66, 0.82):
        wash(b, [(x, 0.08), (x + 0.08, 0.08), (x + 0.03, -0.06)], 4)
    wash(b, arc(0.24, 0.3, 0.14, 0.12, 0, TAU, 14), 0)
    stroke(b, arc(0.24, 0.3, 0.14, 0.12, 0, TAU, 14), 0.9, 228)
    dot(b, 0.27, 0.3, 1.8, 240)
    stroke(b, smooth([(0.05, 0.45), (0.25, 0.54), (0.45, 0.42)], 5), 1.6, 225, (0.4, 0.4))
    for bend in (0.0, 0.25):
        whisker = smooth([(0.98, 0.2), (1.4, 0.05 + bend), (1.7, 0.4 + bend), (2.1, 0.25 + bend)], 8)
        stroke(b, whisker, 1.1, 215, (1, 0.25))
    for k in range(4):
        stroke(b, smooth([(0.1 + 0.18 * k, -0.45), (0.12 + 0.16 * k, -0.75), (-0.1 + 0.16 * k, -1.0)], 5), 1.0, 205, (1, 0.2))


def pearl(brush: Brush, x: float, y: float, size: float) -> None:
    """火珠: the pearl with tongues of flame."""
    b = brush.at(x, y, size)
    for k in range(9):
        a = 0.35 + k * 0.3
        tongue = leaf(math.cos(a) * 0.9, math.sin(a) * 0.9, a + 0.5, 1.0 + 0.5 * math.sin(k * 2.1), 0.3, 0.35)
        wash(b, tongue, 130)
        stroke(b, tongue, 0.6, 205)
    wash(b, arc(0, 0, 0.95, 0.95, 0, TAU), 0)
    stroke(b, arc(0, 0, 0.95, 0.95, 0, TAU), 1.2, 225)
    stroke(b, spiral(0, 0, 0.65, 1.6, 0.4), 1.0, 205)


def cloud(brush: Brush, x: float, y: float, size: float, flip: bool = False) -> None:
    """祥云: three curls and a trailing tail."""
    b = brush.at(x, y, size, 0, flip)
    tail = smooth([(0.35, -0.25), (0.9, -0.35), (1.4, -0.1), (2.0, -0.28), (1.3, -0.42), (0.6, -0.55), (0, -0.5)], 8)
    wash(b, tail, 105)
    stroke(b, tail, 0.9, 195)
    for cx, cy, r, hand in ((-0.45, -0.1, 0.5, 1), (0.35, 0.0, 0.46, -1), (-0.02, 0.42, 0.48, 1)):
        wash(b, arc(cx, cy, r, r, 0, TAU), 62)
        stroke(b, arc(cx, cy, r, r, 0, TAU), 1.0, 200)
        stroke(b, spiral(cx, cy, r * 0.72, 1.2, 1.2, hand), 0.8, 180)


def peony(brush: Brush, x: float, y: float, size: float, seed: int = 1) -> None:
    """牡丹: ruffled petals in four rounds, darker towards the heart."""
    rng = Random(seed)
    b = brush.at(x, y, size, rng.uniform(0, TAU))
    for round_, (radius, count) in enumerate(((1.0, 9), (0.74, 8), (0.5, 7), (0.28, 5))):
        for k in range(count):
            a = TAU * (k + 0.5 * (round_ % 2)) / count + rng.uniform(-0.08, 0.08)
            half = math.pi / count * 1.25
            edge = [
                (
                    radius * (1 + 0.07 * math.cos(9 * u) - 0.16 * abs(u) ** 2.2) * math.cos(a + half * u),
                    radius * (1 + 0.07 * math.cos(9 * u) - 0.16 * abs(u) ** 2.2) * math.sin(a + half * u),
                )
                for u in (i / 10 for i in range(-10, 11))
            ]
            root = (radius * 0.25 * math.cos(a), radius * 0.25 * math.sin(a))
            wash(b, [root, *edge], 42 + 26 * round_)
            inner = [(root[0] + (p[0] - root[0]) * 0.6, root[1] + (p[1] - root[1]) * 0.6) for p in edge]
            wash(b, [root, *inner], 80 + 28 * round_)
            stroke(b, [root, *edge, root], 0.9, 215)
    for k in range(12):
        a = TAU * k / 12
        dot(b, 0.13 * math.cos(a), 0.13 * math.sin(a), 1.7, 232)


def foliage(brush: Brush, x: float, y: float, angle: float, size: float) -> None:
    """A leaf with three points and veins."""
    for bend, length in ((-0.75, 0.72), (0.75, 0.72), (0.0, 1.0)):
        blade = leaf(x, y, angle + bend, size * length, 0.42)
        wash(brush, blade, 128)
        stroke(brush, blade, 0.8, 215)
        tip = (x + math.cos(angle + bend) * size * length * 0.85, y + math.sin(angle + bend) * size * length * 0.85)
        stroke(brush, [(x, y), tip], 0.7, 225, (1, 0.3))


def lotus(brush: Brush, x: float, y: float, size: float) -> None:
    """荷花: a lotus seen from the side."""
    b = brush.at(x, y, size)
    for k in (-4, 4, -3, 3, -2, 2, -1, 1, 0):
        a = math.pi / 2 + k * 0.36
        petal = leaf(0, -0.35, a, 1.25 - 0.05 * abs(k), 0.5 - 0.02 * abs(k))
        wash(b, petal, 34 + 5 * abs(k))
        wash(b, [(u * 1.0 + 0.55 * math.cos(a), v + 0.55 * math.sin(a)) for u, v in leaf(0, -0.35, a, 0.6, 0.4)], 118)
        stroke(b, petal, 1.0, 215)
        for w in (-0.12, 0.0, 0.12):
            vein = [(math.cos(a + w) * f, -0.35 + math.sin(a + w) * f) for f in (0.35, 0.6, 0.85)]
            stroke(b, vein, 0.5, 165)


def lotus_leaf(brush: Brush, x: float, y: float, size: float, tilt: float = 0.45) -> None:
    """荷叶: a round leaf in perspective with ribs from its navel."""
    b = brush.at(x, y, size)
    rim = [(math.cos(a) * (1 + 0.06 * math.sin(5 * a)), math.sin(a) * tilt * (1 + 0.12 * math.sin(7 * a))) for a in (TAU * i / 70 for i in range(71))]
    wash(b, rim, 118)
    stroke(b, rim, 1.1, 218)
    for k in range(14):
        a = TAU * k / 14
        stroke(b, [(0.1 * math.cos(a), 0.05 + 0.1 * tilt * math.sin(a)), (0.85 * math.cos(a), 0.85 * tilt * math.sin(a))], 0.8, 205, (1, 0.4))


def carp(brush: Brush, x: float, y: float, size: float, turn: float, flip: bool = False) -> None:
    """鲤鱼: a carp with scales, fins and a forked tail, its head towards `turn`."""
    b = brush.at(x, y, size, turn, False)
    if flip:
        b = Brush(b.draw, lambda u, v, f=b.frame: f(u, -v), b.unit)
    bend = lambda u: 0.22 * (u - 0.1) ** 2  # noqa: E731
    half = lambda u: 0.36 * math.sqrt(max(0.0, (1 - u) * (u + 0.85))) * (0.75 + 0.25 * (u + 1))  # noqa: E731
    xs = [-0.8 + 1.8 * i / 40 for i in range(41)]
    for tip in ((-1.65, 0.62), (-1.72, 0.12)):
        tail = smooth([(-0.74, bend(-0.74)), (-1.15, tip[1] * 0.55 + 0.12), tip, (-1.3, 0.36), (-0.74, bend(-0.74))], 8)
        wash(b, tail, 130)
        stroke(b, tail, 0.9, 215)
    for base, tip, back in ((0.25, (-0.3, 0.78), -0.4), (0.3, (-0.05, -0.72), 0.02), (-0.35, (-0.7, -0.4), -0.5)):
        up = 1 if tip[1] > 0 else -1
        fin = smooth([(base, bend(base) + up * half(base) * 0.9), tip, (back, bend(back) + up * half(back) * 0.9)], 8)
        wash(b, fin, 130)
        stroke(b, fin, 0.9, 215)
    body = [*((u, bend(u) + half(u)) for u in xs), *((u, bend(u) - half(u)) for u in reversed(xs))]
    wash(b, body, 58)
    wash(b, [*((u, bend(u) + half(u)) for u in xs), *((u, bend(u) + half(u) * 0.25) for u in reversed(xs))], 112)
    for i in range(11):
        u = -0.66 + i * 0.115
        for k in range(-3, 4):
            f = (k + 0.5 * (i % 2)) / 3.6
            if abs(f) < 0.95:
                stroke(b, [(u + px, bend(u) + half(u) * f + py) for px, py in arc(0, 0, 0.07, 0.08, 1.7, 4.6, 8)], 0.6, 195)
    stroke(b, [*body, body[0]], 1.2, 225)
    stroke(b, [(0.62 + px, bend(0.6) + py) for px, py in arc(0, 0, 0.1, 0.26, 1.9, 4.4, 12)], 1.1, 220)
    wash(b, arc(0.8, bend(0.8) + 0.07, 0.06, 0.06, 0, TAU, 12), 0)
    stroke(b, arc(0.8, bend(0.8) + 0.07, 0.06, 0.06, 0, TAU, 12), 0.8, 225)
    dot(b, 0.8, bend(0.8) + 0.07, 1.5, 240)
    stroke(b, smooth([(0.98, 0.14), (1.12, 0.02), (1.1, -0.12)], 5), 0.8, 205, (1, 0.3))


def plum(brush: Brush, x: float, y: float, size: float, seed: int) -> None:
    """梅枝: a gnarled branch that rises through the space, with blossoms and buds."""
    rng = Random(seed)
    b = brush.at(x, y, size)
    trunk = smooth([(-0.8, -1.05), (-0.35, -0.55), (-0.5, -0.1), (0.05, 0.25), (0.0, 0.6), (0.5, 0.95)], 10)
    twigs = [
        smooth([(-0.42, -0.3), (-0.75, 0.1), (-0.7, 0.5)], 8),
        smooth([(0.0, 0.2), (0.45, 0.15), (0.85, 0.42)], 8),
        smooth([(-0.4, -0.6), (0.1, -0.55), (0.5, -0.3), (0.8, -0.4)], 8),
        smooth([(0.0, 0.55), (-0.3, 0.75), (-0.35, 1.0)], 8),
    ]
    for k, (tx, ty) in enumerate(trunk):
        w = 0.1 * (1 - 0.75 * k / len(trunk)) * rng.uniform(0.85, 1.15)
        wash(b, arc(tx, ty, w, w, 0, TAU, 12), 185 if k % 3 else 215)
    for twig in twigs:
        stroke(b, twig, 3.2, 210, (1.0, 0.25))
    for path in (trunk, *twigs):
        for k in range(7, len(path), 6):
            px, py = path[k]
            a = rng.uniform(0, TAU)
            px, py = px + 0.1 * math.cos(a), py + 0.1 * math.sin(a)
            if rng.random() < 0.72:
                blossom(b, px, py, rng.uniform(0.13, 0.19), rng.uniform(0, TAU))
            else:
                wash(b, arc(px, py, 0.05, 0.05, 0, TAU, 12), 150)


def blossom(brush: Brush, x: float, y: float, size: float, turn: float) -> None:
    """A plum blossom: five round petals left nearly white."""
    b = brush.at(x, y, size, turn)
    for k in range(5):
        a = TAU * k / 5
        petal = arc(0.55 * math.cos(a), 0.55 * math.sin(a), 0.44, 0.44, 0, TAU, 16)
        wash(b, petal, 22)
        stroke(b, petal, 0.8, 215)
    for k in range(10):
        a = TAU * (k + 0.5) / 10
        stroke(b, [(0, 0), (0.4 * math.cos(a), 0.4 * math.sin(a))], 0.5, 190)
        dot(b, 0.42 * math.cos(a), 0.42 * math.sin(a), 0.9, 225)


def bamboo(brush: Brush, x: float, y: float, size: float, seed: int) -> None:
    """竹: jointed stems and hanging sprays of leaves."""
    rng = Random(seed)
    b = brush.at(x, y, size)
    for sx, lean, thick in ((-0.35, 0.1, 3.6), (0.25, -0.06, 4.4), (0.6, 0.12, 2.6)):
        for k in range(6):
            v = -1.05 + 0.36 * k
            stroke(b, [(sx + lean * v + lean * 0.36 * f, v + 0.33 * f) for f in (0, 0.25, 0.5, 0.75, 1)], thick, 150)
            stroke(b, [(sx + lean * v - 0.05, v + 0.345), (sx + lean * v + 0.05, v + 0.345)], 1.2, 225)
            if k > 0:
                root, side = (sx + lean * v, v), rng.choice((-1, 1))
                tip = (root[0] + side * 0.28, root[1] + 0.16)
                stroke(b, [root, tip], 1.0, 210, (1, 0.5))
                for j in range(5):
                    blade = leaf(*tip, -math.pi / 2 + side * (0.95 - 0.42 * j), rng.uniform(0.3, 0.46), 0.2, side * 0.12)
                    wash(b, blade, rng.choice((150, 185, 215)))


def landscape(brush: Brush, x: float, y: float, size: float, seed: int) -> None:
    """山水: far and near hills, a pavilion under a pine, a boat on still water, a sun and birds."""
    rng = Random(seed)
    b = brush.at(x, y, size)
    for base, height, pale, shift in ((0.12, 0.62, 36, -0.25), (0.02, 0.48, 62, 0.42), (-0.08, 0.3, 96, -0.6)):
        ridge = [
            (-0.92 + 1.84 * i / 60, base + height * math.exp(-(((-0.92 + 1.84 * i / 60) - shift) / 0.34) ** 2)
             + 0.05 * math.sin(i * 0.9 + shift * 9) * height + rng.uniform(0, 0.02))
            for i in range(61)
        ]
        ridge = [(u, min(v, 0.02 + 0.92 * math.sqrt(max(0.0, 1 - u * u)))) for u, v in ridge]
        wash(b, [(-0.92, base - 0.05), *ridge, (0.92, base - 0.05)], pale)
        stroke(b, ridge, 1.0, min(pale + 100, 205))
        for i in range(4, 57, 3):
            u, v = ridge[i]
            if v > base + 0.1:
                stroke(b, [(u, v - 0.01), (u + 0.03, v - 0.1), (u + 0.02, v - 0.16)], 0.7, pale + 60, (1, 0.2))
    wash(b, arc(0.5, 0.68, 0.09, 0.09, 0, TAU), 105)
    for k in range(3):
        bx, by = -0.05 + 0.13 * k, 0.74 - 0.05 * (k % 2)
        stroke(b, smooth([(bx - 0.06, by + 0.03), (bx, by), (bx + 0.06, by + 0.03)], 5), 0.8, 200, (0.3, 0.3))
    bank = smooth([(-0.88, -0.4), (-0.5, -0.22), (-0.1, -0.3), (0.1, -0.45), (-0.2, -0.58), (-0.7, -0.62)], 8, closed=True)
    wash(b, bank, 122)
    stroke(b, bank, 0.9, 205)
    _pavilion(b.at(-0.42, -0.26, 0.3))
    _pine(b.at(-0.08, -0.34, 0.42), rng)
    for k in range(16):
        u, v = rng.uniform(-0.6, 0.7), rng.uniform(-0.92, -0.12)
        if u * u + v * v < 0.74:
            stroke(b, [(u, v), (u + 0.05, v + 0.008), (u + rng.uniform(0.1, 0.22), v)], 0.7, 120, (0.3, 0.3))
    boat = b.at(0.42, -0.5, 0.3)
    wash(boat, smooth([(-0.7, 0.12), (-0.4, -0.1), (0.35, -0.1), (0.75, 0.16)], 6), 205)
    wash(boat, arc(0.0, 0.03, 0.3, 0.3, 0, math.pi), 110)
    stroke(boat, arc(0.0, 0.03, 0.3, 0.3, 0, math.pi), 0.9, 215)
    stroke(boat, [(-0.5, 0.1), (-0.5, 0.75)], 0.9, 215)


def _pavilion(b: Brush) -> None:
    for px in (-0.42, 0.42, -0.14, 0.14):
        stroke(b, [(px, 0), (px, 0.6)], 1.0, 215)
    wash(b, [(-0.5, -0.03), (0.5, -0.03), (0.5, 0.08), (-0.5, 0.08)], 190)
    for rise, w in ((0.55, 0.72), (0.95, 0.46)):
        roof = smooth([(-w, rise + 0.06), (-w * 0.5, rise + 0.12), (-0.08, rise + 0.42), (0.08, rise + 0.42), (w * 0.5, rise + 0.12), (w, rise + 0.06)], 6)
        wash(b, roof, 180)
        stroke(b, [*roof, roof[0]], 0.9, 225)


def _pine(b: Brush, rng: Random) -> None:
    stroke(b, smooth([(0, -0.1), (0.12, 0.35), (-0.02, 0.7), (0.16, 1.15)], 8), 2.6, 220, (1, 0.4))
    for px, py, w in ((0.2, 0.5, 0.34), (-0.2, 0.72, 0.32), (0.28, 0.92, 0.3), (0.12, 1.2, 0.34)):
        pad = [(px + w * u, py + 0.1 * v) for u, v in arc(0, 0, 1, 1, 0, TAU, 20)]
        wash(b, pad, 150)
        for k in range(9):
            u = px - w + 2 * w * (k + 0.5) / 9
            stroke(b, [(u, py), (u + rng.uniform(-0.04, 0.04), py + 0.16)], 0.7, 215, (1, 0.4))


def chrysanthemum(brush: Brush, x: float, y: float, size: float, rounds: int = 4) -> None:
    """菊: many narrow petals in rounds, laid from the outside in."""
    b = brush.at(x, y, size)
    for k in range(rounds):
        r, count = 1 - 0.78 * k / rounds, 24 - 3 * k
        for i in range(count):
            a = TAU * (i + 0.5 * (k % 2)) / count
            petal = leaf(0, 0, a, r, 0.16 + 0.05 * k)
            wash(b, petal, 26 + 30 * k)
            stroke(b, petal, 0.8, 210)
            stroke(b, [(math.cos(a) * r * f, math.sin(a) * r * f) for f in (0.45, 0.6, 0.8)], 0.6, 170, (1, 0.3))
    wash(b, arc(0, 0, 0.16, 0.16, 0, TAU), 200)
    for i in range(10):
        dot(b, 0.1 * math.cos(i * 2.4) * math.sqrt(i / 10), 0.1 * math.sin(i * 2.4) * math.sqrt(i / 10), 0.8, 20)


def reeds(brush: Brush, x: float, y: float, size: float, seed: int) -> None:
    """水草: weeds that sway in a current."""
    rng = Random(seed)
    for _ in range(9):
        lean = rng.uniform(-0.5, 0.5)
        blade = leaf(x + rng.uniform(-0.3, 0.3) * size, y, math.pi / 2 + lean, size * rng.uniform(0.5, 1.1), 0.12, lean * 0.5)
        wash(brush, blade, rng.choice((110, 150, 190)))
