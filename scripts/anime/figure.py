"""One figure, from the back hair to the thing on the head. The head is two units high; feet stand at 6.9."""

from __future__ import annotations

from anime.cast import Character
from anime.pen import Colour, Pen, curve, dark, light, mix

WHITE, INK, BLUSH = (255, 255, 255), (64, 44, 60), (248, 160, 150)
FEET = 6.9


def draw_figure(pen: Pen, who: Character, pose: str, face: str) -> None:
    _back_hair(pen, who)
    _legs(pen, who)
    _arm(pen.mirrored(), who, raised=False)
    if pose != 'waving':
        _arm(pen, who, raised=False)
    _dress(pen, who)
    _collar(pen, who)
    if pose == 'waving':
        _arm(pen, who, raised=True)
    if pose == 'holding book':
        _book(pen, who)
    _head(pen, who, face)
    _front_hair(pen, who)
    _extra(pen, who)


def _both(pen: Pen) -> tuple[Pen, Pen]:
    return pen, pen.mirrored()


def _back_hair(pen: Pen, who: Character) -> None:
    back = dark(who.hair, 0.18)
    if who.style == 'long':
        pen.shape([(0, -1.12), (0.95, -0.6), (1.1, 0.6), (1.25, 2.0), (1.1, 3.4), (0.5, 3.2), (0, 3.45), (-0.5, 3.2), (-1.1, 3.4), (-1.25, 2.0), (-1.1, 0.6), (-0.95, -0.6)], back)
        for x in (-0.8, -0.4, 0.4, 0.8):
            pen.line([(x, 0.8), (x * 1.15, 2.0), (x, 3.1)], dark(back, 0.2), 0.03)
        return
    if who.style == 'twin':
        for side in _both(pen):
            side.shape([(0.75, -0.75), (1.35, -0.85), (1.75, 0.1), (1.8, 1.3), (1.45, 2.6), (1.3, 1.7), (1.15, 2.1), (1.2, 0.9), (1.05, 0.0)], back)
            side.line([(1.2, -0.5), (1.5, 0.5), (1.45, 1.6)], light(back, 0.25), 0.04)
            side.oval(0.95, -0.62, 0.17, 0.17, who.trim, 0.03)
    if who.style == 'tail':
        pen.shape([(0.2, -1.0), (0.9, -1.35), (1.7, -0.8), (1.75, 0.4), (1.45, 1.6), (1.3, 0.7), (1.05, 0.0), (0.6, -0.5)], back)
        pen.line([(0.9, -1.0), (1.4, -0.4), (1.45, 0.6)], light(back, 0.25), 0.04)
        pen.oval(0.55, -0.95, 0.18, 0.18, who.trim, 0.03)
    if who.style == 'bun':
        for side in _both(pen):
            side.oval(0.78, -0.95, 0.42, 0.4, back, 0.035)
            side.line([(0.55, -1.0), (0.78, -1.15), (1.0, -0.95)], dark(back, 0.2), 0.03)
    low = {'bob': 1.0, 'short': 0.55}.get(who.style, 0.85)
    pen.shape([(0, -1.12), (0.9, -0.7), (1.08, 0.1), (1.0, low), (0.5, low + 0.1), (-0.5, low + 0.1), (-1.0, low), (-1.08, 0.1), (-0.9, -0.7)], back)


def _legs(pen: Pen, who: Character) -> None:
    stocking = who.skin if who.hem in ('shorts', 'plain') else mix(who.trim, WHITE, 0.2)
    for side in _both(pen):
        side.shape([(0.15, 3.9), (0.66, 3.9), (0.6, 5.2), (0.52, 6.5), (0.24, 6.5), (0.18, 5.2)], stocking)
        side.shape([(0.16, 6.25), (0.58, 6.25), (0.64, 6.6), (0.72, 6.86), (0.4, 6.95), (0.12, 6.86)], dark(who.dress, 0.45))


def _arm(pen: Pen, who: Character, raised: bool) -> None:
    if raised:
        pen.oval(1.98, 0.36, 0.21, 0.24, who.skin, 0.035)
        pen.shape([(0.55, 1.5), (1.0, 1.4), (1.55, 1.4), (1.75, 0.55), (2.15, 0.62), (2.05, 1.6), (1.5, 2.02), (0.75, 2.1)], who.dress)
        pen.line([(1.76, 0.62), (2.13, 0.7)], who.trim, 0.11, smooth=False)
        return
    pen.oval(1.3, 3.62, 0.2, 0.24, who.skin, 0.035)
    pen.shape([(0.6, 1.42), (0.98, 1.55), (1.28, 2.4), (1.52, 3.45), (1.1, 3.55), (0.85, 2.7), (0.6, 2.2)], who.dress)
    pen.line([(1.12, 3.44), (1.48, 3.36)], who.trim, 0.11, smooth=False)


def _dress(pen: Pen, who: Character) -> None:
    pen.shape([(-0.24, 0.8), (0.24, 0.8), (0.3, 1.4), (0, 1.6), (-0.3, 1.4)], dark(who.skin, 0.08), smooth=False)
    if who.hem == 'shorts':
        for side in _both(pen):
            side.shape([(-0.02, 3.0), (0.72, 3.0), (0.8, 4.4), (0.1, 4.4)], dark(who.trim, 0.2), smooth=False)
        pen.shape([(-0.3, 1.32), (0.3, 1.32), (0.82, 1.5), (0.74, 2.4), (0.86, 3.5), (0, 3.62), (-0.86, 3.5), (-0.74, 2.4), (-0.82, 1.5)], who.dress)
        pen.line([(0, 1.5), (0, 3.55)], dark(who.dress, 0.3), 0.035)
        return
    pen.shape([(-0.58, 2.5), (0.58, 2.5), (1.05, 3.4), (1.55, 4.6), (0.8, 4.78), (0, 4.84), (-0.8, 4.78), (-1.55, 4.6), (-1.05, 3.4)], who.dress)
    if who.hem in ('band', 'stripes'):
        for y, wide in ((4.5, 1.46), (4.28, 1.37)) if who.hem == 'band' else ((4.5, 1.44), (4.05, 1.26), (3.6, 1.06)):
            pen.line([(-wide, y - 0.08), (-0.6, y + 0.1), (0.6, y + 0.1), (wide, y - 0.08)], who.trim, 0.1)
    if who.hem == 'dots':
        for y, xs in ((3.1, (-0.35, 0.35)), (3.6, (-0.7, 0, 0.7)), (4.1, (-0.95, -0.35, 0.35, 0.95)), (4.52, (-1.2, -0.6, 0, 0.6, 1.2))):
            for x in xs:
                pen.oval(x, y, 0.09, 0.09, who.trim)
    for x in (-0.7, -0.25, 0.25, 0.7):
        pen.line([(x * 0.55, 2.8), (x * 0.9, 3.5), (x * 1.2, 4.4)], dark(who.dress, 0.2), 0.03)
    pen.shape([(-0.3, 1.32), (0.3, 1.32), (0.82, 1.48), (0.7, 2.1), (0.56, 2.62), (0, 2.7), (-0.56, 2.62), (-0.7, 2.1), (-0.82, 1.48)], who.dress)
    pen.line([(-0.55, 2.58), (0, 2.66), (0.55, 2.58)], who.trim, 0.11)


def _collar(pen: Pen, who: Character) -> None:
    trim = who.trim
    if who.collar == 'sailor':
        for side in _both(pen):
            side.shape([(0.22, 1.22), (0.85, 1.42), (0.72, 1.8), (0.02, 2.1)], trim, smooth=False)
            side.line([(0.7, 1.48), (0.6, 1.72), (0.12, 1.93)], who.dress, 0.04, smooth=False)
        _bow(pen, 0, 2.08, 0.3, (206, 66, 78))
    elif who.collar == 'round':
        for side in _both(pen):
            side.shape([(0, 1.36), (0.32, 1.26), (0.6, 1.5), (0.3, 1.74), (0.03, 1.58)], light(trim, 0.5))
    elif who.collar == 'scarf':
        pen.shape([(0.1, 1.5), (0.5, 1.5), (0.6, 2.6), (0.25, 2.65)], dark(trim, 0.1))
        pen.shape([(-0.62, 1.1), (0, 1.26), (0.62, 1.1), (0.66, 1.5), (0, 1.74), (-0.66, 1.5)], trim)
    elif who.collar == 'straps':
        pen.shape([(-0.3, 1.32), (0.3, 1.32), (0.78, 1.48), (0.66, 2.0), (-0.66, 2.0), (-0.78, 1.48)], trim)
        for side in _both(pen):
            side.line([(0.5, 1.45), (0.42, 2.1)], who.dress, 0.16, smooth=False)
            side.oval(0.42, 2.1, 0.07, 0.07, (224, 190, 96), 0.02)
    elif who.collar == 'hood':
        pen.shape([(-0.7, 1.2), (0, 1.05), (0.7, 1.2), (0.62, 1.6), (0, 1.78), (-0.62, 1.6)], dark(who.dress, 0.12))
        for side in _both(pen):
            side.line([(0.2, 1.65), (0.22, 2.15)], trim, 0.05)
    elif who.collar == 'ribbon':
        _bow(pen, 0, 1.55, 0.42, trim)
    elif who.collar == 'buttons':
        for side in _both(pen):
            side.shape([(0.02, 1.5), (0.3, 1.2), (0.62, 1.5), (0.3, 1.8)], dark(who.dress, 0.25), smooth=False)
            for y in (1.95, 2.2, 2.45):
                side.oval(0.24, y, 0.065, 0.065, trim, 0.02)


def _bow(pen: Pen, x: float, y: float, size: float, fill: Colour) -> None:
    for way in (1, -1):
        pen.shape([(x, y), (x + way * size, y - size * 0.6), (x + way * size * 1.1, y), (x + way * size, y + size * 0.6)], fill)
    pen.oval(x, y, size * 0.24, size * 0.26, dark(fill, 0.15), 0.03)


def _book(pen: Pen, who: Character) -> None:
    pen.shape([(-0.62, 2.15), (0, 2.28), (0.62, 2.15), (0.62, 3.05), (0, 3.2), (-0.62, 3.05)], (150, 82, 66), smooth=False)
    for side in _both(pen):
        side.shape([(0.02, 2.3), (0.54, 2.2), (0.54, 2.96), (0.02, 3.1)], (250, 244, 228), smooth=False)
        for y in (2.45, 2.62, 2.79):
            side.line([(0.12, y + 0.03), (0.44, y - 0.04)], (170, 158, 150), 0.02, smooth=False)
        side.oval(0.62, 2.85, 0.19, 0.22, who.skin, 0.035)


def _head(pen: Pen, who: Character, face: str) -> None:
    for side in _both(pen):
        side.oval(0.84, 0.2, 0.15, 0.22, dark(who.skin, 0.06), 0.03)
    pen.shape([(0, -0.95), (0.6, -0.78), (0.86, -0.2), (0.84, 0.3), (0.6, 0.72), (0.2, 0.98), (0, 1.04), (-0.2, 0.98), (-0.6, 0.72), (-0.84, 0.3), (-0.86, -0.2), (-0.6, -0.78)], who.skin)
    for side in _both(pen):
        side.oval(0.56, 0.52, 0.17, 0.085, mix(who.skin, BLUSH, 0.85 if face == 'blush' else 0.4))
        _eye(side, who, face)
        tilt = -0.06 if face == 'serious' else 0.04
        side.line([(0.22, -0.12 - tilt), (0.42, -0.2), (0.62, -0.14 + tilt)], dark(who.hair, 0.4), 0.045)
    pen.line([(0.0, 0.44), (0.03, 0.52)], dark(who.skin, 0.3), 0.03)
    if face in ('smile', 'blush', 'closed eyes'):
        pen.line([(-0.15, 0.7), (0, 0.77), (0.15, 0.7)], (150, 66, 70), 0.04)
    elif face == 'open mouth':
        pen.shape([(-0.17, 0.65), (0.17, 0.65), (0.1, 0.84), (-0.1, 0.84)], (176, 68, 76))
    else:
        pen.line([(-0.1, 0.73), (0.1, 0.73)], (150, 66, 70), 0.04)


def _eye(pen: Pen, who: Character, face: str) -> None:
    if face == 'closed eyes':
        pen.line([(0.2, 0.2), (0.42, 0.32), (0.64, 0.2)], INK, 0.06)
        return
    pen.oval(0.42, 0.2, 0.22, 0.26, WHITE)
    pen.oval(0.41, 0.22, 0.175, 0.235, dark(who.eyes, 0.35))
    pen.oval(0.41, 0.26, 0.155, 0.185, who.eyes)
    pen.oval(0.41, 0.34, 0.1, 0.09, light(who.eyes, 0.45))
    pen.oval(0.41, 0.22, 0.075, 0.11, dark(who.eyes, 0.8))
    pen.line([(0.16, 0.1), (0.28, -0.04), (0.5, -0.06), (0.68, 0.08)], INK, 0.07)
    # Light falls from one side, whichever eye it is.
    shift = 0.07 * pen.side
    pen.oval(0.41 - shift, 0.11, 0.06, 0.07, WHITE)
    pen.oval(0.41 + shift, 0.32, 0.03, 0.035, WHITE)


def _front_hair(pen: Pen, who: Character) -> None:
    hair = who.hair
    tips = {
        'blunt': [(0.8, 0.1), (0.62, -0.16), (0.4, -0.06), (0.2, -0.18), (0, -0.07), (-0.2, -0.18), (-0.4, -0.06), (-0.62, -0.16), (-0.8, 0.1)],
        'swept': [(0.84, 0.3), (0.72, -0.12), (0.4, -0.3), (0.1, -0.34), (-0.2, -0.16), (-0.38, -0.26), (-0.58, 0.0), (-0.68, -0.12), (-0.84, 0.3)],
        'spiky': [(0.86, 0.25), (0.66, -0.2), (0.48, 0.0), (0.32, -0.3), (0.1, -0.02), (-0.06, -0.34), (-0.3, 0.02), (-0.44, -0.28), (-0.64, 0.0), (-0.86, 0.25)],
    }[who.bangs]
    crown = [(-1.0, 0.05), (-0.98, -0.5), (-0.6, -1.02), (0, -1.2), (0.6, -1.02), (0.98, -0.5), (1.0, 0.05)]
    pen.shape([*curve(crown, False), *tips], hair, smooth=False)
    low = {'short': 0.5, 'bob': 0.95, 'bun': 0.8}.get(who.style, 1.35)
    for side in _both(pen):
        side.shape([(0.72, -0.4), (0.98, -0.4), (1.06, 0.2), (0.98, low * 0.7), (0.84, low), (0.8, low * 0.55), (0.86, 0.1)], hair)
    gloss = light(hair, 0.5)
    pen.line([(-0.62, -0.66), (-0.3, -0.82), (0.05, -0.84)], gloss, 0.09)
    pen.line([(0.25, -0.8), (0.4, -0.74)], gloss, 0.08)
    for x in (-0.45, 0.05, 0.5):
        pen.line([(x * 0.5, -1.05), (x * 0.9, -0.7), (x, -0.38)], dark(hair, 0.25), 0.025)
    if who.style == 'braid':
        for k in range(6):
            pen.oval(0.92 - 0.03 * k, 0.75 + 0.36 * k, 0.24 - 0.015 * k, 0.24, hair, 0.035)
        pen.oval(0.76, 2.78, 0.13, 0.1, who.trim, 0.03)
        pen.shape([(0.66, 2.86), (0.86, 2.86), (0.92, 3.25), (0.74, 3.15), (0.58, 3.25)], hair)
    if who.style == 'short' and who.bangs == 'spiky':
        pen.shape([(-0.1, -1.12), (0.1, -1.5), (0.14, -1.3), (0.38, -1.42), (0.3, -1.06)], hair, smooth=False)


def _extra(pen: Pen, who: Character) -> None:
    if who.extra == 'ribbon':
        _bow(pen, 0.62, -0.88, 0.4, (206, 54, 66))
    elif who.extra == 'hat':
        black = (50, 40, 62)
        pen.shape([(-0.85, -0.9), (-0.5, -1.7), (0.1, -2.3), (0.75, -2.55), (0.5, -2.1), (0.62, -1.5), (0.85, -0.9)], black)
        pen.shape([(-0.84, -0.98), (-0.72, -1.24), (0, -1.14), (0.74, -1.24), (0.84, -0.98), (0, -0.84)], who.dress)
        pen.shape([(-1.65, -0.78), (-0.8, -1.0), (0, -0.92), (0.8, -1.0), (1.65, -0.78), (0.8, -0.6), (0, -0.54), (-0.8, -0.6)], black)
    elif who.extra == 'glasses':
        for side in _both(pen):
            [(px, py)] = side.place([(0.42, 0.22)])
            r = 0.33 * pen.unit
            side.paper.ellipse((px - r, py - r, px + r, py + r), outline=(72, 58, 54), width=max(2, round(0.05 * pen.unit)))
            side.line([(0.74, 0.16), (0.86, 0.1)], (72, 58, 54), 0.04)
        pen.line([(-0.1, 0.18), (0.1, 0.18)], (72, 58, 54), 0.05)
    elif who.extra == 'flower':
        for dx, dy in ((0, -0.2), (0.19, -0.06), (0.12, 0.16), (-0.12, 0.16), (-0.19, -0.06)):
            pen.oval(-0.68 + dx, -0.68 + dy, 0.15, 0.15, (240, 138, 96), 0.025)
        pen.oval(-0.68, -0.68, 0.11, 0.11, (252, 222, 110), 0.02)
    elif who.extra == 'beret':
        pen.shape([(-0.95, -0.72), (-1.05, -1.15), (-0.4, -1.55), (0.5, -1.45), (1.0, -1.0), (0.8, -0.82), (0, -0.9)], who.dress)
        pen.line([(-0.2, -1.5), (-0.16, -1.68)], dark(who.dress, 0.4), 0.08)
    elif who.extra == 'leaf':
        for tilt in (-0.16, 0.3):
            pen.shape([(0.5, -0.8), (0.62 + tilt, -1.12), (0.72 + tilt * 2, -1.4), (0.82 + tilt, -1.1)], (142, 196, 92))
    elif who.extra == 'band':
        pen.line([(-0.98, -0.42), (-0.62, -0.86), (0, -1.02), (0.62, -0.86), (0.98, -0.42)], who.trim, 0.15)
    elif who.extra == 'cat':
        for side in _both(pen):
            side.shape([(0.3, -1.02), (0.78, -1.75), (0.98, -0.62)], who.hair, smooth=False)
            side.shape([(0.48, -1.05), (0.75, -1.5), (0.86, -0.82)], light(who.trim, 0.3), smooth=False, edge=0)
    elif who.extra == 'phones':
        pen.line([(-1.0, 0.1), (-1.04, -0.6), (-0.6, -1.18), (0, -1.34), (0.6, -1.18), (1.04, -0.6), (1.0, 0.1)], (62, 66, 82), 0.13)
        for side in _both(pen):
            side.shape([(0.86, -0.2), (1.16, -0.15), (1.22, 0.2), (1.14, 0.48), (0.86, 0.5)], who.trim)
    elif who.extra == 'patch':
        pen.line([(0.52, -0.42), (0.8, -0.14)], who.trim, 0.1, smooth=False)
        pen.line([(0.44, -0.28), (0.72, -0.02)], who.trim, 0.07, smooth=False)
    elif who.extra == 'horns':
        for side in _both(pen):
            side.shape([(0.42, -1.0), (0.5, -1.45), (0.82, -1.72), (0.76, -1.4), (0.74, -0.86)], (236, 226, 204))
